import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { Transport } from '../../src/engine/api/transport.ts';
import type { Bucket, BucketSecret } from '../../src/engine/references/bucket/bucket.ts';
import { BucketClient } from '../../src/engine/references/bucket/bucketClient.ts';
import type { OpenFile } from '../../src/engine/references/byteSource.ts';
import { openDiskFile } from '../../src/engine/references/diskFile.ts';
import { startBucketServer, type BucketServer } from '../support/ceph.ts';
import { temporaryFolder } from '../support/engine/folder.ts';

/** A storage for all tests of a file, with the buckets `clips` (only for its owner) and `open` (everybody reads). */
export class Storage {
  #server: BucketServer | undefined;

  constructor() {
    before(async () => {
      this.#server = await startBucketServer();
      await this.#server.createBucket('clips');
      await this.#server.createBucket('open', { publicRead: true });
    });
    after(() => this.#server?.stop());
  }

  get server(): BucketServer {
    if (this.#server === undefined) throw new Error('not started');
    return this.#server;
  }

  get secret(): BucketSecret {
    return { secretAccessKey: this.server.secretAccessKey };
  }

  /** The bucket `clips`, but for `changes`. */
  bucket(changes: Partial<Bucket> = {}): Bucket {
    return {
      endpoint: this.server.origin,
      region: 'us-east-1',
      name: 'clips',
      prefix: '',
      style: 'path',
      accessKeyId: this.server.accessKeyId,
      linkSeconds: 60,
      ...changes,
    };
  }

  client(t: TestContext, changes: Partial<Bucket> = {}, secret = this.secret): BucketClient {
    return new BucketClient(this.bucket(changes), secret, transportOf(t));
  }

  /** Status, type and size of what is under a key, as its owner sees it. */
  async stat(key: string, bucket = 'clips'): Promise<{ status: number; type: string | null; size: number }> {
    const { status, headers } = await this.server.ask('HEAD', `${bucket}/${key}`);
    return { status, type: headers.get('content-type'), size: Number(headers.get('content-length')) };
  }
}

export function transportOf(t: TestContext): Transport {
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  return transport;
}

/** A file of random bytes that is open until the test ends. */
export async function fileOf(
  t: TestContext,
  size: number,
): Promise<{ path: string; bytes: Buffer; file: OpenFile; sha256: string }> {
  const path = join(temporaryFolder(t), 'file');
  const bytes = randomBytes(size);
  writeFileSync(path, bytes);
  const file = await openDiskFile(path);
  t.after(() => file.close());
  return { path, bytes, file, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Options of a put that nobody watches or stops. */
export function quietly(sha256: string, mime = 'image/png') {
  return { mime, sha256, signal: new AbortController().signal, onProgress: () => undefined };
}
