import { setImmediate as others } from 'node:timers/promises';
import * as vscode from 'vscode';
import { lastPlace, type Job } from '../../engine/jobs/job.ts';
import { isClipOf, saysClipOf, type ClipFile, type Known } from '../clips/isClipOf.ts';
import { clipGlob } from '../compare/clip.ts';
import { storedUri } from '../files.ts';

/** Videos of a workspace that are looked at by name and size, and of how many of them the record is read for one clip. */
const mostFiles = 5000;
const mostRecords = 20;

/** Steps without a wait after which the others of the extension host have their turn: some ms. */
const inOneGo = 100;

/** Files whose sizes are asked for at once. */
const atOnce = 24;

/** The candidates by what makes them likely: as many clips can be looked for as there are files. */
interface Candidates {
  readonly named: ReadonlyMap<string, readonly ClipFile[]>;
  readonly sized: ReadonlyMap<number, readonly ClipFile[]>;
  readonly taken: Set<ClipFile>;
}

/**
 * Looks in the workspace for clips that are not where they were, and tells the store where they are: each may be where another of them
 * was. A file is the clip of a job if its record says so; else if name and size are the clip's and nothing says that it is another's.
 * Looks at `most` videos beside the clips of jobs. Returns the ids of those found.
 */
export async function findClips(engine: Known, jobs: readonly Job[], most = mostFiles): Promise<string[]> {
  if (jobs.length === 0) return [];
  const candidates = await candidatesIn(engine, most);
  const found: string[] = [];
  for (const [index, job] of jobs.entries()) {
    if (index % inOneGo === 0) await others();
    const clip = await clipOf(job, candidates, engine);
    if (clip === undefined || !take(engine, job, clip)) continue;
    candidates.taken.add(clip);
    found.push(job.id);
    // Each is a write that is waited for.
    await others();
  }
  return found;
}

/** A clip that was put away, or was to be fetched anew and could not be, is known again where its former file is there. */
export async function takeBack(engine: Known, job: Job): Promise<boolean> {
  const { former } = job;
  if (former === undefined) return false;
  const clip = { uri: vscode.Uri.parse(former.file), size: former.size };
  return (await sizeOf(clip.uri)) === former.size && (await isClipOf(job, clip, engine)) && take(engine, job, clip);
}

/** Where a clip is that is not where it was: where another look has found it, in its former place, or elsewhere in the workspace. The store knows then too. */
export async function findAgain(engine: Known, job: Job): Promise<vscode.Uri | undefined> {
  // A newer version's store cannot be told.
  if (engine.store.readOnly) return undefined;
  const known = placeOf(engine, job);
  if (known !== undefined && (await sizeOf(known)) !== undefined) return known;
  if (!(await takeBack(engine, job)) && (await findClips(engine, [job])).length === 0) return undefined;
  return placeOf(engine, job);
}

function placeOf({ store }: Pick<Known, 'store'>, { id }: Job): vscode.Uri | undefined {
  const download = store.get(id)?.download;
  return download?.state === 'done' ? vscode.Uri.parse(download.file) : undefined;
}

/** Tells the store where the clip is. False where it cannot be there, as it is wanted, or on its way, by now. */
export function take({ store }: Pick<Known, 'store'>, job: Job, { uri, size }: ClipFile): boolean {
  return store.apply(job.id, { type: 'found', file: storedUri(uri), size }) !== undefined;
}

async function clipOf(job: Job, candidates: Candidates, engine: Known): Promise<ClipFile | undefined> {
  const place = lastPlace(job);
  if (place === undefined) return undefined;
  const name = nameOf(vscode.Uri.parse(place.file));
  const isFree = (candidate: ClipFile): boolean => !candidates.taken.has(candidate);
  const isNamed = ({ uri }: ClipFile): boolean => nameOf(uri) === name;
  // A clip that is only moved is as large as it was.
  const sized = (candidates.sized.get(place.size) ?? []).filter(isFree).sort((a, b) => +isNamed(b) - +isNamed(a));
  const named = (candidates.named.get(name) ?? []).filter((each) => isFree(each) && each.size !== place.size);
  let likely: ClipFile | undefined;
  for (const candidate of [...sized, ...named].slice(0, mostRecords)) {
    const says = await saysClipOf(job, candidate.uri, engine);
    if (says === true) return candidate;
    if (says === undefined && candidate.size === place.size && isNamed(candidate)) likely ??= candidate;
  }
  return likely;
}

/** The videos of the workspace that are no job's clip: where that is not as large, another may have taken its place. */
async function candidatesIn({ store }: Known, most: number): Promise<Candidates> {
  const count = most + store.clips.files().length;
  const files = await vscode.workspace.findFiles(clipGlob, '**/node_modules/**', count);
  files.sort(byPath);
  const candidates: ClipFile[] = [];
  for (let index = 0; index < files.length; index += atOnce) {
    const uris = files.slice(index, index + atOnce);
    const sizes = await Promise.all(uris.map(sizeOf));
    for (const [place, uri] of uris.entries()) {
      const size = sizes[place];
      if (size !== undefined && !store.clips.isOfOther(storedUri(uri), '', size)) candidates.push({ uri, size });
    }
  }
  const named = Map.groupBy(candidates, ({ uri }) => nameOf(uri));
  return { named, sized: Map.groupBy(candidates, ({ size }) => size), taken: new Set() };
}

/** Bytes; undefined where there is no such file. */
export async function sizeOf(uri: vscode.Uri): Promise<number | undefined> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) === 0 ? undefined : size;
  } catch {
    return undefined;
  }
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? '';
}

function byPath(one: vscode.Uri, other: vscode.Uri): number {
  return one.path < other.path ? -1 : 1;
}
