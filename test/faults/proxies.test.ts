import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { fetch as undiciFetch, ProxyAgent } from 'undici';
import { OpenApi } from '../../src/engine/api/client.ts';
import { ApiError, type ApiFailure } from '../../src/engine/api/failure.ts';
import { defaultLimits, Transport, type Network } from '../../src/engine/api/transport.ts';
import { fetchFile } from '../../src/engine/downloads/fetchFile.ts';
import { Receipts } from '../../src/engine/jobs/receipts.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { submit } from '../../src/engine/jobs/submit.ts';
import { documentedCapabilities } from '../../src/shared/capabilities.ts';
import { FakeClock } from '../support/engine/clock.ts';
import { temporaryFolder } from '../support/engine/folder.ts';
import { clipBytes, draftOf, key } from '../support/engine/fixtures.ts';
import { recorder } from '../support/engine/ports.ts';
import { makeAuthority } from '../support/proxy/authority.ts';
import { office, serviceUrl, type Office } from '../support/proxy/office.ts';
import { startSocksProxy } from '../support/proxy/socksProxy.ts';
import { report } from './table.ts';

const run = promisify(execFile);
const password = 'clerk:hush hush';
const basic = `Basic ${Buffer.from(password).toString('base64')}`;
const request = { model: 'seedance-2.0', prompt: 'Waves at dusk' } as const;

const total = { tries: 0, chargedTwice: 0, leaked: 0 };
after(() => {
  report(20, { fault: 'Proxies and certificates', ...total });
  assert.equal(total.chargedTwice, 0);
  assert.equal(total.leaked, 0);
});

interface Try {
  readonly network: Network;
  /** Stands for VS Code's. */
  readonly fetch?: typeof globalThis.fetch;
  readonly env?: Readonly<Record<string, string>>;
}

/** What became of one create, with what is asked of every one of them. */
async function create(
  t: TestContext,
  place: Office,
  { network, fetch, env = {} }: Try,
): Promise<{ readonly failure?: Extract<ApiFailure, { kind: 'network' }>; readonly sent: boolean }> {
  total.tries++;
  const before = { ...process.env };
  Object.assign(process.env, env);
  const transport = new Transport(network, { ...defaultLimits, connect: 1500, headers: 4000 }, fetch);
  t.after(() => transport.close());
  const posts = place.count('POST');
  let sends = 0;
  let failure: ApiFailure | undefined;
  try {
    const api = new OpenApi(transport, { baseUrl: serviceUrl, key });
    const onSend = (): void => {
      assert.equal(place.count('POST'), posts, 'it arrived before it was written down');
      sends++;
    };
    await api.create(request, { signal: new AbortController().signal, onSend });
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    failure = error.failure;
  } finally {
    for (const name of Object.keys(env)) if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
  const charges = place.count('POST') - posts;
  if (charges > 1) total.chargedTwice++;
  const leaks = leaksOf(place);
  total.leaked += leaks.length;
  assert.deepEqual(leaks, []);
  if (failure === undefined) {
    assert.deepEqual([charges, sends], [1, 1]);
    return { sent: true };
  }
  assert.ok(failure.kind === 'network', JSON.stringify(failure));
  if (failure.phase === 'connect') assert.equal(charges, 0, 'it arrived, and is said not to have');
  assert.ok(charges <= sends);
  return { failure, sent: sends > 0 };
}

/** Credentials where they must not be. */
function leaksOf({ proxy, arrived }: Office): string[] {
  const leaks: string[] = [];
  if (proxy.seen().includes(key)) leaks.push('the key at the proxy');
  for (const { path, headers, body } of arrived)
    if (/proxy-auth|hush/i.test(path + JSON.stringify(headers) + body)) leaks.push('the password at the service');
  return leaks;
}

async function unconnected(t: TestContext, place: Office, attempt: Try, code: RegExp): Promise<void> {
  const { failure, sent } = await create(t, place, attempt);
  assert.ok(failure !== undefined, 'it came through');
  assert.equal(failure.phase, 'connect', JSON.stringify(failure));
  assert.match(failure.code ?? '', code, JSON.stringify(failure));
  assert.equal(sent, false);
  assert.equal(place.arrived.length, 0);
}

const lax = (place: Office, more: Partial<Network> = {}): Network => ({
  strictSSL: false,
  proxy: place.proxy.origin,
  ...more,
});

describe('through a proxy', () => {
  it('a create arrives once', async (t) => {
    const place = await office(t);
    await create(t, place, { network: lax(place) });
    assert.deepEqual(place.proxy.asked, ['service.test:443']);
    assert.equal(place.arrived[0]?.headers.authorization, `Bearer ${key}`);
  });

  it('that wants a password, the one in its URL or the one set as a header is given to it alone', async (t) => {
    const place = await office(t, () => ({ password }));
    const inUrl = place.proxy.origin.replace('//', `//${password.replace(' ', '%20')}@`);
    await create(t, place, { network: lax(place, { proxy: inUrl }) });
    await create(t, place, { network: lax(place, { proxyAuthorization: basic }) });
    assert.equal(place.count('POST'), 2);
  });

  it('that wants another password, nothing is sent', async (t) => {
    const place = await office(t, () => ({ password }));
    await unconnected(t, place, { network: lax(place) }, /^PROXY_AUTH$/);
    await unconnected(t, place, { network: lax(place, { proxyAuthorization: 'Basic d3Jvbmc=' }) }, /^PROXY_AUTH$/);
  });

  for (const status of [403, 502, 503])
    it(`that answers ${status}, nothing is sent`, async (t) => {
      const place = await office(t);
      place.proxy.behave({ status });
      await unconnected(t, place, { network: lax(place) }, /^PROXY_REFUSED$/);
    });

  it('that hangs up at once, nothing is sent', async (t) => {
    const place = await office(t);
    place.proxy.behave('hangUp');
    await unconnected(t, place, { network: lax(place) }, /^PROXY_REFUSED$/);
  });

  it('that never answers, nothing is sent and the limit of a connection holds', { timeout: 20_000 }, async (t) => {
    const place = await office(t);
    place.proxy.behave('hang');
    await unconnected(t, place, { network: lax(place) }, /^PROXY_UNREACHABLE$/);
  });

  it('that is not there, nothing is sent', async (t) => {
    const place = await office(t);
    await place.proxy.close();
    await unconnected(t, place, { network: lax(place) }, /^PROXY_UNREACHABLE$/);
    await unconnected(t, place, { network: lax(place, { proxy: 'http://proxy.invalid:8080' }) }, /^PROXY_UNREACHABLE$/);
  });

  it('of a kind that is not known, nothing is sent', async (t) => {
    const place = await office(t);
    for (const proxy of ['socks4://127.0.0.1:1', 'gopher://127.0.0.1', 'no address'])
      await unconnected(t, place, { network: lax(place, { proxy }) }, /^PROXY_INVALID$/);
  });

  it('that speaks TLS, its certificate is looked at', async (t) => {
    const place = await office(t, (authority) => ({ secure: authority.issue('127.0.0.1') }));
    await unconnected(t, place, { network: { strictSSL: true, proxy: place.proxy.origin } }, /^PROXY_CERTIFICATE$/);
    const { failure } = await create(t, place, { network: lax(place) });
    assert.equal(failure, undefined);
  });

  it('that speaks SOCKS 5, a create arrives once', async (t) => {
    const place = await office(t);
    const host = await startSocksProxy(t, place.port);
    for (const scheme of ['socks', 'socks5', 'socks5h']) {
      const { failure } = await create(t, place, { network: lax(place, { proxy: `${scheme}://${host}` }) });
      assert.equal(failure, undefined);
    }
    assert.equal(place.count('POST'), 3);
  });

  it('that cuts the tunnel in the middle of a request, it is not known what became of it, and it is not sent again', async (t) => {
    const place = await office(t);
    // Behind the greetings of TLS, in the request.
    let began = 0;
    place.server.on('secureConnection', () => began++);
    place.server.prependListener('request', (incoming) => void incoming.socket.destroy());
    const { failure, sent } = await create(t, place, { network: lax(place) });
    assert.equal(failure?.phase, 'later');
    assert.equal(sent, true);
    assert.equal(began, 1);
    assert.equal(place.proxy.asked.length, 1);
  });

  it('that cuts the tunnel while certificates are shown, nothing is sent', async (t) => {
    const place = await office(t);
    place.proxy.behave({ cutAfter: 50 });
    await unconnected(t, place, { network: lax(place) }, /./);
  });
});

describe('a proxy that reads along', () => {
  it('is refused where nobody knows its authority, by the name of what is wrong with its certificate', async (t) => {
    const place = await office(t);
    const spy = makeAuthority(temporaryFolder(t), 'Spy');
    place.proxy.behave({ intercept: spy.issue('service.test') });
    const network = { strictSSL: true, proxy: place.proxy.origin };
    await unconnected(t, place, { network }, /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/);
  });

  it('is let through where its authority is among the system’s or Node’s', async (t) => {
    const place = await office(t);
    const company = makeAuthority(temporaryFolder(t), 'Company');
    place.proxy.behave({ intercept: company.issue('service.test') });
    for (const name of ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']) {
      total.tries++;
      const child = join(import.meta.dirname, '../support/proxy/create.ts');
      const env = { ...process.env, [name]: company.file };
      const { stdout } = await run(process.execPath, [child, place.proxy.origin], { env });
      assert.equal(stdout.trim(), 'req_1234567890');
    }
    assert.equal(place.count('POST'), 2);
    // It reads what goes through it, and the password of a proxy is not among it.
    assert.equal(place.arrived[0]?.headers['proxy-authorization'], undefined);
  });

  it('is let through where certificates are not to be looked at', async (t) => {
    const place = await office(t);
    place.proxy.behave({ intercept: makeAuthority(temporaryFolder(t), 'Company').issue('service.test') });
    const transport = new Transport(lax(place));
    t.after(() => transport.close());
    const api = new OpenApi(transport, { baseUrl: serviceUrl, key });
    assert.equal((await api.get('req_1234567890', { signal: new AbortController().signal })).status, 'succeeded');
  });
});

describe('which way', () => {
  it('the environment tells where no setting does, in capitals or not, and http.noProxy and NO_PROXY are heard', async (t) => {
    const place = await office(t);
    const strictSSL = false;
    for (const name of ['HTTPS_PROXY', 'https_proxy'])
      await create(t, place, { network: { strictSSL }, env: { [name]: place.proxy.origin } });
    assert.equal(place.proxy.asked.length, 2);
    const env = { HTTPS_PROXY: place.proxy.origin, NO_PROXY: 'service.test' };
    const straight = /^(ENOTFOUND|EAI_AGAIN)$/;
    place.proxy.behave('open');
    for (const attempt of [
      { network: { strictSSL }, env },
      { network: lax(place, { noProxy: ['.test'] }) },
      { network: { strictSSL, proxy: '' }, env: { HTTPS_PROXY: place.proxy.origin } },
    ]) {
      const { failure } = await create(t, place, attempt);
      assert.match(failure?.code ?? '', straight);
    }
    assert.equal(place.proxy.asked.length, 2);
  });

  it('to this machine never leads through a proxy', async (t) => {
    const place = await office(t);
    const transport = new Transport(lax(place));
    t.after(() => transport.close());
    for (const host of ['127.0.0.1', 'localhost', '127.0.0.2'])
      await transport
        .fresh(`http://${host}:9`, 'service')
        .request({ origin: `http://${host}:9`, path: '/', method: 'GET' })
        .catch(() => undefined);
    assert.deepEqual(place.proxy.asked, []);
  });
});

/** A `fetch` that knows a proxy which no setting tells of, as VS Code's does. */
function knowing(t: TestContext, proxy: string): typeof globalThis.fetch {
  const dispatcher = new ProxyAgent({ uri: proxy, requestTls: { rejectUnauthorized: false } });
  t.after(() => dispatcher.destroy());
  return ((url: string, init: object) =>
    undiciFetch(url, { ...init, dispatcher })) as unknown as typeof globalThis.fetch;
}

describe('the second way', () => {
  const strict: Network = { strictSSL: true };

  it('is proved without key or body before a create goes by it, once', async (t) => {
    const place = await office(t);
    await create(t, place, { network: strict, fetch: knowing(t, place.proxy.origin) });
    assert.deepEqual(
      place.arrived.map(({ method, headers }) => [method, headers.authorization !== undefined]),
      [
        ['HEAD', false],
        ['POST', true],
      ],
    );
    assert.deepEqual(JSON.parse(place.arrived[1]?.body ?? ''), request);
    assert.ok(place.arrived[1]?.headers['content-length'] !== undefined);
  });

  it('is not taken where undici connects', async (t) => {
    const place = await office(t);
    const fetch = (): never => assert.fail('the second way');
    await create(t, place, { network: lax(place), fetch });
  });

  it('is kept for what is asked later, and forgotten when it does not connect', async (t) => {
    const place = await office(t);
    const transport = new Transport(strict, defaultLimits, knowing(t, place.proxy.origin));
    t.after(() => transport.close());
    const api = new OpenApi(transport, { baseUrl: serviceUrl, key });
    const signal = new AbortController().signal;
    for (let look = 0; look < 3; look++) await api.get('req_1234567890', { signal });
    assert.deepEqual([place.count('HEAD'), place.count('GET')], [1, 3]);
    place.proxy.behave({ status: 502 });
    const failing = async (): Promise<string | undefined> =>
      api.get('req_1234567890', { signal }).then(
        () => assert.fail('it came through'),
        (error: unknown) =>
          error instanceof ApiError && error.failure.kind === 'network' && error.failure.phase === 'connect'
            ? error.failure.code
            : assert.fail(String(error)),
      );
    await failing();
    assert.match((await failing()) ?? '', /^(ENOTFOUND|EAI_AGAIN)$/);
    place.proxy.behave('open');
    await api.get('req_1234567890', { signal });
    assert.equal(place.count('HEAD'), 2);
  });

  it('that leads nowhere either leaves the failure of the first, and nothing is sent', async (t) => {
    const place = await office(t);
    place.proxy.behave({ status: 403 });
    const fetch = knowing(t, place.proxy.origin);
    await unconnected(t, place, { network: strict, fetch }, /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it('sends no create again, whatever the service answers or does', async (t) => {
    for (const answer of ['reset', 421, 307, 408, 500, 503] as const) {
      const place = await office(t);
      place.server.removeAllListeners('request');
      let posts = 0;
      place.server.on('request', (incoming, response) => {
        if (incoming.method === 'POST') posts++;
        if (answer === 'reset' && incoming.method === 'POST') return void incoming.socket.destroy();
        incoming.resume();
        response.writeHead(incoming.method === 'POST' ? Number(answer) : 200, { location: '/elsewhere' }).end();
      });
      total.tries++;
      const transport = new Transport(strict, defaultLimits, knowing(t, place.proxy.origin));
      t.after(() => transport.close());
      const api = new OpenApi(transport, { baseUrl: serviceUrl, key });
      let sends = 0;
      const error: unknown = await api
        .create(request, { signal: new AbortController().signal, onSend: () => sends++ })
        .catch((error: unknown) => error);
      assert.ok(error instanceof ApiError, String(error));
      assert.ok(error.failure.kind !== 'network' || error.failure.phase === 'later', JSON.stringify(error.failure));
      if (posts > 1) total.chargedTwice++;
      assert.deepEqual([posts, sends], [1, 1], String(answer));
    }
  });

  it('sends nothing where it cannot be written down that it is sent', async (t) => {
    const place = await office(t);
    const transport = new Transport(strict, defaultLimits, knowing(t, place.proxy.origin));
    t.after(() => transport.close());
    const api = new OpenApi(transport, { baseUrl: serviceUrl, key });
    const onSend = (): never => {
      throw new Error('the disk is full');
    };
    const signal = new AbortController().signal;
    await assert.rejects(api.create(request, { signal, onSend }), /the disk is full/);
    assert.equal(place.count('POST'), 0);
  });

  it('that fails to connect after all says so where the failure itself does', async (t) => {
    const place = await office(t);
    const through = knowing(t, place.proxy.origin);
    const fetch = (async (url: string, init: RequestInit) => {
      if (init.method !== 'HEAD') place.proxy.behave({ status: 502 });
      return through(url, init);
    }) as typeof globalThis.fetch;
    const { failure, sent } = await create(t, place, { network: strict, fetch });
    assert.equal(failure?.phase, 'connect');
    assert.equal(sent, true);
    assert.equal(place.count('POST'), 0);
  });

  for (const [failures, outcome] of [
    [1, 'accepted'],
    [99, 'withdrawn'],
  ] as const)
    it(`that fails to connect ${failures === 1 ? 'once' : 'for good'} after all leaves no job in doubt: ${outcome}`, async (t) => {
      total.tries++;
      const place = await office(t);
      const through = knowing(t, place.proxy.origin);
      let tries = 0;
      const fetch = (async (url: string, init: RequestInit) => {
        place.proxy.behave(init.method !== 'HEAD' && tries++ < failures ? { status: 502 } : 'open');
        return through(url, init);
      }) as typeof globalThis.fetch;
      const transport = new Transport(strict, defaultLimits, fetch);
      t.after(() => transport.close());
      const store = new JobStore(join(temporaryFolder(t), 'jobs.db'));
      t.after(() => store.close());
      const clock = new FakeClock();
      const submission = await clock.fly(
        submit(
          draftOf(),
          { service: 'live', baseUrl: serviceUrl, folder: 'file:///clips', fileName: 'waves' },
          {
            ...{ store, clock, owner: 'window', capabilities: documentedCapabilities, firstLook: () => 1000 },
            api: new OpenApi(transport, { baseUrl: serviceUrl, key }),
            log: recorder([]),
            receipts: new Receipts(temporaryFolder(t), recorder([])),
            sending: new Set<string>(),
            resolve: () => assert.fail('there is no reference'),
          },
          new AbortController().signal,
        ),
      );
      assert.equal(submission.outcome, outcome);
      assert.equal(place.count('POST'), outcome === 'accepted' ? 1 : 0);
      assert.equal(tries, outcome === 'accepted' ? 2 : 3);
      assert.equal(store.drafts.get('draft') !== undefined, outcome === 'withdrawn', 'the draft');
    });

  it('brings clips from a stranger’s host that only a proxy can find', async (t) => {
    const place = await office(t);
    const transport = new Transport(strict, defaultLimits, knowing(t, place.proxy.origin));
    t.after(() => transport.close());
    place.server.removeAllListeners('request');
    const clip = clipBytes(300_000);
    let cuts = 0;
    place.server.on('request', (incoming, response) => {
      const start = Number(/^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1] ?? 0);
      assert.equal(incoming.headers.authorization, undefined);
      const range = `bytes ${start}-${clip.length - 1}/${clip.length}`;
      response.writeHead(206, { 'content-range': range, 'content-length': clip.length - start, etag: '"one"' });
      if (incoming.method === 'HEAD') response.end();
      else if (cuts++ < 2) response.write(clip.subarray(start, start + 100_000), () => response.destroy());
      else response.end(clip.subarray(start));
    });
    const path = join(temporaryFolder(t), 'clip');
    const signal = new AbortController().signal;
    const size = await fetchFile(`${serviceUrl}/clip.mp4`, path, 'https://other.test', transport, signal);
    assert.equal(size, clip.length);
    assert.deepEqual(readFileSync(path), clip);
  });

  it('leads to no address inside, and by no http', async (t) => {
    const fetch = (): never => assert.fail('the second way');
    const transport = new Transport({ strictSSL: true, proxy: 'http://127.0.0.1:9' }, defaultLimits, fetch);
    t.after(() => transport.close());
    for (const origin of ['https://10.0.0.1', 'https://[fd00::1]', 'http://nowhere.invalid'])
      await assert.rejects(transport.fresh(origin, 'foreign').request({ origin, path: '/', method: 'GET' }), origin);
  });
});
