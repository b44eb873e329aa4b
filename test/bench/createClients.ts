import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Engine } from '../../src/engine/engine.ts';
import { documentedCapabilities } from '../../src/shared/capabilities.ts';
import { draftOf } from '../support/engine/fixtures.ts';
import { NodePorts } from '../support/engine/ports.ts';

/** Asks the service at `origin` for one clip, and settles when the client is done with it, in whatever way. */
export type Create = (origin: string) => Promise<unknown>;

/** Our own, as a person presses Generate. */
export const ours: Create = async (origin) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const engine = new Engine({ folder, ports: new NodePorts(origin) });
  try {
    const target = { service: 'live', baseUrl: origin, folder: pathToFileURL(folder).href, fileName: 'clip' } as const;
    return await engine.submit(draftOf(), target, documentedCapabilities);
  } finally {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  }
};

type Call<Arguments extends readonly unknown[]> = (...args: Arguments) => Promise<unknown>;

interface Runway {
  readonly default: new (options: { baseURL: string; apiKey: string }) => {
    readonly imageToVideo: { readonly create: Call<[object]> };
  };
}

interface OpenAi {
  readonly default: new (options: { baseURL: string; apiKey: string }) => {
    readonly videos: { readonly create: Call<[object]> };
  };
}

interface Replicate {
  readonly default: new (options: { baseUrl: string; auth: string }) => {
    readonly predictions: { readonly create: Call<[object]> };
  };
}

interface Fal {
  readonly createFalClient: (options: { proxyUrl: { url: string; when: 'always' }; credentials: string }) => {
    readonly queue: { readonly submit: Call<[string, object]>; readonly subscribeToStatus: Call<[string, object]> };
  };
}

const apiKey = 'bench';
const prompt = 'Waves at dusk';
const picture = 'https://example.com/photo.png';

/** Others, by their packages, as these come: all that is set is where the service is and a key. */
export const peers: Readonly<Record<string, Create>> = {
  async '@runwayml/sdk'(baseURL) {
    const { default: Client } = (await load('@runwayml/sdk')) as Runway;
    const wanted = { model: 'gen4_turbo', promptImage: picture, promptText: prompt, ratio: '1280:720', duration: 5 };
    return new Client({ baseURL, apiKey }).imageToVideo.create(wanted);
  },
  async openai(baseURL) {
    const { default: Client } = (await load('openai')) as OpenAi;
    return new Client({ baseURL, apiKey }).videos.create({ model: 'sora-2', prompt });
  },
  async replicate(baseUrl) {
    const { default: Client } = (await load('replicate')) as Replicate;
    return new Client({ baseUrl, auth: apiKey }).predictions.create({ model: 'owner/model', input: { prompt } });
  },
  async '@fal-ai/client'(url) {
    const client = await falClient(url);
    return client.queue.submit('owner/model', { input: { prompt } });
  },
};

/** fal's client for a service at this address. */
export async function falClient(url: string): Promise<ReturnType<Fal['createFalClient']>> {
  const { createFalClient } = (await load('@fal-ai/client')) as Fal;
  return createFalClient({ proxyUrl: { url, when: 'always' }, credentials: apiKey });
}

/** Not by a name that the compiler knows: they are there for the bench alone. */
function load(name: string): Promise<unknown> {
  return import(name);
}
