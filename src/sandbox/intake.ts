import { setTimeout as delay } from 'node:timers/promises';
import { fetchMedia, MediaUnreachable } from './fetchMedia.ts';
import type { Folders } from './folders.ts';
import { readEntry, writeEntry, type LedgerEntry } from './ledger.ts';

/**
 * The fetching of references, at the moment when the processing of their request begins and not before: a URL that has died in the
 * queue fails a request that is charged already, as it does with the real service.
 */
export class Intake {
  readonly #folders: Folders;
  readonly #onFetched: (entry: LedgerEntry) => Promise<unknown>;
  readonly #running = new Map<string, Promise<void>>();
  readonly #end = new AbortController();

  /** `onFetched` is told of each request whose references are there. */
  constructor(folders: Folders, onFetched: (entry: LedgerEntry) => Promise<unknown>) {
    this.#folders = folders;
    this.#onFetched = onFetched;
  }

  /** Waits for the request's turn and fetches, once however often it is asked. Also takes up what a server began that has ended. */
  begin(entry: LedgerEntry): void {
    const { requestId } = entry;
    if (this.#running.has(requestId) || this.#end.signal.aborted) return;
    const done = this.#take(entry)
      // Left as it was, the request is taken up by whoever is asked for it next.
      .catch(() => undefined)
      .finally(() => this.#running.delete(requestId));
    this.#running.set(requestId, done);
  }

  /** Ends all waiting and fetching. */
  async close(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#running.values());
  }

  async #take({ requestId, generation, plan }: LedgerEntry): Promise<void> {
    const { signal } = this.#end;
    await delay(Math.max(0, plan.startsAt - Date.now()), undefined, { signal });
    if ((await this.#waiting(requestId)) === undefined) return;
    const fetched: string[] = [];
    let error: LedgerEntry['plan']['error'] = null;
    for (const [index, url] of generation.mediaUrls.entries()) {
      try {
        fetched.push(await fetchMedia(this.#folders, url, signal));
      } catch (failure) {
        if (!(failure instanceof MediaUnreachable)) throw failure;
        const message = `mediaUrls[${index}] could not be fetched: ${failure.message}.`;
        error = { code: 'media_fetch_failed', message };
        break;
      }
    }
    const entry = await this.#waiting(requestId);
    if (entry === undefined) return;
    const next = error === null ? { ...entry, fetched } : { ...entry, plan: { ...plan, endsAt: Date.now(), error } };
    await writeEntry(this.#folders, next);
    if (error === null) await this.#onFetched(next);
  }

  /** The request as it is now; undefined where it was cancelled, or another server was faster. */
  async #waiting(requestId: string): Promise<LedgerEntry | undefined> {
    const entry = await readEntry(this.#folders, requestId);
    return entry !== undefined && isWaiting(entry) ? entry : undefined;
  }
}

/** True for a request whose references have still to be fetched. */
export function isWaiting({ generation, fetched, plan, cancelledAt }: LedgerEntry): boolean {
  return generation.mediaUrls.length > 0 && fetched === undefined && plan.error === null && cancelledAt === null;
}
