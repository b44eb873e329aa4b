import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Transport } from '../../src/engine/api/transport.ts';
import { BucketClient } from '../../src/engine/references/bucket/bucketClient.ts';
import { objectKey } from '../../src/engine/references/bucket/objectKey.ts';
import { Contents } from '../../src/engine/references/contents.ts';
import { openDiskFile } from '../../src/engine/references/diskFile.ts';
import { startBucketServer, type BucketServer } from '../support/ceph.ts';
import { NodeFiles } from '../support/engine/ports.ts';
import type { Bench, Measured } from './bench.ts';

const run = promisify(execFile);

const megabyte = 1_000_000;
const size = 300 * megabyte;
const runs = 5;
const bucketName = 'bench';

/**
 * A file of 300 MB into a bucket of a Ceph on this machine: hashed, then put, as the product does it, against Debian's rclone, and against
 * curl, which signs no more than the head and so reads the file once.
 */
export const upload: Bench = {
  unit: 'MB/s',
  better: 'larger',
  goal: 0.8,
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const server = await startBucketServer();
    try {
      const path = join(folder, 'clip.mp4');
      await writeRandom(path);
      await server.createBucket(bucketName);
      return await inTurn(path, server);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true });
    }
  },
};

/** Others, by their programs. */
const peers: readonly { readonly name: string; readonly program: string; readonly put: typeof putByRclone }[] = [
  { name: 'rclone copy', program: 'rclone', put: putByRclone },
  { name: 'curl -T', program: 'curl', put: putByCurl },
];

async function inTurn(path: string, server: BucketServer): Promise<Measured[]> {
  const present = [];
  for (const peer of peers)
    if (await isThere(peer.program)) present.push({ ...peer, figures: [] as number[] });
    else console.error(`upload: no ${peer.program} here, so ours is not held against it`);
  const ours: number[] = [];
  // One run more that does not count, to warm up all.
  for (let turn = -1; turn < runs; turn++) {
    const own = await throughput(() => putOurs(path, server), server);
    if (turn >= 0) ours.push(own);
    for (const { put, figures } of present) {
      const figure = await throughput(() => put(path, server), server);
      if (turn >= 0) figures.push(figure);
    }
  }
  return present.map(({ name, program, figures }) => ({
    ...{ name: program === 'rclone' ? 'upload' : `upload:${program}`, peer: name, ours, theirs: figures },
  }));
}

function isThere(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    () => false,
  );
}

/** Times an upload (`put` resolves with the key), looks whether it is there, and makes room for the next. */
async function throughput(put: () => Promise<string>, server: BucketServer): Promise<number> {
  const started = performance.now();
  const key = await put();
  const seconds = (performance.now() - started) / 1000;
  const { headers } = await server.ask('HEAD', `${bucketName}/${key}`);
  if (headers.get('content-length') !== String(size)) throw new Error(`${key} is not whole`);
  await server.ask('DELETE', `${bucketName}/${key}`);
  await server.collectGarbage();
  return size / megabyte / seconds;
}

async function putOurs(path: string, { origin, accessKeyId, secretAccessKey }: BucketServer): Promise<string> {
  const transport = new Transport({ strictSSL: true });
  const bucket = {
    ...{ endpoint: origin, region: 'us-east-1', name: bucketName, prefix: '', linkSeconds: 60, accessKeyId },
    style: 'path' as const,
  };
  const signal = new AbortController().signal;
  const file = await openDiskFile(path);
  try {
    const { hash } = await new Contents(new NodeFiles()).ofOpen(path, file, signal);
    const key = objectKey(bucket, hash, path);
    const options = { mime: 'video/mp4', sha256: hash, signal, onProgress: () => undefined };
    await new BucketClient(bucket, { secretAccessKey }, transport).put(key, file, options);
    return key;
  } finally {
    await file.close();
    await transport.close();
  }
}

async function putByRclone(path: string, { origin, accessKeyId, secretAccessKey }: BucketServer): Promise<string> {
  const remote = {
    RCLONE_CONFIG_PEER_TYPE: 's3',
    RCLONE_CONFIG_PEER_PROVIDER: 'Ceph',
    RCLONE_CONFIG_PEER_ENDPOINT: origin,
    RCLONE_CONFIG_PEER_ACCESS_KEY_ID: accessKeyId,
    RCLONE_CONFIG_PEER_SECRET_ACCESS_KEY: secretAccessKey,
  };
  await run('rclone', ['--config', '/dev/null', 'copy', path, `peer:${bucketName}`], {
    // Nothing else: variables of AWS's own tools would speak into it.
    env: { PATH: process.env['PATH'], ...remote },
  });
  return 'clip.mp4';
}

async function putByCurl(path: string, { origin, accessKeyId, secretAccessKey }: BucketServer): Promise<string> {
  const signed = ['--aws-sigv4', 'aws:amz:us-east-1:s3', '-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD'];
  // By its standard input, as others of this machine can read what a program was started with.
  const to = `${origin}/${bucketName}/clip.mp4`;
  const done = run('curl', ['--disable', '-fsS', '-K', '-', ...signed, '-T', path, to]);
  done.child.stdin?.end(`user = "${accessKeyId}:${secretAccessKey}"\n`);
  await done;
  return 'clip.mp4';
}

async function writeRandom(path: string): Promise<void> {
  const piece = 4 * megabyte;
  const pieces = Array.from({ length: size / piece }, () => piece);
  await pipeline(
    Readable.from(pieces).map((length: number) => randomBytes(length)),
    createWriteStream(path),
  );
}
