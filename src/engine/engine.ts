import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Capabilities } from '../shared/capabilities.ts';
import type { Draft, Reference } from '../shared/draft.ts';
import { ApiError } from './api/failure.ts';
import { Homecoming } from './downloads/homecoming.ts';
import type { ClipRecord } from './clips/clipRecord.ts';
import type { LastAnswer } from './api/requestLog.ts';
import type { Limits } from './api/transport.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Disposable, Event } from './event.ts';
import type { Rejoined } from './drafts/series.ts';
import { logJobs } from './log/jobLog.ts';
import { Endings } from './jobs/endings.ts';
import { isActive, type Job, type ServiceKind, type Verdict } from './jobs/job.ts';
import { Poller } from './jobs/poller.ts';
import { Recovery } from './jobs/recovery.ts';
import type { SeriesEnd } from './jobs/series.ts';
import { JobStore, type Repair } from './jobs/store.ts';
import type { Submission, Target } from './jobs/submit.ts';
import type { Online } from './online.ts';
import type { Ports } from './ports.ts';
import type { Bucket, BucketSecret } from './references/bucket/bucket.ts';
import type { Look } from './references/look.ts';
import type { Picture } from './references/picture.ts';
import { References, type Where } from './references/references.ts';
import { Uploads, type Upload } from './references/uploads.ts';
import { Submissions, type SeriesOptions, type SubmitOptions } from './submissions.ts';

export interface EngineOptions {
  /** Folder of this extension on this machine's disk; all windows of the user share it. */
  readonly folder: string;
  readonly ports: Ports;
  readonly clock?: Clock;
  /** How long a host may take. Left out: `defaultLimits`. */
  readonly limits?: Limits;
}

/**
 * What the product does, without a screen: drafts become jobs, jobs become files. Views read the `store` and listen; what they want
 * done they ask of the methods here.
 */
export class Engine {
  readonly store: JobStore;
  readonly #ports: Ports;
  readonly #clock: Clock;
  readonly #folder: string;
  readonly #limits: Limits | undefined;
  /** This window, for as long as it is open. */
  readonly #owner = randomUUID();
  readonly #poller: Poller;
  readonly #uploads: Uploads;
  readonly #references: References;
  readonly #endings: Endings;
  readonly #recovery: Recovery;
  readonly #homecoming: Homecoming;
  readonly #logging: Disposable;
  readonly #submissions: Submissions;
  /** The jobs that this window is at work on sending. */
  readonly #sending = new Set<string>();
  /** What this window has asked while it may not write that down. */
  readonly #asked = new Set<string>();
  #online: Promise<Online> | undefined;

  /** Fires once for a job that came to its end, in the one window that is to tell the user. */
  readonly onDidEnd: Event<Job>;

  /** Fires once after the database of jobs was damaged and begun anew, in the one window that is to tell the user. */
  readonly onDidRepair: Event<Repair>;

  /** Opens the store and takes up what is unfinished. Throws `StoreError`. */
  constructor({ folder, ports, clock = systemClock, limits }: EngineOptions) {
    this.#folder = folder;
    this.#limits = limits;
    this.#ports = ports;
    this.#clock = clock;
    this.store = new JobStore(join(folder, 'jobs.db'));
    this.#uploads = new Uploads(join(folder, 'jobs.db'));
    this.#references = new References({
      ports,
      clock,
      uploads: this.#uploads,
      transport: async () => (await this.#goOnline()).transport,
    });
    this.#poller = new Poller({
      store: this.store,
      clock,
      log: ports.log,
      owner: this.#owner,
      api: async (job) => (await this.#goOnline()).api(job),
      download: async (job, ...rest) => (await this.#goOnline()).download(job, ...rest),
      tidy: async (...args) => (await this.#goOnline()).tidy(...args),
      sizeOf: (file) => ports.files.size(file),
      isSending: (id) => this.#sending.has(id),
      recover: () => this.#recovery.readReceipts(),
    });
    this.#submissions = new Submissions({
      ...{ store: this.store, clock, log: ports.log, references: this.#references, uploads: this.#uploads },
      beat: () => this.#poller.beat(),
      online: () => this.#goOnline(),
    });
    this.#endings = new Endings({
      ...{ store: this.store, clock, log: ports.log, owner: this.#owner },
      leads: () => this.#poller.leads,
    });
    this.onDidEnd = this.#endings.onDidEnd;
    this.#logging = logJobs(this.store, ports.log, clock);
    this.#recovery = new Recovery({
      ...{ store: this.store, folder, clock, log: ports.log },
      onTakenUp: () => this.#poller.wake(),
    });
    this.onDidRepair = this.#recovery.onDidRepair;
    this.#homecoming = new Homecoming(this.store, clock);
    this.#homecoming.tryAll();
  }

  /** See `Submissions.submit`. */
  submit(draft: Draft, target: Target, capabilities: Capabilities, options?: SubmitOptions): Promise<Submission> {
    return this.#submissions.submit(draft, target, capabilities, options);
  }

  /** See `Submissions.submitSeries`. */
  submitSeries(
    drafts: readonly Draft[],
    targetOf: (draft: Draft) => Target,
    capabilities: Capabilities,
    options: SeriesOptions,
  ): Promise<SeriesEnd> {
    return this.#submissions.submitSeries(drafts, targetOf, capabilities, options);
  }

  /** See `Submissions.rejoin`. */
  rejoin(id: string, left: readonly [Draft, ...Draft[]], order?: readonly Reference[]): Rejoined {
    return this.#submissions.rejoin(id, left, order);
  }

  /**
   * Asks the service to cancel. Returns the job as it then is: it may have ended meanwhile. Rejects with `ApiError` where the
   * service could not be asked or refused.
   */
  async cancel(id: string): Promise<Job | undefined> {
    const job = this.store.get(id);
    if (job?.requestId === undefined || !isActive(job)) return job;
    const api = await (await this.#goOnline()).api(job);
    const signal = AbortSignal.timeout(30_000);
    const status = await api.cancel(job.requestId, { signal }).catch((cause: unknown) => {
      if (!signal.aborted) throw cause;
      throw new ApiError(
        { kind: 'network', phase: 'later', code: 'ETIMEDOUT', message: 'no answer in time' },
        { cause },
      );
    });
    const at = this.#clock.now();
    this.store.apply(id, status === 'cancelled' ? { type: 'cancelled', at } : { type: 'lookWanted', pollAt: at });
    return this.store.get(id);
  }

  /** Looks at every waiting job at once, and tries again to bring clips to the folders that did not take them. */
  refresh(): void {
    this.store.refresh();
    this.#homecoming.tryAll({ wanted: true });
    this.#poller.lookNow();
  }

  /** See `Recovery.adopt`. */
  adopt(remembered: readonly unknown[]): void {
    this.#recovery.adopt(remembered);
  }

  /** See `Recovery.toRemember`. */
  toRemember(): readonly Job[] {
    return this.#recovery.toRemember();
  }

  /** Tries again to get a finished clip, or to move one that is in the second place; to another `folder` (URI) where one is named. */
  retryDownload(id: string, folder?: string): void {
    this.store.apply(id, { type: 'downloadWanted', ...(folder !== undefined && { folder }) });
    this.#poller.lookNow();
  }

  /** Takes an unknown job from view of which its user saw that it was not charged; one of which more is known by now stays. */
  forget(id: string): void {
    this.store.forget(id, this.#clock.now());
  }

  /** Takes the job from view. If it is active, the service goes on with it and its clip is still kept. */
  remove(id: string): void {
    this.store.remove(id, this.#clock.now());
  }

  /** Writes down what somebody thinks of a take, which has to be finished; left out: takes that back. One shot has one keeper. */
  judge(id: string, verdict?: Verdict): void {
    if (verdict === 'keeper') this.store.choose(id);
    else this.store.apply(id, { type: 'judged', ...(verdict !== undefined && { verdict }) });
  }

  /** Its user put the clip at `file` (URI) away. It can be downloaded again as long as the service has it. */
  discard(id: string, file: string): void {
    this.store.apply(id, { type: 'discarded', file });
  }

  saveDraft(draft: Draft): void {
    this.store.drafts.save(draft, this.#clock.now());
  }

  /** What is known of a reference before Generate, and how it would travel. Uploads nothing. Rejects with the signal's reason. */
  look(reference: Reference, where: Where, signal: AbortSignal): Promise<Look> {
    return this.#references.look(reference, where, signal);
  }

  /** Takes back the URL that was once typed for the content of this file. */
  forgetTypedUrl(reference: Reference, where: Where): Promise<void> {
    return this.#references.forgetTypedUrl(reference, where);
  }

  /** What the clip at this URI says of how it was made, undefined where it says nothing. */
  async recordOfClip(uri: string): Promise<ClipRecord | undefined> {
    const { recordOfClip } = await import('./clips/clipRecords.ts');
    return recordOfClip(uri, this.#ports.files);
  }

  /** SHA-256 of a file, hex; undefined where it cannot be read. Rejects with the signal's reason. */
  hashOf(uri: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#references.hashOf({ source: { type: 'file', uri } }, signal);
  }

  /** The destinations that somebody has agreed to for good. */
  consents(): ReadonlySet<string> {
    return this.#uploads.consents();
  }

  /** Remembers for good that files may go to this destination. */
  rememberConsent(destination: string): void {
    this.#uploads.consent(destination, this.#clock.now());
  }

  /** From now on every destination is asked about again. Returns how many there were. */
  forgetConsents(): number {
    return this.#uploads.forgetConsents();
  }

  /** What we put into buckets and did not remove, the newest first. */
  uploads(): readonly Upload[] {
    return this.#uploads.list();
  }

  /** Deletes what we put into the bucket that is set up now. Rejects with `BucketError`, or where it is in another bucket. */
  async removeUpload(upload: Upload, signal: AbortSignal): Promise<void> {
    const { bucket, secret } = (await this.#ports.hosting()).bucket ?? {};
    if (bucket?.endpoint !== upload.endpoint || bucket.name !== upload.bucket || secret === undefined)
      throw new Error(l10n.t('The bucket {0} is not the one that is set up now.', upload.bucket));
    await (await this.#goOnline()).removeObject(bucket, secret, upload.key, signal);
    this.#uploads.forget(upload);
  }

  /** Tries whether files can travel by a bucket to the service at `origin`. Rejects with `BucketError`, which says what is wrong. */
  async tryBucket(bucket: Bucket, secret: BucketSecret, origin: string, signal: AbortSignal): Promise<void> {
    await (await this.#goOnline()).tryBucket(bucket, secret, origin, signal);
  }

  /** What the service offers; undefined where it cannot be asked. */
  async capabilities(service: ServiceKind, baseUrl: string): Promise<Capabilities | undefined> {
    try {
      return await (await this.#goOnline()).capabilities({ service, baseUrl }, AbortSignal.timeout(15_000));
    } catch (error) {
      this.#ports.log.warn('the service’s models cannot be read', error);
      return undefined;
    }
  }

  /** How a service answered when this window last asked it; undefined where it has not yet. Asks nobody. */
  async lastAnswer(service: ServiceKind, baseUrl: string): Promise<LastAnswer | undefined> {
    return this.#online === undefined ? undefined : (await this.#online).lastAnswer({ service, baseUrl });
  }

  /** See `fetchPicture`. */
  async picture(url: string, origin: string): Promise<Picture> {
    return (await this.#goOnline()).picture(url, origin);
  }

  /** Tells whether the user looks at this window. */
  setFocused(focused: boolean): void {
    this.#poller.setFocused(focused);
    if (focused) this.#homecoming.tryAll();
  }

  /** True once over all windows, for the one that is to ask somebody this; see `Windows.claimQuestion`. */
  claimQuestion(question: string): boolean {
    if (this.store.readOnly) return !this.#asked.has(question) && this.#asked.add(question).size > 0;
    this.#poller.beat();
    const now = this.#clock.now();
    return this.store.windows.claimQuestion(question, this.#owner, this.store.windows.living(now).ids);
  }

  /** What was asked for is mended: should it be needed once more, it is asked anew. */
  answerQuestion(question: string): void {
    if (!this.store.readOnly) this.store.windows.answerQuestion(question);
  }

  /** A key or the way out has changed: what could not be reached is tried again. */
  async connectionChanged(): Promise<void> {
    this.#poller.forgetFailures();
    if (this.#online !== undefined) await (await this.#online).networkChanged();
    this.#poller.connectionChanged();
  }

  /** Waits a little for answers to what was sent, then ends everything. Unfinished jobs go on in another window or the next start. */
  async dispose(): Promise<void> {
    await this.#submissions.close();
    for (const part of [this.#recovery, this.#endings, this.#logging, this.#poller]) part.dispose();
    if (this.#online !== undefined) await (await this.#online).close();
    this.#uploads.close();
    this.store.close();
  }

  #goOnline(): Promise<Online> {
    this.#online ??= this.#openOnline().catch((error: unknown) => {
      this.#online = undefined;
      throw error;
    });
    return this.#online;
  }

  #openOnline(): Promise<Online> {
    return import('./online.ts').then(
      ({ Online }) =>
        new Online({
          ports: this.#ports,
          store: this.store,
          clock: this.#clock,
          owner: this.#owner,
          staging: join(this.#folder, 'staging'),
          secondPlace: join(this.#folder, 'clips'),
          receipts: this.#recovery.receipts,
          sending: this.#sending,
          ...(this.#limits !== undefined && { limits: this.#limits }),
        }),
    );
  }
}
