import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { SafeLines } from '../../src/editor/safeLines.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { wayIds } from '../../src/engine/references/way.ts';
import { documentedCapabilities } from '../../src/shared/capabilities.ts';
import { draftOf } from '../support/engine/fixtures.ts';
import { setUpTravels } from '../support/engine/references.ts';
import { startServer, type Handler } from '../support/engine/server.ts';
import { temporaryFolder } from '../support/engine/folder.ts';
import { NodeFiles } from '../support/engine/ports.ts';
import { fastClock } from '../support/faults/fastClock.ts';
import { secretShapes, unusableKeys } from '../support/faults/keys.ts';
import { parrotSays, startParrot, type Parrot } from '../support/faults/parrot.ts';
import { Search } from '../support/faults/search.ts';
import { until } from '../support/until.ts';
import { report } from './table.ts';

const total = { tries: 0, leaked: 0 };
after(() => report(52, { fault: 'Keys that a service, a proxy or an error says back', ...total }));

/** What is said of a clip that leads nowhere without the key in it. */
const away = /the key as a host|a clip that is elsewhere/;

/** The key with which all is tried: the most spellings are its own. */
const whole = 'a key with characters of URLs and JSON';

/** Where a key comes back in each of the ways in which it is taken out. */
function someOf({ create, cancel, look }: typeof parrotSays): typeof parrotSays {
  const some = ['a refusal that is nested', 'a page of a proxy', 'no HTTP', '307 elsewhere'];
  const told = ['key', 'words', 'a clip'];
  const isSome = (name: string): boolean => some.includes(name) || told.some((word) => name.includes(word));
  return { create: create.filter(isSome), cancel: cancel.slice(0, 1), look: look.filter(isSome) };
}

/** An engine whose log goes through what takes secrets out, as in VS Code. */
function openEngine(
  folder: string,
  parrot: Parrot,
  key: string,
  fetch?: typeof globalThis.fetch,
): { engine: Engine; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = new SafeLines({ debug: write, info: write, warn: write, error: write });
  const engine = new Engine({
    folder,
    clock: fastClock(100, Date.now()),
    limits: { connect: 20_000, headers: 20_000, body: 20_000, reply: 20_000 },
    ports: {
      files: new NodeFiles(),
      log: {
        debug: (line) => log.write('debug', line),
        info: (line) => log.write('info', line),
        warn: (line, error) => log.write('warn', line, error),
      },
      access: (_, baseUrl) => {
        log.conceal(key);
        return Promise.resolve({ baseUrl, key });
      },
      network: () => ({ strictSSL: false, proxy: parrot.proxy.origin }),
      ...(fetch !== undefined && { fetch }),
      hosting: () => Promise.resolve({ ways: wayIds, trusted: true, folders: [], rawUrls: {} }),
    },
  });
  return { engine, lines };
}

describe('a key that is said back', () => {
  for (const [shape, key] of Object.entries(secretShapes()))
    it(`is kept, told and passed on nowhere: ${shape}`, async (t) => {
      const root = temporaryFolder(t);
      const [storage, clips] = [join(root, 'storage'), join(root, 'clips')];
      mkdirSync(clips);
      const parrot = await startParrot(t, key);
      const { engine, lines } = openEngine(storage, parrot, key);
      const search = new Search({ [shape]: key });
      const submit = async (prompt: string): Promise<string | undefined> => {
        total.tries++;
        const target = {
          ...({ service: 'live', baseUrl: parrot.baseUrl } as const),
          ...{ folder: pathToFileURL(clips).href, fileName: prompt.replace(': ', ' ') },
        };
        const submission = await engine.submit(draftOf({ id: prompt, prompt }), target, documentedCapabilities);
        search.inValue(`what became of “${prompt}”`, submission);
        return submission.outcome === 'withdrawn' ? undefined : submission.job.id;
      };
      await engine.capabilities('live', parrot.baseUrl);
      const cancel = async (name: string): Promise<void> => {
        const id = await submit(`cancel: ${name}`);
        assert.ok(id !== undefined);
        const brought: unknown = await engine.cancel(id).catch((error: unknown) => error);
        search.inValue(`what a cancel with “${name}” brought`, brought);
      };
      // What a service can say back is tried with one key; how keys look, with all of them.
      const says = shape === whole ? parrotSays : someOf(parrotSays);
      await Promise.all([
        ...says.create.map((name) => submit(`create: ${name}`)),
        ...says.cancel.map(cancel),
        ...says.look.map((name) => submit(`look: ${name}`)),
      ]);
      // A key that is refused holds up all looks: each is asked for anew, as by a person.
      const refreshing = setInterval(() => engine.refresh(), 20);
      t.after(() => clearInterval(refreshing));
      // A clip whose address was the key stays away; that is told with its job.
      const isAway = ({ draft, download }: Job): boolean => away.test(draft.prompt) && 'reason' in download;
      await until('all have met what they were to meet', () => engine.store.unfinished().every(isAway), 60_000);
      clearInterval(refreshing);
      const jobs = engine.store.list();
      search.inValue('the store', jobs);
      search.inFolder(root);
      await engine.dispose();
      search.inFolder(root);
      search.in('the log', lines.join('\n'));
      search.in('what the proxy saw', parrot.proxy.seen());
      search.in('what strangers were sent', parrot.strangers.join('\n'));
      assert.ok(parrot.strangers.length > 0, 'clips were fetched from a stranger');
      assert.ok(lines.length > 100, 'the log has lines');
      total.leaked += search.found.length;
      assert.deepEqual(search.found, []);
      assert.equal(jobs.length, Object.values(says).flat().length);
    });
});

describe('a search', () => {
  it('finds a secret in whatever way it is spelt, in a part of it, and in what is packed', () => {
    for (const [name, secret] of Object.entries(secretShapes())) {
      const bytes = Buffer.from(secret);
      const spelt = [
        ...[bytes, Buffer.from(secret, 'utf16le'), gzipSync(`said ${secret}`), brotliCompressSync(bytes)],
        ...[secret.toUpperCase(), encodeURIComponent(secret), `{"a":${JSON.stringify(secret)}}`, bytes.toString('hex')],
        ...['', 'a', 'ab', 'abc'].map((before) => Buffer.from(`${before}${secret} more`).toString('base64')),
        encodeURIComponent(Buffer.from(`ab${secret} more`).toString('base64')),
        Buffer.from(`a${secret} more`).toString('base64url'),
        ...(secret.length > 1000 ? [secret.slice(0, 100), secret.slice(-50), secret.slice(1000, -1000)] : []),
      ];
      for (const [index, text] of spelt.entries())
        assert.equal(new Search({ [name]: secret }).in('here', text), false, `${name}, ${index}`);
      assert.ok(new Search({ [name]: secret }).in('here', 'nothing of it'));
    }
  });
});

describe('what is set as a key and is none', () => {
  it('is not sent, not kept and not told: it is said that it is none', async (t) => {
    const parrot = await startParrot(t, 'sd2_live_not-this-one');
    for (const [index, key] of unusableKeys.entries()) {
      total.tries++;
      const root = temporaryFolder(t);
      // Both ways out are open; by the second one nothing is known of headers until it is too late.
      const fetch: typeof globalThis.fetch = (...args) => globalThis.fetch(...args);
      for (const baseUrl of [parrot.baseUrl, 'https://service.test']) {
        const { engine, lines } = openEngine(join(root, new URL(baseUrl).protocol), parrot, key, fetch);
        const target = { service: 'live', baseUrl, folder: pathToFileURL(root).href, fileName: 'clip' } as const;
        const submission = await engine.submit(draftOf(), target, documentedCapabilities);
        const capabilities = await engine.capabilities('live', baseUrl);
        await engine.dispose();
        assert.equal(capabilities, undefined);
        assert.deepEqual(submission, {
          outcome: 'withdrawn',
          why: {
            kind: 'failure',
            failure: { kind: 'unauthorized', status: 0, code: 'unusable_key', message: 'no key' },
          },
        });
        if (key.length < 8) continue;
        const search = new Search({ [`unusable key ${index}`]: key });
        search.inFolder(root);
        search.inValue('the log', lines);
        total.leaked += search.found.length;
        assert.deepEqual(search.found, []);
      }
    }
    assert.deepEqual(parrot.asked, []);
    assert.deepEqual(parrot.proxy.asked, []);
  });
});

describe('the secret of a bucket', () => {
  const secrets = {
    'the secret key': `wJalr/${crypto.randomUUID()}+EXAMPLE`,
    'the session token': `FwoGZ${crypto.randomUUID().replaceAll('-', '')}`,
  };
  const { 'the secret key': secretAccessKey, 'the session token': sessionToken } = secrets;

  /** What a bucket may say back of what it is sent: the token is in a header, and the secret key it may know. */
  const answers: Readonly<Record<string, Handler>> = {
    'as the code': (_, response) =>
      void response
        .writeHead(400)
        .end(`<Error><Code>${sessionToken}</Code><Message>${secretAccessKey}</Message></Error>`),
    'as the region': (_, response) =>
      void response
        .writeHead(301, { 'x-amz-bucket-region': sessionToken.toLowerCase() })
        .end(`<Error><Code>PermanentRedirect</Code><Region>${sessionToken.toLowerCase()}</Region></Error>`),
    'as another place': (_, response) =>
      void response.writeHead(307, { location: `http://${sessionToken}.elsewhere.test/?t=${sessionToken}` }).end(),
    'as a page': ({ headers }, response) => void response.writeHead(403).end(`<p>${JSON.stringify(headers)}`),
    'as no HTTP': ({ headers }, response) => void response.socket?.end(JSON.stringify(headers)),
    'in the status line': (_, response) =>
      void response.socket?.end(`HTTP/1.1 400 ${sessionToken}\r\ncontent-length: 0\r\n\r\n`),
  };

  it('is signed with, and said and kept nowhere; its token goes to the bucket and into signed links alone', async (t) => {
    const search = new Search(secrets);
    const storage = await startServer(t);
    const bucket = {
      ...({ endpoint: storage.origin, region: 'us-east-1', name: 'media', prefix: '', style: 'path' } as const),
      ...{ accessKeyId: 'AK', linkSeconds: 3600 },
    };
    const hosting = { ways: ['bucket'] as const, bucket: { bucket, secret: { secretAccessKey, sessionToken } } };
    const travels = setUpTravels(t, storage.origin, hosting);
    const picture = travels.file('hero.png');
    for (const [name, handler] of Object.entries(answers)) {
      total.tries++;
      storage.answer(handler);
      const error: unknown = await travels.live.agree(picture).catch((error: unknown) => error);
      assert.ok(error instanceof Error, name);
      search.inValue(`what is said of a bucket that says it ${name}`, error);
    }
    storage.answer((_, response) => void response.end());
    await travels.live.agree(picture);
    search.inValue('the log', travels.ports.lines);
    search.inValue('what is known of uploads', travels.uploads.list());
    search.inFolder(travels.folder);
    for (const { path, headers, body } of storage.requests) {
      const { 'x-amz-security-token': token, ...others } = headers;
      const url = new URL(path, storage.origin);
      url.searchParams.delete('X-Amz-Security-Token');
      assert.ok(
        token === sessionToken || path.includes(sessionToken) || path.includes('hero'),
        'it is signed with a token',
      );
      search.inValue('what the bucket was sent', { url: url.href, others, body });
    }
    total.leaked += search.found.length;
    assert.deepEqual(search.found, []);
  });
});
