import { fetchRange } from '../fetchBytes.ts';
import type { Read, ReadBytes } from '../readMessages.ts';

/** A clip that is no larger is read at once: each request costs more than a few megabytes do. */
const small = 32 * 1024 * 1024;

/** The bytes of a clip, read as they are needed. */
export class ClipBytes {
  /** Of the whole clip, bytes. */
  readonly size: number;
  readonly #url: string;
  readonly #whole: ArrayBuffer | undefined;
  readonly #signal: AbortSignal;

  private constructor(url: string, size: number, whole: ArrayBuffer | undefined, signal: AbortSignal) {
    this.#url = url;
    this.size = size;
    this.#whole = whole;
    this.#signal = signal;
  }

  /** Rejects where there is nothing to read, or when aborted. */
  static async open(url: string, signal: AbortSignal): Promise<ClipBytes> {
    const enough = new AbortController();
    const response = await fetchRange(url, 'bytes=0-', AbortSignal.any([signal, enough.signal]));
    const size = Number(response.headers.get('content-length'));
    if (size > small) enough.abort();
    const whole = size > small ? undefined : await response.arrayBuffer();
    return new ClipBytes(url, whole?.byteLength ?? size, whole, signal);
  }

  /** The bytes from `start` to before `end`, in a buffer that may be given away. */
  async read(start: number, end: number): Promise<ArrayBuffer> {
    if (this.#whole !== undefined) return this.#whole.slice(start, end);
    const response = await fetchRange(this.#url, `bytes=${start}-${end - 1}`, this.#signal);
    const bytes = await response.arrayBuffer();
    // A server that knows no ranges gives all.
    return response.status === 206 ? bytes : bytes.slice(start, end);
  }

  /** Gives a worker what it asks for. */
  async answer({ id, start, end }: Read, worker: Worker): Promise<void> {
    const bytes = await this.read(start, end).catch(() => undefined);
    const given: ReadBytes = { type: 'bytes', id, bytes };
    worker.postMessage(given, bytes === undefined ? [] : [bytes]);
  }
}
