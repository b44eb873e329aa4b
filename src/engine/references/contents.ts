import { createHash } from 'node:crypto';
import type { Files } from '../ports.ts';
import type { OpenFile } from './byteSource.ts';

/** A file could not be opened, or not be read to its end. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';

  /** The cause's message, which names the file, is not repeated: names of files are in no log. */
  constructor(cause: unknown) {
    super('a file cannot be read', { cause });
  }
}

/** What a file holds. */
export interface Content {
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

/** Remembers this many files, those asked for last. */
const remembered = 200;

/** Files by what they hold. A file is read again when its size or its time has changed. */
export class Contents {
  readonly #files: Files;
  readonly #known = new Map<string, { readonly version: string; readonly content: Content }>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Rejects with `UnreadableFile`, or with the signal's reason. */
  async of(uri: string, signal?: AbortSignal): Promise<Content> {
    const file = await this.#files.open(uri).catch(unreadable);
    try {
      return await this.ofOpen(uri, file, signal);
    } finally {
      await file.close();
    }
  }

  /** See `versionOf`. Rejects with `UnreadableFile`. */
  async versionOf(uri: string): Promise<string> {
    const file = await this.#files.open(uri).catch(unreadable);
    await file.close();
    return versionOf(file);
  }

  /** The same for a file that is open already; it stays open. */
  async ofOpen(uri: string, file: OpenFile, signal?: AbortSignal): Promise<Content> {
    const version = versionOf(file);
    const known = this.#known.get(uri);
    if (known?.version === version) return known.content;
    const content = await hash(file, signal);
    this.#known.delete(uri);
    this.#known.set(uri, { version, content });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= remembered) break;
      this.#known.delete(oldest);
    }
    return content;
  }
}

function unreadable(cause: unknown): never {
  throw new UnreadableFile(cause);
}

/** Tells one state of a file from another without reading it. */
export function versionOf({ size, modified }: Pick<OpenFile, 'size' | 'modified'>): string {
  return `${size} ${modified}`;
}

async function hash(file: OpenFile, signal: AbortSignal | undefined): Promise<Content> {
  const sha256 = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of file.pieces()) {
      signal?.throwIfAborted();
      sha256.update(piece);
      size += piece.length;
    }
  } catch (error) {
    signal?.throwIfAborted();
    unreadable(error);
  }
  return { hash: sha256.digest('hex'), size };
}
