import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { storedUri } from '../files.ts';
import type { SafeLog } from '../log.ts';
import { sizeOf, take } from './findClips.ts';

/** Clips that are moved or renamed in the explorer, or whose folder is, stay known. */
export function followRenames(engine: Engine, log: SafeLog): vscode.Disposable {
  return vscode.workspace.onDidRenameFiles(({ files }) => {
    Promise.all(files.map(async ({ oldUri, newUri }) => follow(engine, oldUri, newUri))).catch((error: unknown) =>
      log.warn('a clip that was moved could not be followed', error),
    );
  });
}

async function follow(engine: Engine, from: vscode.Uri, to: vscode.Uri): Promise<void> {
  for (const job of engine.store.clips.below(storedUri(from))) {
    if (job.download.state !== 'done') continue;
    const below = vscode.Uri.parse(job.download.file).path.slice(from.path.length);
    const uri = to.with({ path: to.path + below });
    const size = await sizeOf(uri);
    if (size !== undefined) take(engine, job, { uri, size });
  }
}
