import { realpath } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { copyWhole } from '../engine/downloads/copyWhole.ts';
import type { Files } from '../engine/ports.ts';
import { openDiskFile } from '../engine/references/diskFile.ts';
import { wholeFile } from '../engine/references/memoryFile.ts';

/** Files on whatever file system VS Code knows. */
export const files: Files = {
  async read(uri) {
    return vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true));
  },
  async size(uri) {
    try {
      return (await vscode.workspace.fs.stat(vscode.Uri.parse(uri, true))).size;
    } catch {
      return undefined;
    }
  },
  async open(uri) {
    const parsed = vscode.Uri.parse(uri, true);
    if (parsed.scheme === 'file') return openDiskFile(parsed.fsPath);
    const { size, mtime } = await vscode.workspace.fs.stat(parsed);
    return wholeFile(size, mtime, async () => vscode.workspace.fs.readFile(parsed));
  },
  async realPath(uri) {
    const parsed = vscode.Uri.parse(uri, true);
    return parsed.scheme === 'file' ? realpath(parsed.fsPath).catch(() => undefined) : undefined;
  },
  async copyTo(path, uri) {
    const { fs } = vscode.workspace;
    const parse = (text: string): vscode.Uri => vscode.Uri.parse(text, true);
    await copyWhole(vscode.Uri.file(path).toString(), uri, {
      copy: async (from, to) => fs.copy(parse(from), parse(to), { overwrite: true }),
      rename: async (from, to) => fs.rename(parse(from), parse(to), { overwrite: false }),
      delete: async (begun) => fs.delete(parse(begun)),
    });
  },
};

/** A URI as the store writes it: a file's as Node does, which escapes less than VS Code. */
export function storedUri(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? pathToFileURL(uri.fsPath).href : uri.toString();
}
