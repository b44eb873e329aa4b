import assert from 'node:assert/strict';
import { afterEach, describe, it, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { ApiError, type ApiFailure } from '../../../../src/engine/api/failure.ts';
import { defaultLimits, Transport, type Limits } from '../../../../src/engine/api/transport.ts';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import type { GenerationRequest } from '../../../../src/shared/request.ts';
import { key } from '../../../support/engine/fixtures.ts';
import { golden } from '../../../support/engine/golden.ts';
import {
  deadOrigin,
  inTurn,
  json,
  page,
  reset,
  startServer,
  type Handler,
  type ScriptedServer,
} from '../../../support/engine/server.ts';

const request: GenerationRequest = { model: 'seedance-2.0', prompt: 'Waves at dusk' };
const endless = new AbortController().signal;
const created = json(200, golden('create.reply'));
const refusal = (error: unknown): unknown => ({ success: false, error });

function clientFor(t: TestContext, baseUrl: string, limits?: Partial<Limits>): OpenApi {
  const transport = new Transport({ strictSSL: true }, { ...defaultLimits, ...limits });
  t.after(() => transport.close());
  return new OpenApi(transport, { baseUrl, key });
}

async function open(
  t: TestContext,
  handler?: Handler,
  limits?: Partial<Limits>,
): Promise<{ server: ScriptedServer; api: OpenApi }> {
  const server = await startServer(t, handler);
  return { server, api: clientFor(t, server.origin, limits) };
}

function create(api: OpenApi, onSend = (): void => undefined, signal = endless): ReturnType<OpenApi['create']> {
  return api.create(request, { signal, onSend });
}

/** What a call failed with. Whatever it was, the key is not in it. */
async function failure(call: Promise<unknown>): Promise<ApiFailure> {
  const error: unknown = await call.then(
    () => assert.fail('the call came through'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof ApiError, inspect(error));
  assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), new RegExp(key), 'the key is in the error');
  assert.doesNotMatch(JSON.stringify(error.failure), new RegExp(key));
  return error.failure;
}

describe('the client of the service', () => {
  describe('the client’s requests', () => {
    it('are the published ones, with the key in their header only', async (t) => {
      const { server, api } = await open(t, (arrived, response) => {
        const name = arrived.path.endsWith('/cancel') ? 'cancel' : arrived.method === 'POST' ? 'create' : 'status';
        return json(200, golden(`${name}.reply`))(arrived, response);
      });
      const body = golden('create.request');
      const reply = await api.create(body as unknown as GenerationRequest, {
        signal: endless,
        onSend: () => undefined,
      });
      assert.equal(reply.requestId, 'req_1234567890');
      assert.equal(reply.status, 'queued');
      assert.equal(reply.creditsCharged, 64);
      const generation = await api.get('req_1234567890', { signal: endless });
      assert.equal(generation.status, 'succeeded');
      assert.equal(generation.output?.url, 'https://pub-your-bucket.r2.dev/open-api-results/req_1234567890.mp4');
      assert.equal(generation.error, undefined);
      assert.equal(await api.cancel('req_1234567890', { signal: endless }), 'cancelled');

      const path = '/api/open/v1/video/generations';
      assert.deepEqual(
        server.requests.map((each) => `${each.method} ${each.path}`),
        [`POST ${path}`, `GET ${path}/req_1234567890`, `POST ${path}/req_1234567890/cancel`],
      );
      assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), body);
      assert.equal(server.requests[0]?.headers['content-type'], 'application/json');
      assert.equal(server.requests[2]?.body, '');
      for (const { headers, path: asked, body: sent } of server.requests) {
        assert.equal(headers.authorization, `Bearer ${key}`);
        assert.doesNotMatch(asked + sent, new RegExp(key));
      }
    });

    it('go to the base URL’s origin, whatever path it has', async (t) => {
      const server = await startServer(t, json(200, { status: 'queued' }));
      await clientFor(t, `${server.origin}/`).get('req_1', { signal: endless });
      assert.equal(server.requests[0]?.path, '/api/open/v1/video/generations/req_1');
    });

    it('make an id one segment of the path', async (t) => {
      const { server, api } = await open(t, json(200, { status: 'queued' }));
      await api.get('a/../b?c#d', { signal: endless });
      assert.equal(server.requests[0]?.path, '/api/open/v1/video/generations/a%2F..%2Fb%3Fc%23d');
    });

    it('ask for the models', async (t) => {
      const { server, api } = await open(t, json(200, { success: true, data: [{ id: 'seedance-1.5-pro' }] }));
      const models = await api.models(documentedCapabilities, { signal: endless });
      assert.deepEqual(models, [documentedCapabilities[2]]);
      assert.equal(server.requests[0]?.path, '/api/open/v1/models');
    });
  });

  describe('connections', () => {
    it('are fresh for every create and shared by the polls', async (t) => {
      const { server, api } = await open(t, json(200, { ...golden('create.reply') }));
      const get = async (): Promise<void> => {
        await api.get('req_1234567890', { signal: endless });
        await nextTurn();
      };
      await get();
      await get();
      assert.equal(server.connections(), 1);
      await create(api);
      await create(api);
      assert.equal(server.connections(), 3);
      await get();
      assert.equal(server.connections(), 3);
    });

    it('are four at a time at most', async (t) => {
      const held: (() => void)[] = [];
      const { server, api } = await open(t, (_, response) => {
        held.push(() => response.end(JSON.stringify({ status: 'queued' })));
      });
      const looks = Array.from({ length: 6 }, () => api.get('req_1', { signal: endless }));
      await server.arrived(3);
      assert.equal(server.requests.length, 4);
      held[0]?.();
      await server.arrived(4);
      assert.equal(server.connections(), 4);
      server.answer(json(200, { status: 'queued' }));
      for (const release of held) release();
      await Promise.all(looks);
      assert.equal(server.connections(), 4);
    });
  });

  describe('onSend', () => {
    it('is called once, with the connection up and before the server sees a byte', async (t) => {
      const { server, api } = await open(t, created);
      let calls = 0;
      await create(api, () => {
        calls++;
        assert.equal(server.requests.length, 0);
      });
      assert.equal(calls, 1);
      assert.equal(server.requests.length, 1);
    });

    it('keeps the request back by throwing, and what it threw comes out', async (t) => {
      const { server, api } = await open(t, created);
      const stop = new Error('not now');
      await assert.rejects(
        create(api, () => {
          throw stop;
        }),
        stop,
      );
      // The next request is the first that the server sees.
      await create(api);
      assert.equal(server.requests.length, 1);
    });

    it('is not called where no connection comes to be', async (t) => {
      let calls = 0;
      const failed = await failure(create(clientFor(t, await deadOrigin()), () => calls++));
      assert.equal(failed.kind, 'network');
      assert.equal(calls, 0);
    });
  });

  describe('a reply to a create', () => {
    const good: readonly [name: string, body: unknown, status: string | undefined, charged: number | undefined][] = [
      ['with fields that we do not know', { ...golden('create.reply'), eta: 90, queue: { place: 3 } }, 'queued', 64],
      ['without all that is optional', { requestId: 'req_1234567890' }, undefined, undefined],
      ['with a status that we do not know', { requestId: 'req_1234567890', status: 'warming' }, 'warming', undefined],
      [
        'with optional fields of wrong types',
        { ...golden('create.reply'), status: 7, creditsCharged: '64' },
        undefined,
        undefined,
      ],
      ['with a charge below zero', { ...golden('create.reply'), creditsCharged: -1 }, 'queued', undefined],
      ['with a charge in parts', { ...golden('create.reply'), creditsCharged: 12.5 }, 'queued', 12.5],
    ];
    for (const [name, body, status, charged] of good) {
      it(`is read ${name}`, async (t) => {
        const { api } = await open(t, json(200, body));
        const reply = await create(api);
        assert.equal(reply.requestId, 'req_1234567890');
        assert.equal(reply.status, status);
        assert.equal(reply.creditsCharged, charged);
      });
    }

    it('is good with 201 and 202 too', async (t) => {
      for (const status of [201, 202]) {
        const { api } = await open(t, json(status, golden('create.reply')));
        assert.equal((await create(api)).requestId, 'req_1234567890');
      }
    });

    const unusable: readonly [name: string, handler: Handler][] = [
      ['without an id', json(200, { success: true, status: 'queued', creditsCharged: 64 })],
      ['with an empty id', json(200, { success: true, requestId: '' })],
      ['with the id of another type', json(200, { success: true, requestId: 5 })],
      ['with an id that climbs out of its path', json(200, { success: true, requestId: '..' })],
      ['with an id that is no text', json(200, { success: true, requestId: '\ud800' })],
      ['with an id without end', json(200, { success: true, requestId: 'x'.repeat(301) })],
      ['that is HTML', page(200, '<html>Welcome to the hotel’s wifi</html>')],
      ['that is empty', page(200, '')],
      ['that is no object', json(200, ['req_1'])],
      ['that is null', json(200, null)],
      ['of 2 MB', json(200, { ...golden('create.reply'), padding: 'x'.repeat(2 * 1024 * 1024) })],
      ['that refuses in a 200', json(200, refusal({ code: 'queue_full', message: 'later' }))],
    ];
    for (const [name, handler] of unusable) {
      it(`leaves it open what happened ${name}`, async (t) => {
        const { api } = await open(t, handler);
        const failed = await failure(create(api));
        assert.equal(failed.kind, 'badReply');
        assert.equal(failed.status, 200);
      });
    }

    for (const short of ['1', 'e', 'req_', '"', ':']) {
      it(`takes the id as it is where the key is as short as ${short}`, async (t) => {
        const server = await startServer(t, created);
        const transport = new Transport({ strictSSL: true });
        t.after(() => transport.close());
        const reply = await create(new OpenApi(transport, { baseUrl: server.origin, key: short }));
        assert.equal(reply.requestId, 'req_1234567890');
      });
    }

    it('takes an id from a reply that says that it failed: the clip may be made', async (t) => {
      const { api } = await open(t, json(200, { success: false, requestId: 'req_1', error: 'odd' }));
      assert.equal((await create(api)).requestId, 'req_1');
    });
  });

  describe('a refusal', () => {
    it('of the key is as documented', async (t) => {
      const { api } = await open(t, json(401, golden('unauthorized.reply')));
      const expected = { kind: 'unauthorized', status: 401, code: 'unauthorized', message: 'Invalid API key' };
      assert.deepEqual(await failure(create(api)), expected);
      assert.deepEqual(await failure(api.get('req_1', { signal: endless })), expected);
      assert.deepEqual(await failure(api.cancel('req_1', { signal: endless })), expected);
      assert.deepEqual(await failure(api.models(documentedCapabilities, { signal: endless })), expected);
    });

    it('of the key is told by its code too', async (t) => {
      const { api } = await open(t, json(403, golden('unauthorized.reply')));
      assert.equal((await failure(create(api))).kind, 'unauthorized');
    });

    const errors: readonly [name: string, error: unknown, said: { code?: string; message?: string }][] = [
      ['an object', { code: 'content_policy', message: 'No.' }, { code: 'content_policy', message: 'No.' }],
      ['an object with more', { code: 'x', message: 'y', details: [1] }, { code: 'x', message: 'y' }],
      ['an object without a code', { message: 'No.' }, { message: 'No.' }],
      ['an object without a message', { code: 'content_policy' }, { code: 'content_policy' }],
      ['an object with a code that is a number', { code: 12, message: 'No.' }, { message: 'No.' }],
      ['an object of another shape', { reason: 'No.' }, { message: '{"reason":"No."}' }],
      ['a string', 'No.', { message: 'No.' }],
      ['null', null, {}],
      ['a list', ['No.'], { message: '["No."]' }],
    ];
    for (const [name, error, said] of errors) {
      it(`is read with an error that is ${name}`, async (t) => {
        const { api } = await open(t, json(400, refusal(error)));
        assert.deepEqual(await failure(create(api)), { kind: 'rejected', status: 400, ...said });
      });
    }

    it('is read without an error', async (t) => {
      const { api } = await open(t, json(422, { success: false }));
      assert.deepEqual(await failure(create(api)), { kind: 'rejected', status: 422 });
    });

    it('for want of credits keeps its code and message', async (t) => {
      const { api } = await open(
        t,
        json(402, refusal({ code: 'insufficient_credits', message: 'You have 3 credits' })),
      );
      const expected = { status: 402, code: 'insufficient_credits', message: 'You have 3 credits' };
      assert.deepEqual(await failure(create(api)), { kind: 'rejected', ...expected });
    });

    it('that does not say whether the request was taken is none', async (t) => {
      for (const status of [408, 409, 425]) {
        const { api } = await open(t, json(status, refusal({ code: 'conflict', message: 'Perhaps' })));
        assert.deepEqual(await failure(create(api)), { kind: 'badReply', status, message: 'Perhaps' });
      }
    });

    it('that is not the service’s own is none', async (t) => {
      for (const handler of [
        page(403, '<h1>Blocked by your company</h1>'),
        json(404, { error: 'no' }),
        page(400, ''),
      ]) {
        const { api } = await open(t, handler);
        assert.equal((await failure(create(api))).kind, 'badReply');
      }
    });

    it('that spells the key with escapes is kept without it', async (t) => {
      const spelt = key.replace(/./g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
      const body = `{"success":false,"error":{"code":"unauthorized","message":"no such key: ${spelt}"}}`;
      const { api } = await open(t, (_, response) => void response.writeHead(401).end(body));
      const failed = await failure(create(api));
      assert.equal(failed.message, 'no such key: …');
    });

    it('that quotes the key is kept without it', async (t) => {
      const { api } = await open(t, json(401, refusal({ code: 'unauthorized', message: `no such key: ${key}` })));
      const failed = await failure(create(api));
      assert.equal(failed.message, 'no such key: …');
    });
  });

  describe('too many requests', () => {
    it('name their wait in seconds', async (t) => {
      const { api } = await open(t, json(429, refusal({ code: 'slow', message: 'Slow down' }), { 'retry-after': '7' }));
      const expected = { kind: 'rateLimited', status: 429, retryAfter: 7000, message: 'Slow down' };
      assert.deepEqual(await failure(create(api)), expected);
    });

    it('name their wait as a date', async (t) => {
      const date = new Date(Date.now() + 60_000).toUTCString();
      const { api } = await open(t, json(429, refusal(null), { 'retry-after': date }));
      const failed = await failure(create(api));
      assert.ok(failed.kind === 'rateLimited' && failed.retryAfter !== undefined);
      assert.ok(failed.retryAfter > 50_000 && failed.retryAfter <= 60_000, String(failed.retryAfter));
    });

    it('need not name any, nor be readable', async (t) => {
      const handlers = [json(429, refusal(null), { 'retry-after': 'soon' }), page(429, '<h1>Too many</h1>')];
      for (const handler of handlers) {
        const { api } = await open(t, handler);
        assert.deepEqual(await failure(create(api)), { kind: 'rateLimited', status: 429 });
      }
    });
  });

  describe('a redirect', () => {
    it('is not followed: its target sees nothing', async (t) => {
      const target = await startServer(t, created);
      for (const status of [301, 302, 303, 307, 308]) {
        const { server, api } = await open(t, json(status, {}, { location: `${target.origin}/stolen` }));
        assert.equal((await failure(create(api))).kind, 'badReply');
        assert.equal((await failure(api.get('req_1', { signal: endless }))).kind, 'badReply');
        assert.equal((await failure(api.cancel('req_1', { signal: endless }))).kind, 'badReply');
        assert.equal(server.requests.length, 3);
      }
      assert.equal(target.connections(), 0);
    });

    it('is not followed to the same host either', async (t) => {
      const { server, api } = await open(t, inTurn(json(307, {}, { location: '/again' }), created));
      assert.equal((await failure(create(api))).kind, 'badReply');
      assert.equal(server.requests.length, 1);
    });
  });

  describe('trouble of the service', () => {
    it('is told as such, readable or not', async (t) => {
      for (const status of [500, 502, 503, 504]) {
        const { api } = await open(t, page(status, '<h1>Bad gateway</h1>'));
        assert.deepEqual(await failure(create(api)), { kind: 'server', status });
      }
      const { api } = await open(t, json(503, refusal({ code: 'maintenance', message: 'Back soon' })));
      assert.deepEqual(await failure(create(api)), {
        kind: 'server',
        status: 503,
        code: 'maintenance',
        message: 'Back soon',
      });
    });

    it('of 503 says when to ask again, where the service does', async (t) => {
      const { api } = await open(t, json(503, {}, { 'retry-after': '120' }));
      const said = await failure(api.get('req_1', { signal: endless }));
      assert.deepEqual(said, { kind: 'server', status: 503, retryAfter: 120_000 });
    });

    it('takes an id from no reply but a 2xx', async (t) => {
      const { api } = await open(t, json(500, golden('create.reply')));
      assert.equal((await failure(create(api))).kind, 'server');
    });
  });

  describe('trouble on the way', () => {
    it('before a connection stands is of the phase connect', async (t) => {
      const failed = await failure(create(clientFor(t, await deadOrigin())));
      assert.ok(failed.kind === 'network');
      assert.equal(failed.phase, 'connect');
      assert.equal(failed.code, 'ECONNREFUSED');
      assert.notEqual(failed.message, '');
    });

    it('with a host of no address is of the phase connect', async (t) => {
      const failed = await failure(create(clientFor(t, 'https://nowhere.invalid')));
      assert.ok(failed.kind === 'network');
      assert.equal(failed.phase, 'connect');
    });

    it('after the bytes left is of the phase later', async (t) => {
      const { server, api } = await open(t, reset);
      const failed = await failure(create(api));
      assert.ok(failed.kind === 'network');
      assert.equal(failed.phase, 'later');
      assert.equal(server.requests.length, 1);
    });

    it('in the middle of the reply is of the phase later', async (t) => {
      const { api } = await open(t, (_, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"requestId":', () => response.socket?.destroy());
      });
      const failed = await failure(create(api));
      assert.ok(failed.kind === 'network');
      assert.equal(failed.phase, 'later');
    });

    it('with what is no HTTP is of the phase later', async (t) => {
      const { api } = await open(t, (_, response) => void response.socket?.end(`SSH-2.0 ${key}\r\n\r\n`));
      const failed = await failure(create(api));
      assert.ok(failed.kind === 'network');
      assert.equal(failed.phase, 'later');
    });

    it('is a server that takes the request and never answers', async (t) => {
      const { server, api } = await open(t, undefined, { headers: 50 });
      const failed = await failure(create(api));
      assert.ok(failed.kind === 'network');
      assert.equal(failed.phase, 'later');
      assert.equal(failed.code, 'UND_ERR_HEADERS_TIMEOUT');
      assert.equal(server.requests.length, 1);
    });

    it('is a server that begins an answer and stops', async (t) => {
      const { api } = await open(t, (_, response) => void response.writeHead(200).write('{'), { body: 50 });
      const failed = await failure(create(api));
      assert.ok(failed.kind === 'network');
      assert.equal(failed.phase, 'later');
      assert.equal(failed.code, 'UND_ERR_BODY_TIMEOUT');
    });

    it('is a server whose answer trickles without end', async (t) => {
      const { api } = await open(
        t,
        (_, response) => {
          response.writeHead(200).write('{');
          const timer = setInterval(() => response.write(' '), 10);
          response.on('close', () => clearInterval(timer));
        },
        { reply: 200 },
      );
      const failed = await failure(create(api));
      assert.deepEqual([failed.kind, 'phase' in failed && failed.phase], ['network', 'later']);
    });

    it('is never answered by sending again', async (t) => {
      const { server, api } = await open(t, inTurn(reset, created));
      await failure(create(api));
      assert.equal(server.requests.length, 1);
      const polls = await open(t, inTurn(reset, json(200, { status: 'queued' })));
      await failure(polls.api.get('req_1', { signal: endless }));
      assert.equal(polls.server.requests.length, 1);
    });
  });

  describe('a call that is aborted', () => {
    const stop = new Error('stop');

    it('rejects with the signal’s reason, before, at once and under way', async (t) => {
      const { server, api } = await open(t);
      await assert.rejects(create(api, undefined, AbortSignal.abort(stop)), stop);
      assert.equal(server.requests.length, 0);

      const controller = new AbortController();
      const call = api.get('req_1', { signal: controller.signal });
      await server.arrived(0);
      controller.abort(stop);
      await assert.rejects(call, stop);
    });

    it('rejects so in the middle of a reply too', async (t) => {
      const { api } = await open(t, (_, response) => void response.writeHead(200).write('{'));
      const controller = new AbortController();
      const call = create(api, () => setImmediate(() => controller.abort(stop)), controller.signal);
      await assert.rejects(call, stop);
    });
  });

  describe('a create that is aborted while it connects', () => {
    it('does not say that it is sent', async (t) => {
      const { server, api } = await open(t, created);
      const controller = new AbortController();
      const call = create(api, () => assert.fail('it says so'), controller.signal);
      controller.abort(new Error('stop'));
      await assert.rejects(call, /stop/);
      assert.equal(server.requests.length, 0);
    });
  });

  describe('a reply to a look', () => {
    const look = (api: OpenApi): ReturnType<OpenApi['get']> => api.get('req_1', { signal: endless });

    it('is read with every status, known or not', async (t) => {
      for (const status of ['queued', 'processing', 'succeeded', 'failed', 'cancelled', 'upscaling']) {
        const { api } = await open(t, json(200, { success: true, requestId: 'req_1', status }));
        assert.equal((await look(api)).status, status);
      }
    });

    it('brings the error as far as it can be read', async (t) => {
      const { api } = await open(t, json(200, { status: 'failed', error: { code: 'face', message: 'A face', at: 3 } }));
      assert.deepEqual((await look(api)).error, { code: 'face', message: 'A face' });
      const other = await open(t, json(200, { status: 'failed', error: 'A face' }));
      assert.deepEqual((await look(other.api)).error, { message: 'A face' });
    });

    it('is read where the output is missing, null or odd', async (t) => {
      for (const output of [undefined, null, {}, [], 'https://x', { url: 5 }]) {
        const { api } = await open(t, json(200, { status: 'succeeded', output }));
        assert.equal((await look(api)).output?.url, undefined);
      }
      const { api } = await open(t, json(200, { status: 'succeeded', output: { url: 'https://x/a.mp4', type: 5 } }));
      assert.equal((await look(api)).output?.url, 'https://x/a.mp4');
    });

    it('is refused where it is about another request', async (t) => {
      const { api } = await open(t, json(200, { requestId: 'req_2', status: 'succeeded' }));
      assert.equal((await failure(look(api))).kind, 'badReply');
    });

    const unusable: readonly [name: string, handler: Handler][] = [
      ['has no status', json(200, { success: true, requestId: 'req_1' })],
      ['has an empty status', json(200, { status: '' })],
      ['has a status that is a number', json(200, { status: 3 })],
      ['is HTML', page(200, '<html></html>')],
      ['is empty', page(200, '')],
      ['is too long', page(200, ' '.repeat(2 * 1024 * 1024))],
      ['is no object', json(200, 'succeeded')],
    ];
    for (const [name, handler] of unusable) {
      it(`is none where it ${name}`, async (t) => {
        const { api } = await open(t, handler);
        assert.equal((await failure(look(api))).kind, 'badReply');
      });
    }

    it('of 404 is a refusal, of 500 the service’s trouble', async (t) => {
      const lost = await open(t, json(404, refusal({ code: 'not_found', message: 'No such request' })));
      assert.equal((await failure(look(lost.api))).kind, 'rejected');
      const broken = await open(t, json(500, refusal(null)));
      assert.equal((await failure(look(broken.api))).kind, 'server');
    });
  });

  describe('a reply about the models', () => {
    it('that cannot be read is a failure, so that the documented table stays', async (t) => {
      for (const handler of [json(200, { success: true }), json(200, { data: {} }), page(200, 'x')]) {
        const { api } = await open(t, handler);
        assert.equal((await failure(api.models(documentedCapabilities, { signal: endless }))).kind, 'badReply');
      }
    });
  });

  afterEach(() => {
    // A warning of ours or of a library would be a leak: listeners on a signal, for one.
    assert.equal(warnings.length, 0, warnings.join('\n'));
  });

  const warnings: string[] = [];
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') warnings.push(String(warning));
  });

  describe('a reply in an odd wrapping', () => {
    const body = JSON.stringify(golden('create.reply'));
    const sent = (bytes: Buffer, encoding?: string): Handler => {
      return (_, response) => {
        response.writeHead(200, { ...(encoding !== undefined && { 'content-encoding': encoding }) }).end(bytes);
      };
    };

    it('is read behind a byte order mark: the clip is paid for', async (t) => {
      const { api } = await open(t, sent(Buffer.from(`\ufeff${body}`)));
      assert.equal((await create(api)).requestId, 'req_1234567890');
    });

    it('is read compressed, though nobody asked for that', async (t) => {
      const wrapped = { gzip: gzipSync(body), deflate: deflateSync(body), br: brotliCompressSync(body) };
      for (const [encoding, bytes] of Object.entries(wrapped)) {
        const { server, api } = await open(t, sent(bytes, encoding));
        assert.equal((await create(api)).requestId, 'req_1234567890');
        assert.equal(server.requests[0]?.headers['accept-encoding'], 'identity');
      }
    });

    it('is read where it only says that it is compressed', async (t) => {
      const { api } = await open(t, sent(Buffer.from(body), 'gzip'));
      assert.equal((await create(api)).requestId, 'req_1234567890');
    });

    it('is none where it unpacks without end', async (t) => {
      const { api } = await open(t, sent(gzipSync(Buffer.alloc(100_000_000)), 'gzip'));
      assert.equal((await failure(create(api))).kind, 'badReply');
    });

    it('still tells by its status what it cannot tell by its body', async (t) => {
      for (const [status, kind] of [
        [429, 'rateLimited'],
        [503, 'server'],
      ] as const) {
        const { api } = await open(t, page(status, 'not packed', { 'content-encoding': 'gzip' }));
        assert.equal((await failure(create(api))).kind, kind);
      }
    });
  });

  describe('what is kept of a reply', () => {
    it('has bounds, whatever was sent', async (t) => {
      const long = 'x'.repeat(500_000);
      const { api } = await open(t, json(400, refusal({ code: long, message: long })));
      const failed = await failure(create(api));
      assert.ok(failed.kind === 'rejected');
      assert.deepEqual([failed.code?.length, failed.message?.length], [200, 2000]);
      const looks = await open(t, json(200, { status: long, output: { url: `https://x/${long}` } }));
      const seen = await looks.api.get('req_1', { signal: endless });
      assert.deepEqual([seen.status.length, seen.output?.url], [100, undefined]);
    });

    it('is still a refusal where its error is nested too deep to be written out', async (t) => {
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const { api } = await open(t, page(400, `{"success":false,"error":${deep}}`));
      assert.equal((await failure(create(api))).kind, 'rejected');
    });

    it('is a wait that can be written down, however long it is', async (t) => {
      const { api } = await open(t, json(429, refusal(null), { 'retry-after': '9'.repeat(400) }));
      const failed = await failure(api.get('req_1', { signal: endless }));
      assert.ok(failed.kind === 'rateLimited' && Number.isSafeInteger(failed.retryAfter));
    });
  });

  describe('a reply to a cancel', () => {
    it('is refused where it is about another request', async (t) => {
      const { api } = await open(t, json(200, { success: true, requestId: 'req_2', status: 'cancelled' }));
      assert.equal((await failure(api.cancel('req_1', { signal: endless }))).kind, 'badReply');
    });
  });
});
