import * as vscode from 'vscode';
import type { RecordedReference } from '../../engine/clips/clipRecord.ts';
import type { Engine } from '../../engine/engine.ts';
import { maxFileSize } from '../../engine/references/media/refusal.ts';
import { globEscaped } from '../globEscaped.ts';

/** Files of one name that are looked into, and how long (ms) that may take for one reference. */
const maxFiles = 50;
const patience = 20_000;

/**
 * Where a reference of a clip is here: `same`: this very content, or nobody knows its content. `changed`: in its folder there is
 * another file of its name. `missing`: `uri` is where it would be, in that folder.
 */
export interface FoundReference {
  readonly uri: vscode.Uri;
  readonly state: 'same' | 'changed' | 'missing';
}

/** Looks for a file that a clip names, in a folder first, then in the workspace. */
export async function findReference(
  { name, sha256 }: RecordedReference,
  folder: vscode.Uri,
  engine: Pick<Engine, 'hashOf'>,
): Promise<FoundReference> {
  const there = vscode.Uri.joinPath(folder, name);
  const signal = AbortSignal.timeout(patience);
  const isSame = async (uri: vscode.Uri): Promise<boolean> => {
    const size = await sizeOf(uri);
    if (size === undefined || size > maxFileSize) return false;
    // A signal that is over finds nothing more; what was found so far stands.
    return sha256 === undefined || (await engine.hashOf(uri.toString(), signal).catch(() => undefined)) === sha256;
  };
  if (await isSame(there)) return { uri: there, state: 'same' };
  const named = await vscode.workspace.findFiles(`**/${globEscaped(name)}`, '**/node_modules/**', maxFiles);
  for (const uri of named) if (await isSame(uri)) return { uri, state: 'same' };
  return { uri: there, state: (await sizeOf(there)) === undefined ? 'missing' : 'changed' };
}

async function sizeOf(uri: vscode.Uri): Promise<number | undefined> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) === 0 ? undefined : size;
  } catch {
    return undefined;
  }
}
