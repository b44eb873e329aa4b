import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import type { Bucket, BucketSecret } from '../../src/engine/references/bucket/bucket.ts';
import { temporaryFolder } from '../support/engine/folder.ts';

/** What a process that uploads is told. */
export interface UploadOrder {
  readonly bucket: Bucket;
  readonly secret: BucketSecret;
  readonly key: string;
  /** Where it may put the file. */
  readonly folder: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Uploads a file of this size from a process of its own. Returns by how many bytes that process has grown at most, compared with
 * what it had after an upload of a small one.
 */
export async function uploadInChild(
  t: TestContext,
  bucket: Bucket,
  secret: BucketSecret,
  key: string,
  size: number,
): Promise<number> {
  const order: UploadOrder = { bucket, secret, key, folder: temporaryFolder(t), size };
  const script = join(import.meta.dirname, 'uploadChild.ts');
  // Garbage is collected soon then: what is left is what the upload holds.
  const options = ['--max-semi-space-size=1'];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, script, JSON.stringify(order)]);
  return Number(stdout);
}
