import * as vscode from 'vscode';
import { besideOf } from '../../engine/clips/recordPlace.ts';
import type { Engine } from '../../engine/engine.ts';
import { UserError } from '../commands.ts';
import type { SafeLog } from '../log.ts';
import { plain } from '../plain.ts';

/** The clip of a job: URI of its file. */
export interface Clip {
  readonly job: string;
  readonly file: string;
}

/**
 * Puts clips, and the records beside them, into the trash. What no trash takes (a remote file system has none) is deleted for good, if
 * somebody says so. Throws `UserError` where a clip cannot be deleted at all.
 */
export async function discardClips(clips: readonly Clip[], engine: Engine, log: SafeLog): Promise<void> {
  const refused: { readonly clip: Clip; readonly error: unknown }[] = [];
  for (const clip of clips) {
    const error = await discard(clip, { useTrash: true }, engine, log);
    if (error !== undefined) refused.push({ clip, error });
  }
  const [first] = refused;
  if (first === undefined) return;
  log.warn('clips could not be moved to the trash', first.error);
  const left = refused.map(({ clip }) => clip);
  if (!(await mayDelete(left, first.error))) return;
  for (const clip of left) {
    const error = await discard(clip, { useTrash: false }, engine, log);
    if (error !== undefined)
      throw new UserError(vscode.l10n.t('“{0}” could not be deleted: {1}', pathOf(clip), plain(wordsOf(error), 300)), {
        cause: error,
      });
  }
}

/** Undefined where the clip is where it should be: it is gone now, or it was before; else why it is still there. */
async function discard(
  { job, file }: Clip,
  options: { readonly useTrash: boolean },
  engine: Engine,
  log: SafeLog,
): Promise<unknown> {
  // A question may have stood there for long: it may have moved to another folder meanwhile.
  const { download } = engine.store.get(job) ?? {};
  if (download?.state !== 'done' || download.file !== file) return undefined;
  // A file that took the place of ours, and what stands beside it, is another job's.
  if (!engine.store.clips.isOfOther(file, job)) {
    const error = await remove(vscode.Uri.parse(file), options);
    if (error !== undefined) return error;
    const besideError = await remove(vscode.Uri.parse(besideOf(file)), options);
    if (besideError !== undefined) log.warn('the record beside a clip could not be deleted', besideError);
  }
  engine.discard(job, file);
  return undefined;
}

/** Why the file is still there; undefined where it is gone now, or was before. */
async function remove(uri: vscode.Uri, options: { readonly useTrash: boolean }): Promise<unknown> {
  try {
    await vscode.workspace.fs.delete(uri, options);
    return undefined;
  } catch (error) {
    return (await isGone(uri)) ? undefined : error;
  }
}

async function isGone(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => false,
    (error: unknown) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
  );
}

async function mayDelete(clips: readonly Clip[], error: unknown): Promise<boolean> {
  const message =
    clips.length === 1
      ? vscode.l10n.t('The clip could not be moved to the trash. Delete it for good?')
      : vscode.l10n.t('{0} clips could not be moved to the trash. Delete them for good?', clips.length);
  const detail = vscode.l10n.t(
    '{0}\n\nThere may be no trash here: a remote file system has none. {1}',
    fileList(clips),
    plain(wordsOf(error), 300),
  );
  const yes = vscode.l10n.t('Delete for Good');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

/** The files of clips, one a line; of many the first, and how many more. */
export function fileList(clips: readonly Clip[]): string {
  const shown = clips.slice(0, 10).map(pathOf);
  const more = clips.length - shown.length;
  return [...shown, ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : [])].join('\n');
}

function pathOf({ file }: Clip): string {
  return plain(vscode.workspace.asRelativePath(vscode.Uri.parse(file)), 300);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
