import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { besideEnding } from '../../../src/engine/clips/recordPlace.ts';
import { isUnfinished, type Job } from '../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../src/engine/jobs/store.ts';
import type { Draft } from '../../../src/shared/draft.ts';
import { isClip } from '../engine/fixtures.ts';
import type { Entry, LedgerService } from './ledgerService.ts';
import { farFolderIn, farPrefix } from './targetOf.ts';

/** What a store on disk holds. */
export interface Held {
  readonly jobs: readonly Job[];
  readonly drafts: readonly Draft[];
}

/** What faults have done, counted for the table, and every promise that was broken, in words. */
export interface Verdict {
  readonly lost: number;
  readonly chargedTwice: number;
  readonly broken: readonly string[];
  /** Jobs that ended where nobody can tell whether they were charged. */
  readonly unknown: number;
}

/** Reads a store that no window has open. Throws where SQLite does not find it in order. */
export function readStore(folder: string): Held {
  const path = join(folder, 'jobs.db');
  const store = new JobStore(path);
  try {
    checkIntegrity(path);
    return { jobs: store.list(), drafts: store.drafts.list() };
  } finally {
    store.close();
  }
}

/** Reads a store as a crash has left it, from a copy: whoever opens it changes its log. */
export function readCrashed(folder: string, copy: string): Held {
  cpSync(folder, copy, { recursive: true, filter: (path) => path === folder || /jobs\.db/.test(path) });
  try {
    return readStore(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** Throws where the database at `path` is damaged. */
export function checkIntegrity(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const said = database.prepare('PRAGMA integrity_check').all();
    const [first] = said;
    if (said.length !== 1 || first?.['integrity_check'] !== 'ok') throw new Error(JSON.stringify(said));
  } finally {
    database.close();
  }
}

/**
 * Holds what the windows have on disk in the end against the service's ledger. Each draft has its id as its prompt, so that all that
 * was ever made of it is found. `before`: what was on disk at crashes, for what may not be forgotten after one.
 */
export function agree(
  folder: string,
  clips: string,
  drafts: readonly string[],
  service: LedgerService,
  before: readonly Held[] = [],
): Verdict {
  const held = readStore(folder);
  const broken: string[] = [];
  let lost = 0;
  let chargedTwice = 0;
  let unknown = 0;
  const files: string[] = [];
  for (const id of drafts) {
    const entries = service.entries.filter(({ prompt }) => prompt === id);
    const jobs = held.jobs.filter(({ draft }) => draft.id === id);
    const isDraft = held.drafts.some((draft) => draft.id === id);
    const say = (what: string): void => void broken.push(`${id}: ${what}`);
    if (jobs.length === 0 && !isDraft) lost++;
    if (entries.length > 1) chargedTwice++;
    if (jobs.length > 1) say(`${jobs.length} jobs`);
    if (jobs.length > 0 && isDraft) say('a job, and a draft too');
    if (jobs.length === 0 && entries.length > 0) say('charged, and a draft that can be sent again');
    for (const job of jobs) {
      if (job.state === 'unknown') unknown++;
      for (const what of wrongOf(job, entries, service)) say(what);
      if (job.download.state !== 'done') continue;
      const file = pathOf(job.download.file);
      files.push(file, file + besideEnding);
    }
  }
  for (const crash of before) broken.push(...forgotten(crash, held));
  if (before.length > 0) broken.push(...unknownWithoutCause(before, held));
  const places = [clips, farFolderIn(clips), join(folder, 'clips')].filter((place) => existsSync(place));
  const there = places.flatMap((place) =>
    readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(place, name)),
  );
  for (const path of there) if (!files.includes(path)) broken.push(`${path} belongs to no job`);
  return { lost, chargedTwice, broken, unknown };
}

/** What the job's end is, and not what the ledger says. */
function wrongOf(job: Job, entries: readonly Entry[], service: LedgerService): string[] {
  const [entry] = entries;
  if (isUnfinished(job)) return [`still ${job.state}, its download ${job.download.state}`];
  if (job.state === 'unknown') return job.sentAt === undefined ? ['unknown, and nothing was sent'] : [];
  if (job.state === 'rejected') return entry === undefined ? [] : ['rejected, and charged'];
  if (entry === undefined) return [`${job.state}, and never charged`];
  const wrong: string[] = [];
  if (job.requestId !== entry.requestId || job.id !== entry.jobId) wrong.push('another request’s job');
  if (job.creditsCharged !== entry.credits) wrong.push(`charged ${entry.credits}, not ${String(job.creditsCharged)}`);
  const state = entry.cancelled ? 'cancelled' : 'succeeded';
  if (job.state !== state) wrong.push(`${job.state}, not ${state}`);
  if (job.state !== 'succeeded') return wrong;
  if (job.download.state !== 'done') return [...wrong, `its clip is not home: ${JSON.stringify(job.download)}`];
  if (!isClip(readFileSync(pathOf(job.download.file)), service.clipOf(entry))) wrong.push('another clip');
  return wrong;
}

function pathOf(uri: string): string {
  return fileURLToPath(uri.startsWith(farPrefix) ? `file:${uri.slice(farPrefix.length)}` : uri);
}

/** Jobs that are unknown though no crash came while they were sent and unanswered: for those the answer was there. */
function unknownWithoutCause(before: readonly Held[], held: Held): string[] {
  const isOpen = ({ state, sentAt, requestId }: Job): boolean =>
    state === 'submitting' && sentAt !== undefined && requestId === undefined;
  const wasOpen = (id: string): boolean => before.some(({ jobs }) => jobs.some((job) => job.id === id && isOpen(job)));
  return held.jobs
    .filter(({ id, state }) => state === 'unknown' && !wasOpen(id))
    .map(({ draft }) => `${draft.id}: unknown, and it was not under way at any crash`);
}

/** What was on disk at a crash and does not follow from what is there in the end. */
function forgotten(crash: Held, held: Held): string[] {
  const broken: string[] = [];
  for (const before of crash.jobs) {
    const after = held.jobs.find(({ id }) => id === before.id);
    const say = (what: string): void => void broken.push(`${before.draft.id}: ${what}`);
    if (before.requestId !== undefined && after?.requestId !== before.requestId) say('its id was forgotten');
    if (before.sentAt !== undefined && after === undefined) say('it was sent, and became a draft again');
    if (before.sentAt === undefined && after !== undefined) say(`not sent at the crash, and then ${after.state}`);
    if (before.state === 'succeeded' && after?.state !== 'succeeded') say('it had succeeded');
    const sentInVain = before.sentAt !== undefined && before.requestId === undefined && before.state === 'submitting';
    // Its answer may be in a receipt, from which the store learns of it.
    const isKnown = after?.state === 'unknown' || after?.requestId !== undefined;
    if (sentInVain && !isKnown) say(`sent without an answer, and then ${String(after?.state)}`);
  }
  return broken;
}
