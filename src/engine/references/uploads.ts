import { Database } from '../jobs/database.ts';
import type { Bucket } from './bucket/bucket.ts';

/** An object that we put into a bucket, or began to put there. Times are ms since 1970. */
export interface Upload {
  /** Origin of the bucket's API. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly key: string;
  /** Name of the file that was uploaded. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly uploadedAt: number;
  /** When the last link to it ends; left out where everybody can read it for good. */
  readonly readableUntil?: number;
}

/** Names an object. */
export type ObjectId = Pick<Upload, 'endpoint' | 'bucket' | 'key'>;

/** Who gave a URL for a file's content: a person who typed it, or a program (named by a hash of its command line). */
export type UrlOrigin = 'typed' | `program ${string}`;

/**
 * What is known of files that have left this machine, by their content (SHA-256, hex), and what a person has agreed to for good. Kept
 * beside the jobs, shared by all windows. All methods throw `StoreError`.
 */
export class Uploads {
  readonly #path: string;
  #opened: Database | undefined;

  /** `path` of the database; it is opened at the first call. */
  constructor(path: string) {
    this.#path = path;
  }

  close(): void {
    this.#opened?.close();
    this.#opened = undefined;
  }

  /** All that we put into buckets and did not remove, the newest first. */
  list(): Upload[] {
    return this.#database.rows('SELECT * FROM uploads ORDER BY uploadedAt DESC, key').map(uploadOf);
  }

  /** What is surely there, as far as anybody here knows. */
  find({ endpoint, name }: Bucket, key: string): Upload | undefined {
    const sql = 'SELECT * FROM uploads WHERE endpoint = ? AND bucket = ? AND key = ? AND complete = 1';
    return this.#database.rows(sql, endpoint, name, key).map(uploadOf)[0];
  }

  /** Writes down that an upload begins: whatever becomes of it, it can be found and removed. What is known to be there stays so. */
  begin({ endpoint, bucket, key, name, size, uploadedAt }: Omit<Upload, 'readableUntil'>): void {
    this.#database.run(
      `INSERT INTO uploads (endpoint, bucket, key, name, size, uploadedAt, complete, readableUntil)
       VALUES (?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT (endpoint, bucket, key) DO NOTHING`,
      ...[endpoint, bucket, key, name, size, uploadedAt],
    );
  }

  /**
   * It is there, and can be read until then; left out: for good. Another window that put the same there, and failed, may have taken it
   * from the list meanwhile.
   */
  complete(
    { endpoint, bucket, key, name, size, uploadedAt }: Omit<Upload, 'readableUntil'>,
    readableUntil: number | undefined,
  ): void {
    this.#database.run(
      `INSERT INTO uploads (endpoint, bucket, key, name, size, uploadedAt, complete, readableUntil)
       VALUES (?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT (endpoint, bucket, key)
       DO UPDATE SET complete = 1, readableUntil = max(readableUntil, excluded.readableUntil)`,
      ...[endpoint, bucket, key, name, size, uploadedAt, readableUntil ?? null],
    );
  }

  /** It surely was not put there; what was there before still is. */
  abandon({ endpoint, bucket, key }: ObjectId): void {
    const sql = 'DELETE FROM uploads WHERE endpoint = ? AND bucket = ? AND key = ? AND complete = 0';
    this.#database.run(sql, endpoint, bucket, key);
  }

  /** It may not be there any more: it is uploaded again where it is needed, and can still be removed. */
  doubt({ endpoint, bucket, key }: ObjectId): void {
    const sql = 'UPDATE uploads SET complete = 0 WHERE endpoint = ? AND bucket = ? AND key = ?';
    this.#database.run(sql, endpoint, bucket, key);
  }

  /** It is surely not there. */
  forget({ endpoint, bucket, key }: ObjectId): void {
    const sql = 'DELETE FROM uploads WHERE endpoint = ? AND bucket = ? AND key = ?';
    this.#database.run(sql, endpoint, bucket, key);
  }

  /** The URL that was given for this content. */
  url(hash: string, origin: UrlOrigin): string | undefined {
    const url = this.#database.rows('SELECT url FROM urls WHERE hash = ? AND origin = ?', hash, origin)[0]?.['url'];
    return typeof url === 'string' ? url : undefined;
  }

  putUrl(hash: string, origin: UrlOrigin, url: string): void {
    this.#database.run(
      `INSERT INTO urls (hash, origin, url) VALUES (?, ?, ?)
       ON CONFLICT (hash, origin) DO UPDATE SET url = excluded.url`,
      ...[hash, origin, url],
    );
  }

  forgetUrl(hash: string, origin: UrlOrigin): void {
    this.#database.run('DELETE FROM urls WHERE hash = ? AND origin = ?', hash, origin);
  }

  /** The destinations that somebody has agreed to for good. */
  consents(): ReadonlySet<string> {
    return new Set(this.#database.rows('SELECT destination FROM consents').map((row) => String(row['destination'])));
  }

  consent(destination: string, now: number): void {
    this.#database.run('INSERT INTO consents (destination, at) VALUES (?, ?) ON CONFLICT DO NOTHING', destination, now);
  }

  /** Takes all of them back; returns how many there were. */
  forgetConsents(): number {
    return this.#database.run('DELETE FROM consents');
  }

  get #database(): Database {
    this.#opened ??= new Database(this.#path);
    return this.#opened;
  }
}

function uploadOf(row: Record<string, unknown>): Upload {
  const { readableUntil } = row;
  return {
    endpoint: String(row['endpoint']),
    bucket: String(row['bucket']),
    key: String(row['key']),
    name: String(row['name']),
    size: Number(row['size']),
    uploadedAt: Number(row['uploadedAt']),
    ...(typeof readableUntil === 'number' && { readableUntil }),
  };
}
