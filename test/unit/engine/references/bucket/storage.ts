import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Transport } from '../../../../../src/engine/api/transport.ts';
import type { Bucket, BucketSecret } from '../../../../../src/engine/references/bucket/bucket.ts';
import {
  BucketClient,
  type Patience,
  type PutOptions,
} from '../../../../../src/engine/references/bucket/bucketClient.ts';
import { BucketError, type BucketFault } from '../../../../../src/engine/references/bucket/bucketError.ts';
import type { OpenFile } from '../../../../../src/engine/references/byteSource.ts';
import { memoryFile } from '../../../../../src/engine/references/memoryFile.ts';
import type { Handler } from '../../../../support/engine/server.ts';

/** Tries three times without waiting. */
export const impatient: Patience = { silence: 10_000, pauses: [1, 1] };

export function bucketAt(endpoint: string, changes: Partial<Bucket> = {}): Bucket {
  return {
    ...{ endpoint, region: 'us-east-1', name: 'clips', prefix: '', style: 'path', accessKeyId: 'AK', linkSeconds: 60 },
    ...changes,
  };
}

export function clientAt(
  t: TestContext,
  endpoint: string,
  { patience = impatient, ...secret }: Partial<BucketSecret> & { patience?: Patience } = {},
): BucketClient {
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  return new BucketClient(bucketAt(endpoint), { secretAccessKey: 'SECRET', ...secret }, transport, patience);
}

/** A file of random bytes and the options that go with it. */
export function fileOf(size: number): { file: OpenFile; bytes: Buffer; options: PutOptions } {
  const bytes = randomBytes(size);
  return { bytes, file: memoryFile(bytes, 0), options: optionsFor(bytes) };
}

export function optionsFor(bytes: Uint8Array, signal = new AbortController().signal): PutOptions {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { mime: 'image/png', sha256, signal, onProgress: () => undefined };
}

/** An error as S3 storages say it. */
export function refusal(status: number, code: string, more = '', headers: Record<string, string> = {}): Handler {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>no</Message>${more}</Error>`;
  return (_, response) => void response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body);
}

/** For `assert.rejects`: an error of this fault whose message has this in it. */
export function fault(wanted: BucketFault, message: RegExp) {
  return (error: unknown): boolean => {
    if (!(error instanceof BucketError)) throw error;
    if (error.fault === wanted && message.test(error.message)) return true;
    throw new Error(`${error.fault}: ${error.message}`, { cause: error });
  };
}

/** A storage that is handed requests before their bodies have come. */
export interface EarlyServer {
  readonly origin: string;
  /** Connections that are open now. */
  readonly open: () => Promise<number>;
}

export async function startEarlyServer(
  t: TestContext,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<EarlyServer> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
  };
}
