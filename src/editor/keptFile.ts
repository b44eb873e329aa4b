import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { harmless } from '../engine/downloads/fileName.ts';
import type { Studio } from './studio.ts';

/** Puts bytes that have no place of their own (a file dropped from outside, a copy) into our storage, under a name as given. */
export async function keepFile({ context }: Studio, name: string, bytes: Uint8Array): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'dropped', randomUUID());
  const ending = /\.\w+$/.exec(name)?.[0] ?? '';
  // A long name loses its end, but not what says which kind of file it is.
  const file = vscode.Uri.joinPath(folder, harmless(name.slice(0, name.length - ending.length)) + ending);
  await vscode.workspace.fs.createDirectory(folder);
  await vscode.workspace.fs.writeFile(file, bytes);
  return file;
}
