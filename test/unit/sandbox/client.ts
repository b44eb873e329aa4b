import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox, type SandboxOptions } from '../../../src/sandbox/server.ts';

export const clips = join(import.meta.dirname, '../../../media/sandbox');
export const hasFfmpeg =
  spawnSync('ffmpeg', ['-version']).status === 0 && spawnSync('ffprobe', ['-version']).status === 0;
export const generations = '/api/open/v1/video/generations';

/** At once: for tests that are not about waiting. */
export const now = { queued: 0, processing: 0 };
/** Later than any test ends. */
export const never = { queued: 3_600_000, processing: 3_600_000 };

/** A reply of the sandbox: every field that any of them has. */
export interface Reply {
  readonly success: boolean;
  readonly requestId: string;
  readonly status: string;
  readonly creditsCharged: number;
  readonly output: { readonly type: string; readonly url: string } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly url: string;
}

const endings = new WeakMap<TestContext, (() => Promise<void>)[]>();

/** Like `t.after`, but what was begun last ends first: a server before its folder. */
function atEnd(t: TestContext, action: () => Promise<void>): void {
  const actions = endings.get(t) ?? [];
  if (actions.length === 0) {
    endings.set(t, actions);
    t.after(async () => {
      for (const each of actions.reverse()) await each();
    });
  }
  actions.push(action);
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  atEnd(t, () => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function fixture(name: string): Promise<Record<string, unknown>> {
  const path = join(import.meta.dirname, '../../fixtures/api', `${name}.json`);
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
}

/** Starts a sandbox with shipped clips that ends with the test, and speaks to it as its users do. */
export async function open(t: TestContext, options: Partial<SandboxOptions> = {}) {
  const folder = options.folder ?? (await temporaryFolder(t));
  const sandbox = await startSandbox({ clips, ffmpeg: false, pace: now, ...options, folder });
  atEnd(t, () => sandbox.close());

  const send = (
    method: string,
    path: string,
    body?: string | Buffer<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${sandbox.origin}${path}`, {
      method,
      headers: { Authorization: 'Bearer sd2_live_key', 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    });
  const read = async (response: Response) => (await response.json()) as Reply;

  return {
    ...sandbox,
    folder,
    send,
    get: async (path: string) => read(await send('GET', path)),
    /** Creates with the defaults `seedance-2.0` and some prompt. */
    create: async (body: object = {}) => {
      const text = JSON.stringify({ model: 'seedance-2.0', prompt: 'Waves at dusk', ...body });
      const response = await send('POST', generations, text);
      return { http: response.status, ...(await read(response)) };
    },
    cancel: async (id: string) => {
      const response = await send('POST', `${generations}/${id}/cancel`);
      return { http: response.status, ...(await read(response)) };
    },
    status: async (id: string) => read(await send('GET', `${generations}/${id}`)),
    upload: async (name: string, body: string | Buffer<ArrayBuffer>) =>
      (await read(await send('PUT', `/sandbox/media/${name}`, body))).url,
    /** Polls, as the API wants it, until the request has ended. */
    async ended(id: string): Promise<Reply> {
      for (;;) {
        const reply = await this.status(id);
        assert.equal(reply.success, true, JSON.stringify(reply));
        if (!['queued', 'processing'].includes(reply.status)) return reply;
        await delay(20);
      }
    },
  };
}
