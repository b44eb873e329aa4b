import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { harmless } from '../engine/downloads/fileName.ts';
import { UserError } from './commands.ts';
import { plain } from './plain.ts';
import type { Studio } from './studio.ts';

/** The largest file that can be dropped from outside VS Code, bytes: it comes through a message. */
const maxDroppedBytes = 100 * 1024 * 1024;

/** Keeps what was dropped or pasted from outside VS Code. Rejects with `UserError` where that is too large. */
export async function keepDropped(studio: Studio, name: string, bytes: Uint8Array): Promise<vscode.Uri> {
  if (bytes.length > maxDroppedBytes)
    throw new UserError(
      vscode.l10n.t('“{0}” is too large to be dropped. Put it into the workspace and add it from there.', plain(name)),
    );
  return keepFile(studio, name, bytes);
}

/** Puts bytes that have no place of their own (a file dropped from outside, a copy) into our storage, under a name as given. */
export async function keepFile({ context }: Studio, name: string, bytes: Uint8Array): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(droppedIn(context), randomUUID());
  const ending = /\.\w+$/.exec(name)?.[0] ?? '';
  // A long name loses its end, but not what says which kind of file it is.
  const file = vscode.Uri.joinPath(folder, harmless(name.slice(0, name.length - ending.length)) + ending);
  await vscode.workspace.fs.createDirectory(folder);
  await vscode.workspace.fs.writeFile(file, bytes);
  return file;
}

/** True for what `keepFile` has kept. */
export function isKept({ context }: Pick<Studio, 'context'>, file: vscode.Uri): boolean {
  return file.toString().startsWith(`${droppedIn(context).toString()}/`);
}

function droppedIn({ globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(globalStorageUri, 'dropped');
}

/** Lets go of a file that `keepFile` has kept. */
export async function dropKept(file: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(vscode.Uri.joinPath(file, '..'), { recursive: true });
}

/** “pasted 2026-11-29 14.30.05.png”: no two of one second. A file that was copied keeps its name. */
export function pastedName(name: string, now: Date): string {
  if (!/^image\.\w+$/i.test(name)) return name;
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('.');
  return `${vscode.l10n.t('pasted')} ${day} ${time}${name.slice(name.lastIndexOf('.'))}`;
}
