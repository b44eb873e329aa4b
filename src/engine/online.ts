import { documentedCapabilities, type Capabilities } from '../shared/capabilities.ts';
import type { Draft } from '../shared/draft.ts';
import { OpenApi, type Service } from './api/client.ts';
import { ApiError, unusableKeyCode, type ApiFailure } from './api/failure.ts';
import { isKey, KeyGuard } from './api/key.ts';
import { RequestLog, type LastAnswer } from './api/requestLog.ts';
import { defaultLimits, Transport, type Limits } from './api/transport.ts';
import type { Clock } from './clock.ts';
import { download, tidy } from './downloads/download.ts';
import type { FetchDeps } from './downloads/fetchClip.ts';
import type { Job, ServiceKind } from './jobs/job.ts';
import { nextLook } from './jobs/schedule.ts';
import type { Receipts } from './jobs/receipts.ts';
import type { JobStore } from './jobs/store.ts';
import type { Lease } from './jobs/windows.ts';
import { submit, type SubmitDeps, type Submission, type Target } from './jobs/submit.ts';
import type { Access, Ports } from './ports.ts';
import type { Bucket, BucketSecret } from './references/bucket/bucket.ts';
import { fetchPicture, type Picture } from './references/picture.ts';

export interface OnlineDeps {
  readonly ports: Ports;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly owner: string;
  readonly staging: string;
  /** See `DownloadDeps`. */
  readonly secondPlace: string;
  readonly receipts: Receipts;
  /** The jobs that this window is at work on sending. */
  readonly sending: Set<string>;
  readonly limits?: Limits;
}

const noKey: ApiFailure = { kind: 'unauthorized', status: 0, message: 'no key is set' };
const unusableKey: ApiFailure = { kind: 'unauthorized', status: 0, code: unusableKeyCode, message: 'no key' };

/** All of the engine that talks to hosts, with undici under it. Loaded at the first call, never at start-up. */
export class Online {
  readonly #deps: OnlineDeps;
  readonly #requests: RequestLog;
  readonly #keys = new KeyGuard();
  #transport: Transport;

  /** The ways out as they are now. */
  get transport(): Transport {
    return this.#transport;
  }

  constructor(deps: OnlineDeps) {
    this.#deps = deps;
    this.#requests = new RequestLog(deps.ports.log);
    this.#transport = this.#openTransport();
  }

  /** The settings of the way out were changed: the next call reads them. */
  async networkChanged(): Promise<void> {
    const before = this.#transport;
    this.#transport = this.#openTransport();
    await before.close();
  }

  /** The client for the service of a job. Rejects with `ApiError` (`unauthorized`) where there is no key for it that can be used. */
  async api(job: { readonly service: ServiceKind; readonly baseUrl: string }): Promise<OpenApi> {
    return new OpenApi(this.#transport, await this.#service(job));
  }

  /** See `submit`. */
  async submit(
    draft: Draft,
    target: Target,
    references: Pick<SubmitDeps, 'resolve' | 'hash' | 'onResolved' | 'onWait'>,
    capabilities: Capabilities,
    signal: AbortSignal,
  ): Promise<Submission> {
    const { store, clock, owner, ports, receipts, sending } = this.#deps;
    const service = await this.#service(target).catch((error: unknown) => {
      if (error instanceof ApiError) return error;
      throw error;
    });
    if (service instanceof ApiError)
      return { outcome: 'withdrawn', why: { kind: 'failure', failure: service.failure } };
    const where = { ...target, baseUrl: service.baseUrl };
    const api = new OpenApi(this.#transport, service);
    const own = { store, clock, owner, log: ports.log, receipts, sending };
    // Who has just pressed Generate looks.
    const firstLook: SubmitDeps['firstLook'] = (job, now) =>
      nextLook(job, () => store.expectations.outlook(job, now), { focused: true, random: Math.random() });
    const deps = { ...own, api, capabilities, firstLook, ...references };
    return submit(draft, where, deps, signal);
  }

  /** See `download`. */
  async download(job: Job, lease: Lease, asking: Pick<FetchDeps, 'ask' | 'tries'>, signal: AbortSignal): Promise<void> {
    const { store, ports, staging, secondPlace, clock } = this.#deps;
    const { baseUrl } = await this.#access(job);
    const place = ports.recordPlace?.();
    const records = place && { records: { place, log: ports.log } };
    const places = { files: ports.files, staging, secondPlace, ...records };
    const deps = { store, lease, ...places, transport: this.#transport, now: clock.now() };
    const { origin } = new URL(baseUrl);
    await download(job, { ...deps, ...asking, origin }, signal);
  }

  /** See `tidy`. */
  async tidy(job: Job, lease: Lease): Promise<void> {
    await tidy(job, { ...this.#deps, lease });
  }

  /** What the service offers, or what is documented where it does not say so readably. */
  async capabilities(
    where: { readonly service: ServiceKind; readonly baseUrl: string },
    signal: AbortSignal,
  ): Promise<Capabilities> {
    const api = await this.api(where);
    return api.models(documentedCapabilities, { signal });
  }

  /** See `tryBucket`; `origin` is that of the service which is to fetch from it. */
  async tryBucket(bucket: Bucket, secret: BucketSecret, origin: string, signal: AbortSignal): Promise<void> {
    const { tryBucket } = await import('./references/bucket/tryBucket.ts');
    await tryBucket(bucket, secret, { transport: this.#transport, origin, signal });
  }

  /** Deletes an object of ours. Rejects with `BucketError`. */
  async removeObject(bucket: Bucket, secret: BucketSecret, key: string, signal: AbortSignal): Promise<void> {
    const { BucketClient } = await import('./references/bucket/bucketClient.ts');
    await new BucketClient(bucket, secret, this.#transport).remove(key, signal);
  }

  /** See `fetchPicture`. */
  picture(url: string, origin: string): Promise<Picture> {
    return fetchPicture(url, origin, this.#transport);
  }

  /** How the service of a job answered when this window last asked it. */
  async lastAnswer(where: {
    readonly service: ServiceKind;
    readonly baseUrl: string;
  }): Promise<LastAnswer | undefined> {
    return this.#requests.lastAnswer(new URL((await this.#access(where)).baseUrl).origin);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #openTransport(): Transport {
    const { ports, limits = defaultLimits } = this.#deps;
    return new Transport(ports.network(), limits, ports.fetch, this.#requests, this.#keys);
  }

  /** Rejects with `ApiError` (`unauthorized`) where there is no key, or none that a header takes. */
  async #service(job: { readonly service: ServiceKind; readonly baseUrl: string }): Promise<Service> {
    const { baseUrl, key } = await this.#access(job);
    if (key === undefined) throw new ApiError(noKey);
    if (!isKey(key)) throw new ApiError(unusableKey);
    this.#keys.add(key);
    return { baseUrl, key };
  }

  #access({ service, baseUrl }: { readonly service: ServiceKind; readonly baseUrl: string }): Promise<Access> {
    return this.#deps.ports.access(service, baseUrl);
  }
}
