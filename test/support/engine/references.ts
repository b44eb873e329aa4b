import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Transport } from '../../../src/engine/api/transport.ts';
import { References, type Where } from '../../../src/engine/references/references.ts';
import { Uploads } from '../../../src/engine/references/uploads.ts';
import type { Look } from '../../../src/engine/references/look.ts';
import type { Hosting } from '../../../src/engine/references/hosting.ts';
import type { Reference } from '../../../src/shared/draft.ts';
import { FakeClock } from './clock.ts';
import { temporaryFolder } from './folder.ts';
import { NodePorts } from './ports.ts';

const endless = new AbortController().signal;

/** A picture of one grey pixel. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

/** What a test does with references for one service. */
export interface Traveller {
  readonly look: (reference: Reference) => Promise<Look>;
  /** `consented`: the destinations that somebody agreed to. */
  readonly resolve: (
    reference: Reference,
    options?: { readonly signal?: AbortSignal; readonly consented?: readonly string[] },
  ) => Promise<string>;
  /** Agrees to whatever `look` asks for, and resolves. */
  readonly agree: (reference: Reference, signal?: AbortSignal) => Promise<string>;
}

/** References of one user, on their way to a service at `origin`. */
export interface Travels {
  readonly folder: string;
  readonly ports: NodePorts;
  readonly clock: FakeClock;
  readonly uploads: Uploads;
  readonly live: Traveller;
  readonly sandbox: Traveller;
  /** Shares that were told while uploading. */
  readonly progress: readonly number[];
  /** Writes a file and refers to it. */
  readonly file: (name: string, bytes?: Uint8Array | string) => Reference;
}

/** Sets up what it takes for references to travel; all of it ends with the test. */
export function setUpTravels(t: TestContext, origin: string, hosting: Partial<Hosting> = {}): Travels {
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  const folder = temporaryFolder(t);
  const uploads = new Uploads(join(folder, 'jobs.db'));
  t.after(() => uploads.close());
  const ports = new NodePorts(`${origin}/`);
  ports.setHosting(hosting);
  const clock = new FakeClock();
  const references = new References({ ports, clock, uploads, transport: () => Promise.resolve(transport) });
  const progress: number[] = [];
  const to = (service: Where['service']): Traveller => {
    const where = { service, baseUrl: origin };
    const traveller: Traveller = {
      look: (reference) => references.look(reference, where, endless),
      resolve: (reference, { signal = endless, consented = [] } = {}) =>
        references.resolve(reference, where, {
          signal,
          consented: new Set(consented),
          onProgress: (share) => void progress.push(share),
        }),
      async agree(reference, signal = endless) {
        const { offer } = await traveller.look(reference);
        return traveller.resolve(reference, { signal, consented: [offer?.consent?.destination ?? ''] });
      },
    };
    return traveller;
  };
  return {
    folder,
    ports,
    clock,
    uploads,
    live: to('live'),
    sandbox: to('sandbox'),
    progress,
    file(name, bytes = pixel) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return { id: name, name, source: { type: 'file', uri: pathToFileURL(path).href } };
    },
  };
}
