import { CustomSource } from 'mediabunny';
import type { Read, ReadBytes } from './readMessages.ts';

/** A clip for a worker, read by its page: that surely may, which a worker that was made from memory may not in every browser. */
export class PageReads {
  readonly source: CustomSource;
  readonly #ask: (read: Read) => void;
  /** The parts of the clip that were asked for and have not come. */
  readonly #reads = new Map<number, (bytes: ArrayBuffer | undefined) => void>();
  #next = 0;

  /** `size`: of the clip, bytes. */
  constructor(size: number, ask: (read: Read) => void) {
    this.#ask = ask;
    const read = (start: number, end: number): Promise<Uint8Array> => this.#read(start, end);
    this.source = new CustomSource({ getSize: () => size, read, prefetchProfile: 'network' });
  }

  /** To be called with what the page gives. */
  take({ id, bytes }: ReadBytes): void {
    this.#reads.get(id)?.(bytes);
    this.#reads.delete(id);
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    const id = this.#next++;
    const bytes = await new Promise<ArrayBuffer | undefined>((resolve) => {
      this.#reads.set(id, resolve);
      this.#ask({ type: 'read', id, start, end });
    });
    if (bytes === undefined) throw new Error('unreadable');
    return new Uint8Array(bytes);
  }
}
