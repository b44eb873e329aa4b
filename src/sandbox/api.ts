import { creditsFor } from './charge.ts';
import type { Folders } from './folders.ts';
import { Intake, isWaiting } from './intake.ts';
import { newRequestId, readEntry, writeEntry, type LedgerEntry } from './ledger.ts';
import { uploadIn } from './mediaUrl.ts';
import type { Outputs } from './outputs.ts';
import { invalid, Refusal } from './refusal.ts';
import { checkGeneration } from './rules.ts';
import { statusAt, type Status } from './status.ts';
import { hasUpload } from './uploads.ts';
import { planFor, refusalAsked, type Pace } from './words.ts';

/** The Open API itself, from parsed bodies to reply objects; every method throws a `Refusal` for what the service would refuse. */
export class Api {
  readonly #folders: Folders;
  readonly #outputs: Outputs;
  readonly #pace: Pace;
  /** Only in a sandbox that fetches the media. */
  readonly #intake: Intake | undefined;

  constructor(folders: Folders, outputs: Outputs, pace: Pace, fetchesMedia: boolean) {
    this.#folders = folders;
    this.#outputs = outputs;
    this.#pace = pace;
    this.#intake = fetchesMedia ? new Intake(folders, (entry) => outputs.ensure(entry)) : undefined;
  }

  /** Ends all waiting for media and all renders. */
  async close(): Promise<void> {
    await this.#intake?.close();
    await this.#outputs.close();
  }

  /** Charges, and charges again for the same body: no idempotency key is documented. */
  async create(body: unknown): Promise<object> {
    const generation = checkGeneration(body, this.#intake !== undefined);
    if (this.#intake === undefined) await this.#checkUploads(generation.mediaUrls);
    const refusal = refusalAsked(generation.prompt);
    if (refusal !== undefined) throw refusal;
    const createdAt = Date.now();
    const entry: LedgerEntry = {
      requestId: newRequestId(),
      request: body as LedgerEntry['request'],
      generation,
      creditsCharged: creditsFor(generation),
      createdAt,
      plan: planFor(generation.prompt, createdAt, this.#pace),
      cancelledAt: null,
    };
    await writeEntry(this.#folders, entry);
    if (entry.plan.error === null) await this.#isReady(entry);
    const { requestId, creditsCharged } = entry;
    return { success: true, requestId, status: 'queued', creditsCharged };
  }

  async status(requestId: string, origin: string): Promise<object> {
    const entry = await this.#find(requestId);
    const status = await this.#statusOf(entry);
    const { model, prompt, duration, aspectRatio } = entry.generation;
    const url = `${origin}/sandbox/output/${requestId}.mp4`;
    return {
      success: true,
      requestId,
      status,
      model,
      prompt,
      duration,
      aspectRatio,
      output: status === 'succeeded' ? { type: 'video', url } : null,
      error: status === 'failed' ? entry.plan.error : null,
    };
  }

  /** Cancelling twice is the same as once; what has ended otherwise cannot be cancelled (409). */
  async cancel(requestId: string): Promise<object> {
    const entry = await this.#find(requestId);
    const status = await this.#statusOf(entry);
    if (status === 'succeeded' || status === 'failed') {
      throw new Refusal(409, 'not_cancellable', `The generation has already ended: ${status}.`);
    }
    if (status !== 'cancelled') await writeEntry(this.#folders, { ...entry, cancelledAt: Date.now() });
    this.#outputs.stop(requestId);
    return { success: true, requestId, status: 'cancelled' };
  }

  /** The path of a finished clip. */
  async output(requestId: string): Promise<string> {
    const entry = await this.#find(requestId);
    if ((await this.#statusOf(entry)) !== 'succeeded') throw new Refusal(404, 'not_found', 'There is no such file.');
    return this.#outputs.path(requestId);
  }

  async #checkUploads(mediaUrls: readonly string[]): Promise<void> {
    for (const [index, url] of mediaUrls.entries()) {
      const sha256 = uploadIn(url);
      if (sha256 !== undefined && !(await hasUpload(this.#folders, sha256))) {
        throw invalid(`mediaUrls[${index}] was never uploaded to this sandbox.`);
      }
    }
  }

  async #find(requestId: string): Promise<LedgerEntry> {
    const entry = await readEntry(this.#folders, requestId);
    if (entry === undefined) throw new Refusal(404, 'not_found', 'There is no generation with this id.');
    return entry;
  }

  /** Whether the clip is there; where it is not, sees to it that it is made. */
  async #isReady(entry: LedgerEntry): Promise<boolean> {
    if (this.#intake === undefined || !isWaiting(entry)) return this.#outputs.ensure(entry);
    this.#intake.begin(entry);
    return false;
  }

  /** A success that is due is still `processing` until its clip is there. */
  async #statusOf(entry: LedgerEntry): Promise<Status> {
    const status = statusAt(entry, Date.now());
    if (status === 'cancelled' || entry.plan.error !== null) return status;
    const isReady = await this.#isReady(entry);
    return status === 'succeeded' && !isReady ? 'processing' : status;
  }
}
