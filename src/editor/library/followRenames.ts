import * as vscode from 'vscode';
import { besideOf } from '../../engine/clips/recordPlace.ts';
import type { Engine } from '../../engine/engine.ts';
import { isClipOf } from '../clips/isClipOf.ts';
import { isClip } from '../compare/clip.ts';
import { storedUri } from '../files.ts';
import type { SafeLog } from '../log.ts';
import { sizeOf, take } from './findClips.ts';

/** Clips that are moved or renamed in the explorer, or whose folder is, stay known, and what stands beside a clip goes with it. */
export function followRenames(engine: Engine, log: SafeLog): vscode.Disposable {
  return vscode.workspace.onDidRenameFiles(({ files }) => {
    Promise.all(files.map(async ({ oldUri, newUri }) => follow(engine, oldUri, newUri, log))).catch((error: unknown) =>
      log.warn('a clip that was moved could not be followed', error),
    );
  });
}

async function follow(engine: Engine, from: vscode.Uri, to: vscode.Uri, log: SafeLog): Promise<void> {
  await takeAlong(from, to).catch((error: unknown) => log.warn('what stands beside a clip did not go with it', error));
  const moved = engine.store.clips.below(storedUri(from)).map(async (job) => {
    if (job.download.state !== 'done') return [];
    const { file } = job.download;
    const uri = to.with({ path: to.path + vscode.Uri.parse(file).path.slice(from.path.length) });
    const size = await sizeOf(uri);
    // Another clip may have had the place of this one.
    return size !== undefined && (await isClipOf(job, { uri, size }, engine, file)) ? [{ job, uri, size }] : [];
  });
  for (const { job, ...clip } of (await Promise.all(moved)).flat()) take(engine, job, clip);
}

/** The record beside a clip is found by the clip's name only. In a folder that is moved it goes with the folder. */
async function takeAlong(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  if (!isClip(from) || !isClip(to)) return;
  const [record, target] = [besideUri(from), besideUri(to)];
  // Somebody may have moved both, and what is at the target is another clip's, or somebody's own.
  if ((await sizeOf(record)) === undefined || (await sizeOf(target)) !== undefined) return;
  await vscode.workspace.fs.rename(record, target, { overwrite: false });
}

function besideUri(clip: vscode.Uri): vscode.Uri {
  return clip.with({ path: besideOf(clip.path) });
}
