import * as vscode from 'vscode';
import { shotOf } from '../../engine/drafts/lineage.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { mostTakes } from '../../shared/compared.ts';
import { UserError } from '../commands.ts';
import { ViewType } from '../contributions.ts';
import { elementsOf } from '../jobs/chosenJobs.ts';
import { plain } from '../plain.ts';
import { list, number } from '../words/amounts.ts';
import { titleOf } from '../words/jobText.ts';
import { clipOfFile, clipOfJob, isClip, isThere, nameOf, type Clip } from './clip.ts';
import { pickClips } from './pickClips.ts';

/** How the tree calls the row of a shot: so, and the shot's id. A job's id is a UUID. */
const shotRow = /^shot[: ](.+)$/s;

/**
 * The clips that somebody wants to compare, two to four, each with its file; undefined where they thought better of it. `clicked` and
 * `selected` are what VS Code gives a command: rows of the tree (ids of jobs and of shots), files, what a page says of its cards, or nothing. `findAgain`: looks for
 * the clip of a job that is not where it was. Throws `UserError`.
 */
export async function chooseClips(
  store: JobStore | undefined,
  clicked: unknown,
  selected: unknown,
  pick: typeof pickClips = pickClips,
  findAgain: (job: string) => Promise<vscode.Uri | undefined> = () => Promise.resolve(undefined),
): Promise<readonly Clip[] | undefined> {
  const pointed = Array.isArray(selected) && selected.length > 0 ? (selected as unknown[]) : elementsOf(clicked);
  const rows = pointed.filter((each) => typeof each === 'string');
  const files = pointed.filter((each) => each instanceof vscode.Uri);
  const clips =
    rows.length > 0 && store !== undefined
      ? await ofRows(store, rows, pick)
      : await ofFiles(store, files.length > 0 ? files : fileInFront(), pick);
  if (clips === undefined) return undefined;
  refuseNumber(clips.length);
  const found: Clip[] = [];
  for (const clip of clips) {
    const { uri, job } = clip;
    const place = (await isThere(uri)) ? uri : job === undefined ? undefined : await findAgain(job);
    if (place === undefined)
      throw new UserError(
        vscode.l10n.t('“{0}” is not there any more, so it cannot be compared.', plain(nameOf(uri), 100)),
      );
    found.push({ ...clip, uri: place });
  }
  return found;
}

async function ofRows(
  store: JobStore,
  rows: readonly string[],
  pick: typeof pickClips,
): Promise<readonly Clip[] | undefined> {
  const shots = rows.flatMap((row) => shotRow.exec(row)?.[1] ?? []);
  const jobs = rows.flatMap((row) => store.get(row) ?? []);
  if (rows.length > 1 || shots.length === 0) {
    const [job] = jobs;
    if (rows.length === 1 && job !== undefined) return await beside(store, job, pick);
    // A shot stands for those of its takes that can be seen; a take that was pointed at must be one of them.
    const takes = shots.flatMap((shot) => seenOf(store, shot));
    return withoutTwins([...jobs.map(seen), ...takes]);
  }
  const takes = shots.flatMap((shot) => seenOf(store, shot));
  if (takes.length <= mostTakes) return takes;
  return await pick(store, takes.slice(-mostTakes), takes);
}

/** One take: with which others? Those of its shot come first, the newest of them chosen already. */
async function beside(store: JobStore, job: Job, pick: typeof pickClips): Promise<readonly Clip[] | undefined> {
  const clip = seen(job);
  const takes = seenOf(store, shotOf(job.draft));
  const others = takes.filter((take) => take.job !== job.id);
  return await pick(store, [...others.slice(1 - mostTakes), clip], withoutTwins([...takes, clip]));
}

async function ofFiles(
  store: JobStore | undefined,
  files: readonly vscode.Uri[],
  pick: typeof pickClips,
): Promise<readonly Clip[] | undefined> {
  const clips = withoutTwins(files.filter(isClip).map((file) => clipOfFile(file, store)));
  if (files.length > 0 && clips.length === 0)
    throw new UserError(vscode.l10n.t('Only videos can be compared: MP4, MOV and WebM files.'));
  if (clips.length > 1) {
    sayLeftOut(files.filter((file) => !isClip(file)));
    return clips;
  }
  const [only] = clips;
  if (store === undefined) return clips;
  const job = only?.job === undefined ? undefined : store.get(only.job);
  if (job !== undefined && clipOfJob(job) !== undefined) return await beside(store, job, pick);
  return await pick(store, clips, clips);
}

/** The clip of the preview in front: the palette tells of nothing. */
function fileInFront(): readonly vscode.Uri[] {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === ViewType.preview ? [input.uri] : [];
}

function seen(job: Job): Clip {
  const clip = clipOfJob(job);
  if (clip !== undefined) return clip;
  throw new UserError(vscode.l10n.t('“{0}” cannot be compared: its clip is not on this machine.', titleOf(job)));
}

/** The takes of a shot that can be seen, oldest first. */
function seenOf(store: JobStore, shot: string): Clip[] {
  return store.takesOf(shot).flatMap((job) => clipOfJob(job) ?? []);
}

function withoutTwins(clips: readonly Clip[]): Clip[] {
  return [...new Map(clips.map((clip) => [clip.uri.toString(), clip])).values()];
}

function refuseNumber(count: number): void {
  if (count < 2) throw new UserError(vscode.l10n.t('Two clips at least are needed to compare.'));
  if (count > mostTakes)
    throw new UserError(
      vscode.l10n.t(
        'At most {0} clips can be compared at once, and {1} are selected.',
        number(mostTakes),
        number(count),
      ),
    );
}

function sayLeftOut(files: readonly vscode.Uri[]): void {
  if (files.length === 0) return;
  const names = list(files.map((file) => plain(nameOf(file), 60)));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Left out, as they are no videos: {0}', plain(names, 200)), 8000);
}
