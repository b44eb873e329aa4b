import * as vscode from 'vscode';
import { besideOf } from '../../engine/clips/recordPlace.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { isClipOf } from '../clips/isClipOf.ts';
import { UserError } from '../commands.ts';
import { findClips, sizeOf } from '../library/findClips.ts';
import type { SafeLog } from '../log.ts';
import { plain } from '../plain.ts';
import { counted, number } from '../words/amounts.ts';

/** The clip of a job: URI of its file. */
export interface Clip {
  readonly job: string;
  readonly file: string;
}

/** The clips of these jobs, looked for where they are not where they were; `lost`: those that are not found. */
export async function clipsOf(
  jobs: readonly Job[],
  engine: Engine,
): Promise<{ readonly clips: readonly Clip[]; readonly lost: readonly Clip[] }> {
  const known = (all: readonly Job[]): Job[] => all.flatMap(({ id }) => engine.store.get(id) ?? []);
  const away: Job[] = [];
  for (const job of known(jobs)) {
    const [clip] = clipOf(job);
    if (clip !== undefined && !(await isThere(clip, engine))) away.push(job);
  }
  const found = new Set(await findClips(engine, away));
  const lost = new Map(away.filter(({ id }) => !found.has(id)).map((job) => [job.id, job]));
  return {
    clips: known(jobs.filter(({ id }) => !lost.has(id))).flatMap(clipOf),
    lost: [...lost.values()].flatMap(clipOf),
  };
}

/**
 * Puts clips, and the records beside them, into the trash. What no trash takes (a remote file system has none) is deleted for good, if
 * somebody says so. Resolves with those that are not where they were, of which nothing is touched. Throws `UserError` where a clip
 * cannot be deleted at all.
 */
export async function discardClips(clips: readonly Clip[], engine: Engine, log: SafeLog): Promise<readonly Clip[]> {
  const refused: { readonly clip: Clip; readonly error: unknown }[] = [];
  const left: Clip[] = [];
  for (const clip of clips) {
    const error = await discard(clip, { useTrash: true }, engine, log);
    if (error === away) left.push(clip);
    else if (error !== undefined) refused.push({ clip, error });
  }
  const [first] = refused;
  if (first === undefined) return left;
  log.warn('clips could not be moved to the trash', first.error);
  const asked = refused.map(({ clip }) => clip);
  if (!(await mayDelete(asked, first.error))) return left;
  for (const clip of asked) {
    const error = await discard(clip, { useTrash: false }, engine, log);
    if (error === away) left.push(clip);
    else if (error !== undefined)
      throw new UserError(vscode.l10n.t('“{0}” could not be deleted: {1}', pathOf(clip), plain(wordsOf(error), 300)), {
        cause: error,
      });
  }
  return left;
}

/** Why nothing was put away: the clip is not where it was. */
const away = Symbol('away');

/** Undefined where the clip was put away; else why it was not. */
async function discard(
  clip: Clip,
  options: { readonly useTrash: boolean },
  engine: Engine,
  log: SafeLog,
): Promise<unknown> {
  const { job, file } = clip;
  // A question may have stood there for long, and a share that is offline has no file either.
  if (!(await isThere(clip, engine))) return away;
  try {
    await vscode.workspace.fs.delete(vscode.Uri.parse(file), options);
  } catch (error) {
    return (await isThere(clip, engine)) ? error : away;
  }
  await discardBeside(file, options).catch((error: unknown) =>
    log.warn('the record beside a clip could not be deleted', error),
  );
  engine.discard(job, file);
  return undefined;
}

async function discardBeside(file: string, options: { readonly useTrash: boolean }): Promise<void> {
  const record = vscode.Uri.parse(besideOf(file));
  if ((await sizeOf(record)) !== undefined) await vscode.workspace.fs.delete(record, options);
}

/** True where the job's clip is at this place still, and not that of another. */
async function isThere({ job: id, file }: Clip, engine: Engine): Promise<boolean> {
  const job = engine.store.get(id);
  if (job?.download.state !== 'done' || job.download.file !== file) return false;
  const uri = vscode.Uri.parse(file);
  const size = await sizeOf(uri);
  return size !== undefined && isClipOf(job, { uri, size }, engine);
}

function clipOf({ id, download }: Job): Clip[] {
  return download.state === 'done' ? [{ job: id, file: download.file }] : [];
}

async function mayDelete(clips: readonly Clip[], error: unknown): Promise<boolean> {
  const message =
    clips.length === 1
      ? vscode.l10n.t('The clip could not be moved to the trash. Delete it for good?')
      : counted(
          vscode.l10n.t(
            '{0} clip could not be moved to the trash. Delete it for good? | {0} clips could not be moved to the trash. Delete them for good?',
          ),
          clips.length,
        );
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
  return [...shown, ...(more > 0 ? [vscode.l10n.t('and {0} more', number(more))] : [])].join('\n');
}

function pathOf({ file }: Clip): string {
  return plain(vscode.workspace.asRelativePath(vscode.Uri.parse(file)), 300);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
