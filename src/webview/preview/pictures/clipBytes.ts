import { fetchBytes, fetchRange, fetchSize } from '../fetchBytes.ts';
import type { Read, ReadBytes } from '../readMessages.ts';

/** A clip that is no larger is read at once: each request costs more than a few megabytes do. */
const small = 32 * 1024 * 1024;

/** The bytes of a clip, read as they are needed. */
export class ClipBytes {
  /** Of the whole clip, bytes. */
  readonly size: number;
  /** All of them, of a clip that was read at once. */
  readonly whole: ArrayBuffer | undefined;
  readonly #url: string;
  readonly #signal: AbortSignal;

  private constructor(url: string, size: number, whole: ArrayBuffer | undefined, signal: AbortSignal) {
    this.#url = url;
    this.size = size;
    this.whole = whole;
    this.#signal = signal;
  }

  /** A clip of up to `atOnce` bytes is read at once. Rejects where there is nothing to read, or when aborted. */
  static async open(url: string, signal: AbortSignal, atOnce = small): Promise<ClipBytes> {
    const size = await fetchSize(url, signal);
    const whole = size > atOnce ? undefined : await fetchBytes(url, signal);
    return new ClipBytes(url, whole?.byteLength ?? size, whole, signal);
  }

  /** The bytes from `start` to before `end`, in a buffer that may be given away. */
  async read(start: number, end: number): Promise<ArrayBuffer> {
    if (this.whole !== undefined) return this.whole.slice(start, end);
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
