import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import { harmless } from '../../engine/downloads/fileName.ts';
import { freeName, isTaken, place } from '../../engine/downloads/place.ts';
import { files } from '../files.ts';

/** How many names are tried where other windows take them at the same time. */
const tries = 20;

/**
 * Puts a frame of the clip beside it, as a PNG that is named after it and the frame's number (from 1; a frame without one is called so),
 * whole or not at all and over no other file. The same picture is not written twice. Rejects with what the file system says.
 */
export async function frameFile(clip: vscode.Uri, number: number | undefined, png: Uint8Array): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(clip, '..');
  const name = frameName(clip, number);
  const first = vscode.Uri.joinPath(folder, `${name}.png`);
  if (await holds(first, png)) return first;
  for (let attempt = 1; ; attempt++) {
    const path = folder.scheme === 'file' ? folder.fsPath : undefined;
    const free = await freeName({ uri: folder.toString(), ...(path !== undefined && { path }) }, name, 'png', files);
    try {
      await writeNew(free, png);
      return vscode.Uri.parse(free, true);
    } catch (error) {
      if (!isTaken(error) || attempt === tries) throw error;
    }
  }
}

/** The name of a frame's file without its ending. */
export function frameName(clip: vscode.Uri, number: number | undefined): string {
  const name = (clip.path.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
  return harmless(name, number === undefined ? ' frame' : ` frame ${String(number).padStart(4, '0')}`);
}

async function writeNew(uri: string, bytes: Uint8Array): Promise<void> {
  if (!uri.startsWith('file:')) {
    await vscode.workspace.fs.writeFile(vscode.Uri.parse(uri, true), bytes);
    return;
  }
  const path = fileURLToPath(uri);
  const part = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await writeFile(part, bytes, { flag: 'wx', flush: true });
    await place(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

async function holds(uri: vscode.Uri, bytes: Uint8Array): Promise<boolean> {
  if ((await files.size(uri.toString())) !== bytes.length) return false;
  const held = await vscode.workspace.fs.readFile(uri);
  return Buffer.compare(held, bytes) === 0;
}
