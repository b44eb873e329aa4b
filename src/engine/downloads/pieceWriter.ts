import type { FileHandle } from 'node:fs/promises';

/** So many bytes are written at once: a write for each piece of the network costs more than the bytes. */
const enough = 1024 * 1024;

/** Writes pieces to the end of a file, some at once and while the next ones come. */
export class PieceWriter {
  readonly #file: FileHandle;
  #pieces: Buffer[] = [];
  #length = 0;
  #writing: Promise<void> = Promise.resolve();

  /** `file`: open for appending, and nobody else's until `flush` has settled. */
  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Takes a piece, which is the writer's from now on; waits where the disk is slower than the network. Rejects where an earlier one could not be written. */
  async add(piece: Buffer): Promise<void> {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length < enough) return;
    await this.#writing;
    this.#begin();
  }

  /** Settles when all is written, or when it is known that it cannot be: then it rejects. */
  async flush(): Promise<void> {
    await this.#writing;
    this.#begin();
    await this.#writing;
  }

  #begin(): void {
    const pieces = this.#pieces;
    [this.#pieces, this.#length] = [[], 0];
    this.#writing = this.#write(pieces);
    // Whoever comes next hears of it.
    this.#writing.catch(() => undefined);
  }

  /** The system may take less than it is given. */
  async #write(pieces: readonly Buffer[]): Promise<void> {
    for (let left = [...pieces]; left.length > 0;) {
      let { bytesWritten } = await this.#file.writev(left);
      while (left[0] !== undefined && bytesWritten >= left[0].length) bytesWritten -= left.shift()?.length ?? 0;
      if (left[0] !== undefined) left[0] = left[0].subarray(bytesWritten);
    }
    for (const piece of pieces) giveBack(piece);
  }
}

/**
 * Frees the memory of a piece that has it for itself. What comes from the network has new memory each time, and would wait for the
 * garbage collector, which costs as much as all else of a download: it runs for the sake of what is outside of its own heap.
 */
function giveBack({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
