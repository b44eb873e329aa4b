import { setImmediate as others } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { lastPlace, type Job } from '../../engine/jobs/job.ts';
import { storedUri } from '../files.ts';

/** Videos of a workspace that are looked at by name and size; and of how many the record is read for one clip. */
const mostFiles = 5000;
const mostRecords = 20;

/** Steps without a wait after which the others of the extension host have their turn: some ms. */
const inOneGo = 100;

/** Files whose sizes are asked for at once. */
const atOnce = 24;

interface Candidate {
  readonly uri: vscode.Uri;
  readonly size: number;
}

/** The candidates by what makes them likely: as many clips can be looked for as there are files. */
interface Candidates {
  readonly named: ReadonlyMap<string, readonly Candidate[]>;
  readonly sized: ReadonlyMap<number, readonly Candidate[]>;
  readonly taken: Set<Candidate>;
}

type Known = Pick<Engine, 'store' | 'recordOfClip'>;

/**
 * Looks in the workspace for clips that are not where they were, and tells the store where they are. A file is the clip of a job if its
 * record says so; else if name and size are the clip's and it has no record of another. Returns the ids of those found.
 */
export async function findClips(engine: Known, jobs: readonly Job[]): Promise<string[]> {
  if (jobs.length === 0) return [];
  const candidates = await candidatesIn(engine);
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

/** True where this file may be the clip: it is said by its record, and where it has none nothing speaks against it. */
export async function isClipOf(
  job: Job,
  uri: vscode.Uri,
  engine: Pick<Engine, 'recordOfClip'>,
): Promise<boolean | undefined> {
  const requestId = (await engine.recordOfClip(uri.toString()).catch(() => undefined))?.requestId;
  return requestId === undefined ? undefined : requestId === job.requestId;
}

/** Tells the store where the clip is. False where it is that of another job. */
export function take({ store }: Pick<Engine, 'store'>, job: Job, { uri, size }: Candidate): boolean {
  const file = storedUri(uri);
  return !store.clips.isOfOther(file, job.id) && store.apply(job.id, { type: 'found', file, size }) !== undefined;
}

async function clipOf(job: Job, candidates: Candidates, engine: Known): Promise<Candidate | undefined> {
  const place = lastPlace(job);
  if (place === undefined) return undefined;
  const name = nameOf(vscode.Uri.parse(place.file));
  const isFree = (candidate: Candidate): boolean => !candidates.taken.has(candidate);
  const named = (candidates.named.get(name) ?? []).filter(isFree);
  const likeSized = candidates.sized.get(place.size) ?? [];
  const sized = likeSized.filter((candidate) => isFree(candidate) && nameOf(candidate.uri) !== name);
  let likely: Candidate | undefined;
  for (const candidate of [...named, ...sized].slice(0, mostRecords)) {
    const isIt = await isClipOf(job, candidate.uri, engine);
    if (isIt === true) return candidate;
    if (isIt === undefined && named.includes(candidate) && candidate.size === place.size) likely ??= candidate;
  }
  return likely;
}

/** The videos of the workspace that are no job's clip. */
async function candidatesIn({ store }: Known): Promise<Candidates> {
  const files = await vscode.workspace.findFiles('**/*.{mp4,m4v,mov,webm}', '**/node_modules/**', mostFiles);
  const free: vscode.Uri[] = [];
  for (const [index, uri] of files.sort(byPath).entries()) {
    if (index % inOneGo === 0) await others();
    if (!store.clips.isOfOther(storedUri(uri), '')) free.push(uri);
  }
  const candidates: Candidate[] = [];
  for (let index = 0; index < free.length; index += atOnce) {
    const uris = free.slice(index, index + atOnce);
    const sizes = await Promise.all(uris.map(sizeOf));
    for (const [place, uri] of uris.entries()) {
      const size = sizes[place];
      if (size !== undefined) candidates.push({ uri, size });
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
