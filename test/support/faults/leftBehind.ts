import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jobIdField } from '../../../src/engine/jobs/draftRequest.ts';
import type { Job } from '../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../src/engine/jobs/store.ts';
import { unsentJobOf } from '../engine/fixtures.ts';
import { page } from '../engine/server.ts';
import type { Entry, LedgerService } from './ledgerService.ts';
import { farFolderIn, farTargetOf, targetOf, traceable } from './targetOf.ts';

/** Above all that a system gives to processes. */
const noProcess = 2 ** 30;

/** A job that ended then, ms since 1970, and whose clip is too short: that is all that there ever was of it. */
const longAgo = Date.now() - 2 * 3_600_000;

/** A store, a folder of clips and a service, as a window that died has left them. */
interface Places {
  readonly store: string;
  readonly clips: string;
  readonly service: LedgerService;
}

/** Leaves jobs at their steps. */
class Leaving {
  readonly clips: string;
  readonly service: LedgerService;
  readonly #folder: string;
  readonly #store: JobStore;

  constructor({ store, clips, service }: Places) {
    this.#folder = store;
    this.clips = clips;
    this.service = service;
    mkdirSync(farFolderIn(clips), { recursive: true });
    this.#store = new JobStore(join(store, 'jobs.db'));
  }

  close(): void {
    this.#store.close();
  }

  insert(id: string, fields: Partial<Job>): void {
    this.#store.insert(this.#jobOf(id, fields));
  }

  /** What the service has accepted. */
  async charged(id: string): Promise<Entry> {
    await fetch(`${this.service.origin}/api/open/v1/video/generations`, {
      method: 'POST',
      body: JSON.stringify({ prompt: id, metadata: { [jobIdField]: id } }),
    });
    const entry = this.service.entries.at(-1);
    assert.ok(entry !== undefined);
    return entry;
  }

  async accepted(id: string, fields: (clip: Buffer, url: string) => Partial<Job>): Promise<void> {
    const entry = await this.charged(id);
    const { requestId, credits } = entry;
    const url = `${this.service.origin}/clips/${requestId}.mp4`;
    const job = { sentAt: 2, requestId, creditsCharged: credits, ...fields(this.service.clipOf(entry), url) };
    this.insert(id, job);
    if (job.state === 'succeeded') entry.looks = this.service.looksToSucceed(entry);
  }

  /** The clip is made, and is to be fetched or to go on from where it was kept. */
  async succeeded(id: string, fields: (clip: Buffer) => Partial<Job> = () => ({})): Promise<void> {
    await this.accepted(id, (clip, outputUrl) => ({
      ...{ state: 'succeeded', outputUrl, download: { state: 'pending' } },
      ...fields(clip),
    }));
  }

  part(id: string, bytes: Buffer): void {
    writeFileSync(join(this.clips, `.${id}.0.part`), bytes);
  }

  /** Its place in the end. */
  final(id: string): { readonly path: string; readonly file: string } {
    const path = join(this.clips, `${id}.mp4`);
    return { path, file: pathToFileURL(path).href };
  }

  /** It is in the second place. */
  kept(id: string, clip: Buffer): { readonly file: string } {
    const folder = join(this.#folder, 'clips');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${id}.mp4`);
    writeFileSync(path, clip);
    return { file: pathToFileURL(path).href };
  }

  /** A folder that cannot be one. */
  blocked(): string {
    const path = join(this.#folder, 'in the way');
    if (!existsSync(path)) writeFileSync(path, '');
    return pathToFileURL(path).href;
  }

  /** The receipt of what was paid for, half written. */
  async receiptBegun(id: string): Promise<void> {
    const { requestId, credits } = await this.charged(id);
    const job = this.#jobOf(id, { state: 'queued', sentAt: 2, requestId, creditsCharged: credits });
    writeFileSync(join(this.#folder, `${id}.receipt.json.${noProcess}`), JSON.stringify(job));
  }

  #jobOf(id: string, fields: Partial<Job>): Job {
    return unsentJobOf({
      ...targetOf('live', this.service.origin, this.clips),
      ...{ id, draft: traceable(id) },
      ...fields,
    });
  }
}

/** How a window that died has left a job, by the draft's name. */
const leave = {
  unsent(id, it) {
    it.insert(id, {});
  },
  sent(id, it) {
    it.insert(id, { sentAt: 2 });
  },
  queued: (id, it) => it.accepted(id, () => ({ state: 'queued' })),
  begun: (id, it) => it.receiptBegun(id),
  halfway: (id, it) =>
    it.succeeded(id, (clip) => {
      it.part(id, clip.subarray(0, 9000));
      writeFileSync(join(it.clips, `.${id}.0.copy`), clip.subarray(0, 100));
      return {};
    }),
  placing: (id, it) =>
    it.succeeded(id, (clip) => {
      it.part(id, clip);
      return { download: { state: 'placing', file: it.final(id).file, size: clip.length } };
    }),
  placed: (id, it) =>
    it.succeeded(id, (clip) => {
      const { path, file } = it.final(id);
      it.part(id, clip);
      writeFileSync(path, clip);
      return { download: { state: 'placing', file, size: clip.length } };
    }),
  /** Its address is over, and all of it is here. */
  over: (id, it) =>
    it.succeeded(id, (clip) => {
      it.part(id, clip);
      return { outputUrl: `${it.service.origin}/clips/over.mp4` };
    }),
  /** All that there ever was of it, though it looks as if it ended too early; and no more of it after the first time. */
  late: (id, it) => it.succeeded(id, () => ({ endedAt: longAgo })),
  /** Fetched once more, and not to be had any more: it stays where it was. */
  former: (id, it) =>
    it.succeeded(id, (clip) => {
      const { path, file } = it.final(id);
      it.part(id, clip.subarray(0, 9000));
      writeFileSync(path, clip);
      return { former: { file, size: clip.length } };
    }),
  homeless: (id, it) => it.succeeded(id, () => ({ folder: it.blocked() })),
  moving: (id, it) => it.succeeded(id, (clip) => ({ kept: it.kept(id, clip) })),
  'moving far': (id, it) =>
    it.succeeded(id, (clip) => ({
      kept: it.kept(id, clip),
      folder: farTargetOf('live', it.service.origin, it.clips).folder,
    })),
  stuck: (id, it) => it.succeeded(id, (clip) => ({ kept: it.kept(id, clip), folder: it.blocked() })),
  moved: (id, it) =>
    it.succeeded(id, (clip) => {
      const { path, file } = it.final(id);
      writeFileSync(path, clip);
      return { download: { state: 'placing', file, size: clip.length }, kept: it.kept(id, clip) };
    }),
  returning: (id, it) =>
    it.succeeded(id, (clip) => {
      const { file } = it.kept(id, clip);
      return { download: { state: 'done', file, size: clip.length, aside: 'gone' } };
    }),
} satisfies Record<string, (id: string, it: Leaving) => void | Promise<void>>;

export type Left = keyof typeof leave;

/** Leaves jobs of these drafts in the places, and the service as each of them needs it. */
export async function leaveBehind(drafts: readonly Left[], places: Places): Promise<void> {
  const { service, clips } = places;
  const leaving = new Leaving(places);
  const { clipOf } = service;
  service.clipOf = (entry) => (entry.prompt === 'late' ? clipOf(entry).subarray(0, 20_000) : clipOf(entry));
  // Whoever dies before it is known that it came whole may ask once more.
  const isHere = (): boolean => readdirSync(clips).some((name) => /late.*doubted/.test(name));
  const wasHere = new Set<boolean>();
  service.instead = (step, prompt) => {
    if (step !== 'clip') return undefined;
    if (prompt === 'former') return page(403, 'over');
    if (prompt !== 'late') return undefined;
    return wasHere.add(isHere()).has(true) ? page(403, 'over') : undefined;
  };
  for (const draft of drafts) await leave[draft](draft, leaving);
  leaving.close();
}
