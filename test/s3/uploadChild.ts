// Uploads a small file, then a large one, and prints by how many bytes the process has grown over the second.
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Transport } from '../../src/engine/api/transport.ts';
import { BucketClient } from '../../src/engine/references/bucket/bucketClient.ts';
import { openDiskFile } from '../../src/engine/references/diskFile.ts';
import type { UploadOrder } from './memory.ts';

const { bucket, secret, key, folder, size } = JSON.parse(process.argv[2] ?? '') as UploadOrder;
const transport = new Transport({ strictSSL: true });
const client = new BucketClient(bucket, secret, transport);
const piece = randomBytes(1_000_000);

const small = writeFile('small', piece.length);
const large = writeFile('large', size);
await put(`${key}.small`, small);
await client.remove(`${key}.small`, new AbortController().signal);

const before = process.memoryUsage.rss();
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 10);
await put(key, large);
clearInterval(watch);
await transport.close();
console.log(most - before);

function writeFile(name: string, length: number): { path: string; sha256: string } {
  const path = join(folder, name);
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'w');
  for (let written = 0; written < length; written += piece.length) {
    writeSync(descriptor, piece);
    hash.update(piece);
  }
  closeSync(descriptor);
  return { path, sha256: hash.digest('hex') };
}

async function put(to: string, { path, sha256 }: { path: string; sha256: string }): Promise<void> {
  const file = await openDiskFile(path);
  const options = { mime: 'video/mp4', sha256, signal: new AbortController().signal, onProgress: () => undefined };
  await client.put(to, file, options);
  await file.close();
}
