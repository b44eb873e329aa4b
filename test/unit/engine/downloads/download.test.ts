import assert from 'node:assert/strict';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { ApiError } from '../../../../src/engine/api/failure.ts';
import { defaultLimits, Transport } from '../../../../src/engine/api/transport.ts';
import { download } from '../../../../src/engine/downloads/download.ts';
import { DownloadError } from '../../../../src/engine/downloads/downloadError.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import type { Lease } from '../../../../src/engine/jobs/windows.ts';
import { clipBytes, jobOf, key } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodeFiles } from '../../../support/engine/ports.ts';
import { inTurn, json, page, reset, startServer, type Handler } from '../../../support/engine/server.ts';

const clip = clipBytes(200_000);
const etag = '"v1"';

/** Ends the connection after some bytes of the body, as soon as the first of them are in the part in `folder`. */
interface Cut {
  readonly after: number;
  readonly folder: string;
}

function partSize(folder: string): number {
  const parts = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.part')) : [];
  return parts.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

async function send(response: ServerResponse, body: Buffer, cut: Cut | undefined): Promise<void> {
  if (cut === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, cut.after));
  // What is cut off unread is lost, and would be no progress.
  const before = partSize(cut.folder);
  while (partSize(cut.folder) <= before) await nextTurn();
  response.destroy();
}

/** Sends the clip as a good host does, with ranges. */
function host(bytes: Buffer = clip, cut?: Cut, tag = etag): Handler {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const condition = request.headers['if-range'];
    const first = condition === undefined || condition === tag ? from : 0;
    if (first >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const body = bytes.subarray(first);
    response.writeHead(first === from ? 206 : 200, {
      'content-length': body.length,
      etag: tag,
      ...(first === from && { 'content-range': `bytes ${first}-${bytes.length - 1}/${bytes.length}` }),
    });
    return send(response, body, cut);
  };
}

/** Sends the clip from its start, whatever was asked for. */
function hostWithoutRanges(cut?: Cut): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-length': clip.length });
    return send(response, clip, cut);
  };
}

/** Likewise, and says nothing more after some bytes, all of which come through. */
function stallsAfter(bytes: number): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-length': clip.length }).write(clip.subarray(0, bytes));
  };
}

/** A job that has succeeded, its service (which keeps the clip too), and a window that holds the lease. */
async function setUp(t: TestContext, output: Handler = host(), fields: Partial<Job> = {}) {
  let sendClip = output;
  const api = { status: json(200, { success: true, status: 'succeeded' }) };
  const server = await startServer(t, (request, response) =>
    (request.path.startsWith('/api/') ? api.status : sendClip)(request, response),
  );
  const root = temporaryFolder(t);
  const folder = join(root, 'clips');
  const path = join(root, 'jobs.db');
  const store = new JobStore(path);
  t.after(() => store.close());
  const transport = new Transport({ strictSSL: true }, { ...defaultLimits, body: 300 });
  t.after(() => transport.close());
  const files = new NodeFiles();
  const lease = store.windows.takeLease('window', 0, 1000);
  assert.ok(lease);
  const first = jobOf({
    state: 'succeeded',
    download: { state: 'pending' },
    baseUrl: server.origin,
    outputUrl: `${server.origin}/clip.mp4?signature=1`,
    folder: pathToFileURL(folder).href,
    ...fields,
  });
  store.insert(first);
  const client = new OpenApi(transport, { baseUrl: server.origin, key });
  const deps = {
    store,
    files,
    transport,
    lease,
    origin: server.origin,
    staging: join(root, 'staging'),
    secondPlace: join(root, 'storage', 'clips'),
    now: 2000,
    tries: 0,
    ask: (requestId: string) => client.get(requestId, { signal: new AbortController().signal }),
  };
  return {
    server,
    store,
    folder,
    root,
    files,
    deps,
    /** What the service says of the clip from now on. */
    freshUrl: (url: string | undefined) => {
      api.status = json(200, { success: true, status: 'succeeded', output: url === undefined ? null : { url } });
    },
    refuseStatus: (handler: Handler) => void (api.status = handler),
    run: (signal = new AbortController().signal) => download(store.get('job') ?? first, deps, signal),
    names: () => readdirSync(folder).sort(),
    /** How the clip is sent from now on. */
    sendBy: (handler: Handler) => void (sendClip = handler),
    cut: { after: 70_000, folder } satisfies Cut,
    /** The requests for the clip itself. */
    gets: () => server.requests.filter((request) => !request.path.startsWith('/api/')),
    clipAt: (name: string) => readFileSync(join(folder, name)),
  };
}

/** What a download failed with. The key is not in it. */
async function failure(run: Promise<void>): Promise<DownloadError> {
  const error: unknown = await run.then(
    () => assert.fail('it came through'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof DownloadError, String(error));
  return error;
}

describe('a download', () => {
  it('brings the clip whole under its name and tells the store, without the key', async (t) => {
    const { run, store, names, clipAt, folder, gets } = await setUp(t);
    await run();
    assert.deepEqual(names(), ['clip.mp4']);
    assert.ok(clipAt('clip.mp4').equals(clip));
    const file = pathToFileURL(join(folder, 'clip.mp4')).href;
    assert.deepEqual(store.get('job')?.download, { state: 'done', file, size: clip.length });
    assert.equal(gets().length, 1);
    for (const { headers } of gets()) {
      assert.equal(headers.authorization, undefined);
      assert.doesNotMatch(JSON.stringify(headers), new RegExp(key));
    }
  });

  it('asks for the address where it was never told', async (t) => {
    const { store, deps, server, folder, freshUrl, clipAt } = await setUp(t);
    freshUrl(`${server.origin}/other.mp4`);
    const nameless = jobOf({ id: 'nameless', state: 'succeeded', download: { state: 'pending' } });
    const job = { ...nameless, folder: pathToFileURL(folder).href };
    store.insert(job);
    await download(job, deps, new AbortController().signal);
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.equal(store.get('nameless')?.outputUrl, `${server.origin}/other.mp4`);
  });

  it('gives the ending that the bytes ask for', async (t) => {
    const mov = Buffer.from(clip);
    mov.write('qt  ', 8, 'latin1');
    const { run, names } = await setUp(t, host(mov));
    await run();
    assert.deepEqual(names(), ['clip.mov']);
  });

  it('goes to a folder that is on no disk, once it is whole, and leaves nothing on this one', async (t) => {
    const { run, files, store, deps } = await setUp(t, host(), { folder: 'memory:/clips' });
    files.memory.set('memory:/clips/clip.mp4', new Uint8Array(3));
    await run();
    assert.deepEqual([...files.memory.keys()], ['memory:/clips/clip.mp4', 'memory:/clips/clip-2.mp4']);
    assert.ok(Buffer.from(files.memory.get('memory:/clips/clip-2.mp4') ?? []).equals(clip));
    assert.equal(store.get('job')?.download.state, 'done');
    assert.deepEqual(readdirSync(deps.staging), []);
  });
});

describe('a download that is cut', () => {
  it('goes on where it was cut, and only with the same file', async (t) => {
    const { run, gets, clipAt, names, cut, sendBy } = await setUp(t);
    sendBy(inTurn(host(clip, cut), host(clip, cut), host()));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.deepEqual(names(), ['clip.mp4']);
    const [first, ...others] = gets().map(({ headers }) => [headers.range, headers['if-range']]);
    assert.deepEqual(first, ['bytes=0-', undefined]);
    assert.equal(others.length, 2);
    for (const [range, condition] of others) {
      assert.match(String(range), /^bytes=[1-9]\d*-$/);
      assert.equal(condition, etag);
    }
  });

  it('begins anew where the file is another meanwhile', async (t) => {
    const other = Buffer.from(clip);
    other.fill(1, 100);
    const { run, clipAt, cut, sendBy } = await setUp(t);
    sendBy(inTurn(host(clip, cut), host(other, undefined, '"v2"')));
    await run();
    assert.ok(clipAt('clip.mp4').equals(other));
  });

  it('begins anew where the host knows no ranges', async (t) => {
    const { run, clipAt, cut, sendBy } = await setUp(t);
    sendBy(inTurn(hostWithoutRanges(cut), hostWithoutRanges()));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
  });

  it('takes the bytes as they come where the host knows no ranges, and keeps those that it has', async (t) => {
    const { run, clipAt, names, gets, sendBy } = await setUp(t);
    sendBy(stallsAfter(120_000));
    assert.equal((await failure(run())).remedy, 'later');
    const [part = ''] = names();
    assert.ok(clipAt(part).equals(clip.subarray(0, 120_000)));
    const before = gets().length;
    sendBy(stallsAfter(40_000));
    assert.equal((await failure(run())).remedy, 'later');
    assert.ok(clipAt(part).equals(clip.subarray(0, 120_000)), 'nothing that came is lost');
    assert.equal(gets().length - before, 1);
    sendBy(inTurn(stallsAfter(160_000), hostWithoutRanges()));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.equal(gets().length - before, 3);
  });

  it('is tried later, and not again and again, where the host knows no ranges and stalls at the same place', async (t) => {
    const { run, gets } = await setUp(t, stallsAfter(70_000));
    assert.equal((await failure(run())).remedy, 'later');
    assert.ok(gets().length <= 2, `${gets().length} requests`);
  });

  it('is of the file that comes where the host knows no ranges and has another one by now, longer or shorter', async (t) => {
    const different = Buffer.from(clip).fill(1, 50_000);
    for (const other of [different, clipBytes(90_000), clip.subarray(0, 90_000)]) {
      const { run, clipAt, sendBy, freshUrl, server } = await setUp(t);
      freshUrl(`${server.origin}/fresh.mp4`);
      sendBy(stallsAfter(120_000));
      await failure(run());
      sendBy((_, response) => void response.writeHead(200, { 'content-length': other.length }).end(other));
      await run();
      assert.ok(clipAt('clip.mp4').equals(other));
    }
  });

  it('does not trust a weak tag', async (t) => {
    const { run, gets, cut, sendBy } = await setUp(t);
    sendBy(inTurn(host(clip, cut, 'W/"v1"'), host()));
    await run();
    assert.equal(gets()[1]?.headers['if-range'], undefined);
  });

  it('goes on after a stall', async (t) => {
    const stall: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': clip.length, etag }).write(clip.subarray(0, 50_000));
    };
    const { run, clipAt, gets } = await setUp(t, inTurn(stall, host()));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.equal(gets()[1]?.headers.range, 'bytes=50000-');
  });

  it('is tried later where nothing comes any more, and what came is kept', async (t) => {
    const { run, names, clipAt, gets, cut, sendBy } = await setUp(t);
    sendBy(inTurn(host(clip, cut), reset, host()));
    assert.equal((await failure(run())).remedy, 'later');
    const [part = ''] = names();
    assert.match(part, /^\.job\.1\.part$/);
    assert.ok(clipAt(part).length > 0);
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.deepEqual(names(), ['clip.mp4']);
    assert.match(String(gets()[2]?.headers.range), /^bytes=[1-9]/);
  });

  it('begins anew by a fresh address where the part fits no more', async (t) => {
    const wrongRange: Handler = (_, response) => {
      const headers = { 'content-range': `bytes 5-${clip.length - 1}/${clip.length}` };
      response.writeHead(206, headers).end(clip.subarray(5));
    };
    for (const handler of [wrongRange, page(206, 'no range at all'), page(416, '')]) {
      const { run, clipAt, freshUrl, server, cut, sendBy } = await setUp(t);
      sendBy(inTurn(host(clip, cut), handler, host()));
      freshUrl(`${server.origin}/fresh.mp4`);
      await run();
      assert.ok(clipAt('clip.mp4').equals(clip));
    }
  });

  it('is not taken for whole where it is shorter than it said', async (t) => {
    const short: Handler = (_, response) => {
      const headers = { 'content-range': `bytes 0-${clip.length - 1}/${clip.length}`, 'content-length': 1000 };
      response.writeHead(206, headers).end(clip.subarray(0, 1000));
    };
    const { run, clipAt } = await setUp(t, inTurn(short, host()));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
  });
});

describe('an address that is over', () => {
  const over: readonly [name: string, handler: Handler][] = [
    ['403', page(403, '<Error>Expired</Error>')],
    ['400', page(400, '<Error><Code>ExpiredToken</Code></Error>')],
    ['404', page(404, '')],
    ['410', page(410, '')],
    ['401', page(401, '')],
    ['a page instead of the clip', page(200, '<html>This link has expired</html>')],
    ['nothing', page(200, '')],
  ];
  for (const [name, handler] of over) {
    it(`(${name}) is asked for anew, once`, async (t) => {
      const { run, freshUrl, server, store, clipAt, gets } = await setUp(t, inTurn(handler, host()));
      freshUrl(`${server.origin}/fresh.mp4`);
      await run();
      assert.ok(clipAt('clip.mp4').equals(clip));
      assert.equal(gets()[1]?.path, '/fresh.mp4');
      assert.equal(store.get('job')?.outputUrl, `${server.origin}/fresh.mp4`);
      const asked = server.requests.filter(({ path }) => path.startsWith('/api/'));
      assert.deepEqual(
        asked.map(({ path }) => path),
        ['/api/open/v1/video/generations/req_1'],
      );
    });

    it(`(${name}) twice leaves no file and can be tried again`, async (t) => {
      const { run, freshUrl, server, names, store } = await setUp(t, handler);
      freshUrl(`${server.origin}/fresh.mp4`);
      assert.equal((await failure(run())).remedy, 'freshUrl');
      assert.deepEqual(
        names().filter((file) => !file.endsWith('.part')),
        [],
      );
      assert.equal(store.get('job')?.download.state, 'pending');
    });
  }

  /** A host that has let go of a clip's first address, and says nothing of it. */
  const silent: Handler = (request, response) =>
    (request.path.startsWith('/fresh') ? host() : page(503, ''))(request, response);

  /** One more try, after so many that came to nothing. */
  async function tryAfter(tries: number, { deps, store }: Awaited<ReturnType<typeof setUp>>): Promise<void> {
    const job = store.get('job');
    assert.ok(job);
    await download(job, { ...deps, tries }, new AbortController().signal);
  }

  it('is found out where its host is gone for good: after some tries the service is asked for another', async (t) => {
    const world = await setUp(t, silent);
    const { freshUrl, server, clipAt } = world;
    freshUrl(`${server.origin}/fresh.mp4`);
    assert.equal((await failure(tryAfter(2, world))).remedy, 'later');
    assert.ok(
      server.requests.every(({ path }) => path.startsWith('/clip.mp4')),
      'it may be back soon',
    );
    await tryAfter(3, world);
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.equal(server.requests.at(-1)?.path, '/fresh.mp4');
  });

  it('is not asked for where the host goes on giving: what is here is gone on with', async (t) => {
    const world = await setUp(t);
    const { cut, sendBy, server, clipAt } = world;
    sendBy(inTurn(host(clip, cut), page(503, '')));
    assert.equal((await failure(tryAfter(9, world))).remedy, 'later');
    sendBy(host());
    await tryAfter(9, world);
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.deepEqual(
      server.requests.filter(({ path }) => path.startsWith('/api/')),
      [],
    );
  });

  it('is waited for where the service names the same, or cannot be asked', async (t) => {
    const world = await setUp(t, page(503, ''));
    const { freshUrl, refuseStatus, store, server } = world;
    freshUrl(store.get('job')?.outputUrl);
    assert.equal((await failure(tryAfter(3, world))).message, 'The clip’s host answered 503.');
    refuseStatus(json(500, {}));
    assert.equal((await failure(tryAfter(3, world))).message, 'The clip’s host answered 503.');
    assert.equal(server.requests.filter(({ path }) => path.startsWith('/api/')).length, 2);
  });

  it('for which there is no other yet is waited for', async (t) => {
    const { run, freshUrl } = await setUp(t, page(404, ''));
    freshUrl(undefined);
    assert.equal((await failure(run())).remedy, 'later');
  });

  it('of which the service cannot be asked is waited for', async (t) => {
    const { run, refuseStatus } = await setUp(t, page(404, ''));
    for (const handler of [reset, json(500, {}), json(401, { success: false })]) {
      refuseStatus(handler);
      const error = await failure(run());
      assert.equal(error.remedy, 'later');
      assert.ok(error.cause instanceof ApiError);
    }
  });

  it('is no matter of the key while it works', async (t) => {
    const { deps, store } = await setUp(t);
    const job = store.get('job');
    assert.ok(job);
    const ask = () => Promise.reject(new ApiError({ kind: 'unauthorized', status: 0 }));
    await download(job, { ...deps, ask }, new AbortController().signal);
    assert.equal(store.get('job')?.download.state, 'done');
  });
});

describe('trouble of the clip’s host', () => {
  it('is waited out', async (t) => {
    for (const handler of [page(500, ''), page(503, ''), page(429, ''), page(304, ''), reset]) {
      const { run } = await setUp(t, handler);
      assert.equal((await failure(run())).remedy, 'later');
    }
  });
});

describe('a place where no clip may come from', () => {
  it('sees nothing, named by the service or by a redirect', async (t) => {
    const other = await startServer(t, host());
    const forbidden = [
      ...[
        `${other.origin}/clip.mp4`,
        'http://example.com/clip.mp4',
        'https://127.0.0.1/clip.mp4',
        'https://localhost/x',
      ],
      ...['file:///etc/passwd', 'data:video/mp4;base64,AAAA', 'ftp://example.com/x', 'nonsense', '', '//'],
    ];
    for (const url of forbidden) {
      const named = await setUp(t, host(), { outputUrl: url });
      named.freshUrl(url);
      assert.equal((await failure(named.run())).remedy, 'freshUrl', url);
      assert.equal(named.gets().length, 0);
    }
    for (const url of forbidden.filter((each) => each.includes(':'))) {
      const redirected = await setUp(t, page(302, '', { location: url }));
      redirected.freshUrl(`${redirected.server.origin}/fresh.mp4`);
      assert.equal((await failure(redirected.run())).remedy, 'freshUrl', url);
    }
    assert.equal(other.connections(), 0);
  });

  it('is a private network too', async (t) => {
    const { run } = await setUp(t, host(), { outputUrl: 'https://10.0.0.1/clip.mp4' });
    const error = await failure(run());
    assert.match(String(error.cause), /10\.0\.0\.1 is not public/);
  });

  it('is not every redirect: one to the same origin is followed, with its range', async (t) => {
    const { run, clipAt, gets } = await setUp(t, inTurn(page(302, '', { location: '/moved.mp4' }), host()));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.deepEqual(
      gets().map(({ path, headers }) => [path, headers.range, headers.authorization]),
      [
        ['/clip.mp4?signature=1', 'bytes=0-', undefined],
        ['/moved.mp4', 'bytes=0-', undefined],
      ],
    );
  });

  it('is a circle of redirects', async (t) => {
    const { run, freshUrl, server, gets } = await setUp(t, page(302, '', { location: '/again' }));
    freshUrl(`${server.origin}/fresh.mp4`);
    assert.equal((await failure(run())).remedy, 'freshUrl');
    assert.ok(gets().length <= 12, String(gets().length));
  });
});

describe('the name of a clip', () => {
  it('is the next number where it is taken, and never another file’s', async (t) => {
    const { run, folder, names, store } = await setUp(t);
    mkdirSync(folder);
    writeFileSync(join(folder, 'clip.mp4'), 'mine');
    writeFileSync(join(folder, 'clip-2.mp4'), 'mine too');
    await run();
    assert.deepEqual(names(), ['clip-2.mp4', 'clip-3.mp4', 'clip.mp4']);
    assert.equal(readFileSync(join(folder, 'clip.mp4'), 'utf8'), 'mine');
    const done = store.get('job')?.download;
    assert.ok(done?.state === 'done' && done.file.endsWith('/clip-3.mp4'));
  });

  it('may be taken in the very last moment', async (t) => {
    const { run, store, names, clipAt } = await setUp(t);
    const subscription = store.onDidChange(({ changed }) => {
      const state = changed[0]?.download;
      if (state?.state !== 'placing') return;
      subscription.dispose();
      writeFileSync(fileURLToPath(state.file), 'mine');
    });
    await run();
    assert.deepEqual(names(), ['clip-2.mp4', 'clip.mp4']);
    assert.equal(clipAt('clip.mp4').toString(), 'mine');
    assert.ok(clipAt('clip-2.mp4').equals(clip));
  });

  it('stays in its folder, whatever the job says', async (t) => {
    const { run, root, names } = await setUp(t, host(), { fileName: '../../../escaped' });
    await run();
    assert.equal(names().length, 1);
    assert.deepEqual(
      readdirSync(root).filter((name) => name.includes('escaped')),
      [],
    );
  });
});

describe('a window that died in the middle', () => {
  it('of placing is recognised: the clip is there, only the store did not know', async (t) => {
    const { run, store, folder, names, gets } = await setUp(t);
    mkdirSync(folder);
    const [file, part] = [join(folder, 'clip.mp4'), join(folder, '.job.1.part')];
    store.apply('job', { type: 'placing', file: pathToFileURL(file).href, size: clip.length });
    writeFileSync(part, clip);
    linkSync(part, file);
    await run();
    assert.deepEqual(names(), ['clip.mp4']);
    assert.equal(store.get('job')?.download.state, 'done');
    assert.equal(gets().length, 0);
  });

  it('just before placing is too: the clip is not there', async (t) => {
    const { run, store, folder, names } = await setUp(t);
    const file = pathToFileURL(join(folder, 'clip.mp4')).href;
    store.apply('job', { type: 'placing', file, size: clip.length });
    await run();
    assert.deepEqual(names(), ['clip.mp4']);
    assert.equal(store.get('job')?.download.state, 'done');
  });

  it('of placing is not confused with a file of somebody else', async (t) => {
    const { run, store, folder, names } = await setUp(t);
    mkdirSync(folder);
    const file = join(folder, 'clip.mp4');
    store.apply('job', { type: 'placing', file: pathToFileURL(file).href, size: clip.length });
    writeFileSync(file, 'mine');
    await run();
    assert.deepEqual(names(), ['clip-2.mp4', 'clip.mp4']);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });

  it('of the transfer leaves its part to the next holder', async (t) => {
    const { store, deps, folder, names, clipAt, gets } = await setUp(t);
    mkdirSync(folder);
    writeFileSync(join(folder, '.job.1.part'), clip.subarray(0, 150_000));
    writeFileSync(join(folder, '.other.1.part'), 'of another job');
    const lease = store.windows.takeLease('next', 5000, 9000);
    assert.equal(lease?.fence, 6, 'later than the 5 s of its clock');
    const job = store.get('job');
    assert.ok(job);
    await download(job, { ...deps, lease }, new AbortController().signal);
    assert.equal(gets()[0]?.headers.range, `bytes=${150_000 - 4096}-`);
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.deepEqual(names(), ['.other.1.part', 'clip.mp4']);
  });

  for (const [whole, piece] of [
    [1, 2],
    [2, 1],
  ])
    it(`while a part was taken over leaves the whole of it, be it the ${whole === 1 ? 'first' : 'last'} of both`, async (t) => {
      const { store, deps, folder, names, clipAt, gets } = await setUp(t);
      mkdirSync(folder);
      writeFileSync(join(folder, `.job.${whole}.part`), clip.subarray(0, 150_000));
      writeFileSync(join(folder, `.job.${piece}.part`), clip.subarray(0, 1000));
      const lease = store.windows.takeLease('next', 5000, 9000);
      const job = store.get('job');
      assert.ok(lease && job);
      await download(job, { ...deps, lease }, new AbortController().signal);
      assert.equal(gets()[0]?.headers.range, `bytes=${150_000 - 4096}-`);
      assert.ok(clipAt('clip.mp4').equals(clip));
      assert.deepEqual(names(), ['clip.mp4']);
    });

  it('of the transfer of another file leaves nothing of it in the clip', async (t) => {
    const { run, folder, clipAt } = await setUp(t);
    mkdirSync(folder);
    writeFileSync(join(folder, '.job.1.part'), Buffer.alloc(150_000, 7));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
  });
});

describe('a window that lost the lease while it slept', () => {
  it('names nothing, and leaves the next holder’s part alone', async (t) => {
    const { run, store, server, folder, names } = await setUp(t);
    server.answer((request, response) => {
      store.windows.takeLease('next', 5000, 9000);
      writeFileSync(join(folder, '.job.2.part'), 'of the next');
      return host()(request, response);
    });
    await run();
    assert.deepEqual(names(), ['.job.2.part']);
    assert.equal(store.get('job')?.download.state, 'pending');
  });
});

describe('a window that fetches what an earlier one was about to place', () => {
  it('finds it in its place, where that one woke up meanwhile', async (t) => {
    const { run, store, server, folder, names, deps } = await setUp(t);
    const file = pathToFileURL(join(folder, 'clip.mp4')).href;
    store.apply('job', { type: 'placing', file, size: clip.length }, { lease: deps.lease });
    server.answer((request, response) => {
      writeFileSync(join(folder, 'clip.mp4'), clip);
      return host()(request, response);
    });
    await run();
    assert.deepEqual(names(), ['clip.mp4']);
    assert.deepEqual(store.get('job')?.download, { state: 'done', file, size: clip.length });
  });
});

describe('a window whose lease goes just as the clip gets its name', () => {
  /** The next holder comes between the name and the word to the store, and has begun. */
  async function overtaken(t: TestContext, then: (store: JobStore, lease: Lease) => void) {
    const world = await setUp(t);
    const { store, folder } = world;
    const listening = store.onDidChange(({ changed }) => {
      if (changed[0]?.download.state !== 'placing') return;
      listening.dispose();
      const next = store.windows.takeLease('next', 2000, 3000);
      assert.ok(next);
      writeFileSync(join(folder, '.job.2.part'), 'begun');
      then(store, next);
    });
    await world.run();
    return world;
  }

  it('leaves the clip where the next holder looks for it, and its part alone', async (t) => {
    const { names, clipAt } = await overtaken(t, () => undefined);
    assert.deepEqual(names(), ['.job.2.part', 'clip.mp4']);
    assert.ok(clipAt('clip.mp4').equals(clip));
  });

  it('takes the clip back where the next holder brings it under another name', async (t) => {
    const file = 'file:///elsewhere/clip.mp4';
    const { names } = await overtaken(t, (store, lease) => {
      store.apply('job', { type: 'placing', file, size: clip.length }, { lease });
    });
    assert.deepEqual(names(), ['.job.2.part']);
  });
});

describe('a download that is stopped', () => {
  it('rejects with the reason and keeps what came', async (t) => {
    const stop = new AbortController();
    const { run, folder, names } = await setUp(t, (_, response) => {
      response.writeHead(200, { 'content-length': clip.length }).write(clip.subarray(0, 50_000), () => {
        setImmediate(() => stop.abort(new Error('the window closes')));
      });
    });
    await assert.rejects(run(stop.signal), /the window closes/);
    assert.ok(existsSync(folder));
    assert.deepEqual(names(), ['.job.1.part']);
  });
});

describe('a clip that ends too early, though its host says nothing of that', () => {
  const short = (bytes: number): Handler => {
    return (_, response) => void response.writeHead(200, { connection: 'close' }).end(clip.subarray(0, bytes));
  };
  const withShortLength: Handler = (_, response) => {
    response.writeHead(200, { 'content-length': 1000 }).end(clip.subarray(0, 1000));
  };

  it('is fetched once more by a fresh address', async (t) => {
    for (const handler of [short(20), short(28), short(32), short(100_000), short(199_999), withShortLength]) {
      const { run, freshUrl, server, clipAt, names } = await setUp(t, inTurn(handler, host()));
      freshUrl(`${server.origin}/fresh.mp4`);
      await run();
      assert.ok(clipAt('clip.mp4').equals(clip));
      assert.deepEqual(names(), ['clip.mp4']);
    }
  });

  it('is kept where the same comes again: it is paid for', async (t) => {
    const { run, freshUrl, server, clipAt, gets } = await setUp(t, short(100_000));
    freshUrl(`${server.origin}/fresh.mp4`);
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip.subarray(0, 100_000)));
    assert.equal(gets().length, 2);
  });

  it('is tried later where it is another each time', async (t) => {
    const { run, freshUrl, server, clipAt, sendBy } = await setUp(t, inTurn(short(1000), short(2000)));
    freshUrl(`${server.origin}/fresh.mp4`);
    assert.equal((await failure(run())).remedy, 'later');
    sendBy(host());
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
  });
});

describe('a clip that seems to end too early', () => {
  const short: Handler = (_, response) =>
    void response.writeHead(200, { connection: 'close' }).end(clip.subarray(0, 100_000));
  const over: Handler = (_, response) => void response.writeHead(403).end();

  it('is kept while no better one comes, also by the next holder, and is the clip where its addresses are over for long', async (t) => {
    const { deps, store, freshUrl, server, clipAt, names, sendBy, run } = await setUp(t, inTurn(short, reset));
    freshUrl(`${server.origin}/fresh.mp4`);
    assert.equal((await failure(run())).remedy, 'later');
    sendBy(over);
    const lease = store.windows.takeLease('next', 5000, 9000);
    const job = store.get('job');
    assert.ok(lease && job);
    const { signal } = new AbortController();
    await assert.rejects(download(job, { ...deps, lease }, signal), 'a host may be out of order for a while');
    const late = { ...deps, lease, now: 3_700_000 };
    sendBy(inTurn(over, over, reset));
    await assert.rejects(download(job, late, signal), 'it may be only now that it is over');
    sendBy(over);
    await download(job, late, signal);
    assert.ok(clipAt('clip.mp4').equals(clip.subarray(0, 100_000)));
    assert.deepEqual(names(), ['clip.mp4']);
  });

  it('is not lost where it is whole and a window died before it had its name: it is the clip where its addresses are over for long', async (t) => {
    const { deps, store, folder, freshUrl, server, clipAt, names } = await setUp(t, over);
    freshUrl(`${server.origin}/fresh.mp4`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.job.0.part'), clip);
    const job = store.get('job');
    assert.ok(job);
    const { signal } = new AbortController();
    await assert.rejects(download(job, deps, signal), 'a host may be out of order for a while');
    await download(job, { ...deps, now: 3_700_000 }, signal);
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.deepEqual(names(), ['clip.mp4']);
  });

  it('is no clip where it is a part that was cut off, however long its addresses are over', async (t) => {
    const { deps, store, folder, freshUrl, server, names } = await setUp(t, over);
    freshUrl(`${server.origin}/fresh.mp4`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.job.0.part'), clip.subarray(0, 100_000));
    const job = store.get('job');
    assert.ok(job);
    await assert.rejects(download(job, { ...deps, now: 3_700_000 }, new AbortController().signal));
    assert.equal(names().includes('clip.mp4'), false);
  });

  it('gives way to a whole one', async (t) => {
    const { freshUrl, server, clipAt, names, sendBy, run } = await setUp(t, inTurn(short, reset));
    freshUrl(`${server.origin}/fresh.mp4`);
    await failure(run());
    sendBy(host());
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
    assert.deepEqual(names(), ['clip.mp4']);
  });
});

describe('a clip whose host promises more than there is', () => {
  it('is whole when the host says that nothing is left', async (t) => {
    const long: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': clip.length + 1000 }).write(clip);
    };
    const { run, clipAt } = await setUp(t, inTurn(long, host()));
    await run();
    assert.ok(clipAt('clip.mp4').equals(clip));
  });
});
