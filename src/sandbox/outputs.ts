import { access, copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpegArguments, type ClipBrief } from './clip.ts';
import type { Folders } from './folders.ts';
import type { LedgerEntry } from './ledger.ts';
import { takeLock } from './lock.ts';
import { mediaTypeOf, uploadIn } from './mediaUrl.ts';
import { pictureAt, type Picture } from './picture.ts';
import { run } from './run.ts';

/** ms. The longest clip takes some seconds; whatever takes a minute hangs. */
const renderLimit = 60_000;
/** ms. Two renders' time: a lock older than this has no living owner. */
const lockLifetime = 2 * renderLimit;

/** The finished clips of a sandbox's folder, and the work of making them. */
export class Outputs {
  readonly #folders: Folders;
  readonly #shipped: string;
  readonly #ffmpeg: string | false;
  readonly #running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  readonly #failures = new Map<string, unknown>();
  #last = Promise.resolve();
  #isClosed = false;

  /** `shipped`: the folder of the fallback clips. `ffmpeg`: the program, or false for none. */
  constructor(folders: Folders, shipped: string, ffmpeg: string | false) {
    this.#folders = folders;
    this.#shipped = shipped;
    this.#ffmpeg = ffmpeg;
  }

  path(requestId: string): string {
    return join(this.#folders.outputs, `${requestId}.mp4`);
  }

  async has(requestId: string): Promise<boolean> {
    return access(this.path(requestId)).then(
      () => true,
      () => false,
    );
  }

  /**
   * Whether the clip is there; where it is not, and nobody makes it, begins to make it. So a clip whose maker died is made by the next
   * server that is asked.
   *
   * @throws what kept the last attempt of this server from making it (a full disk, say), once.
   */
  async ensure(entry: LedgerEntry): Promise<boolean> {
    const { requestId } = entry;
    if (await this.has(requestId)) return true;
    const failure = this.#failures.get(requestId);
    if (this.#failures.delete(requestId)) throw failure;
    if (!this.#running.has(requestId) && !this.#isClosed) this.#begin(entry);
    return false;
  }

  /** Gives up a clip that nobody waits for any more. */
  stop(requestId: string): void {
    this.#running.get(requestId)?.stop.abort();
  }

  /** Ends all work; afterwards no child process is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort();
    await Promise.all(running.map(({ done }) => done));
  }

  /** One clip at a time: a burst of requests must not take the machine from its user. */
  #begin(entry: LedgerEntry): void {
    const stop = new AbortController();
    const done = this.#last
      .then(() => this.#make(entry, stop.signal))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) this.#failures.set(entry.requestId, error);
      })
      .finally(() => this.#running.delete(entry.requestId));
    this.#last = done;
    this.#running.set(entry.requestId, { stop, done });
  }

  async #make(entry: LedgerEntry, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const target = this.path(entry.requestId);
    const lock = target.replace(/mp4$/, 'lock');
    if (!(await takeLock(lock, lockLifetime))) return;
    const temporary = this.#folders.temporaryFile();
    try {
      if (await this.has(entry.requestId)) return;
      await this.#render(entry, temporary, signal);
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
      await rm(lock, { force: true });
    }
  }

  async #render(entry: LedgerEntry, target: string, signal: AbortSignal): Promise<void> {
    const { generation } = entry;
    if (this.#ffmpeg !== false) {
      try {
        const args = ffmpegArguments({ ...generation, pictures: await this.#pictures(entry) }, target);
        await run(this.#ffmpeg, args, { signal, timeout: renderLimit, cwd: this.#folders.outputs });
        return;
      } catch {
        // No ffmpeg, or an image that it cannot read: a shipped clip does, unless nobody wants one any more.
        signal.throwIfAborted();
      }
    }
    await copyFile(join(this.#shipped, `${generation.aspectRatio.replace(':', 'x')}.mp4`), target);
  }

  /** The pictures to show, as the API reads them: two are first and last frame, otherwise the first one leads. */
  async #pictures({ generation, fetched }: LedgerEntry): Promise<ClipBrief['pictures']> {
    const isImage = (url: string): boolean => mediaTypeOf(new URL(url).pathname)?.kind === 'image';
    const images = fetched ?? generation.mediaUrls.filter(isImage).map(uploadIn);
    const found: Picture[] = [];
    for (const sha256 of images.filter((each) => each !== undefined)) {
      const picture = await pictureAt(join(this.#folders.media, sha256));
      if (picture !== undefined) found.push(picture);
    }
    const [first, last] = found;
    if (first === undefined) return [];
    return last === undefined || images.length !== 2 ? [first] : [first, last];
  }
}
