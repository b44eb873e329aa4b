import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { Transport } from '../../../../src/engine/api/transport.ts';
import { readRecord } from '../../../../src/engine/clips/clipRecord.ts';
import { recordOfClip } from '../../../../src/engine/clips/clipRecords.ts';
import type { RecordPlace } from '../../../../src/engine/clips/recordPlace.ts';
import { download } from '../../../../src/engine/downloads/download.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { clipBytes, jobOf, key } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodeFiles, recorder } from '../../../support/engine/ports.ts';
import { startServer, type Handler } from '../../../support/engine/server.ts';

const mp4 = clipBytes(50_000);
const webm = Buffer.concat([Buffer.from('\x1a\x45\xdf\xa3', 'latin1'), Buffer.alloc(1000, 1)]);

/** A host that has the clip, or only says that there is no more of it. */
function host(bytes: Buffer): Handler {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= bytes.length) response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    else
      response
        .writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` })
        .end(bytes.subarray(from));
  };
}

/** A job that has succeeded, and a window that holds the lease and keeps records at `place`. */
async function setUp(t: TestContext, place: RecordPlace, clip = mp4, fields: Partial<Job> = {}) {
  const server = await startServer(t, host(clip));
  const root = temporaryFolder(t);
  const folder = join(root, 'clips');
  mkdirSync(folder);
  const store = new JobStore(join(root, 'jobs.db'));
  t.after(() => store.close());
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  const files = new NodeFiles();
  const lines: string[] = [];
  const lease = store.windows.takeLease('window', 0, 1000);
  assert.ok(lease);
  const job = jobOf({
    state: 'succeeded',
    download: { state: 'pending' },
    baseUrl: server.origin,
    outputUrl: `${server.origin}/clip.mp4`,
    folder: pathToFileURL(folder).href,
    ...fields,
  });
  store.insert(job);
  const deps = {
    ...{ store, files, transport, lease, origin: server.origin, now: 2000, tries: 0 },
    staging: join(root, 'staging'),
    secondPlace: join(root, 'storage', 'clips'),
    ask: (requestId: string) =>
      new OpenApi(transport, { baseUrl: server.origin, key }).get(requestId, { signal: new AbortController().signal }),
    records: { place, log: recorder(lines) },
  };
  return {
    ...{ server, root, folder, store, files, lines, lease },
    run: () => download(store.get('job') ?? job, deps, new AbortController().signal),
    names: () => readdirSync(folder).sort(),
    bytes: (name: string) => readFileSync(join(folder, name)),
    prompt: async (name: string) => (await recordOfClip(pathToFileURL(join(folder, name)).href, files))?.prompt,
    done: () => {
      const state = store.get('job')?.download;
      assert.ok(state?.state === 'done', JSON.stringify(state));
      return state;
    },
  };
}

describe('a finished clip', () => {
  it('has its record in it, behind all that was fetched, and nothing lies beside it', async (t) => {
    const { run, names, bytes, prompt, done } = await setUp(t, 'inFile');
    await run();
    assert.deepEqual(names(), ['clip.mp4']);
    const whole = bytes('clip.mp4');
    assert.ok(whole.subarray(0, mp4.length).equals(mp4));
    assert.equal(done().size, whole.length);
    assert.equal(await prompt('clip.mp4'), 'Waves at dusk');
  });

  it('has it beside it where it is set so, and is as it was fetched', async (t) => {
    const { run, names, bytes, prompt } = await setUp(t, 'beside');
    await run();
    assert.deepEqual(names(), ['clip.mp4', 'clip.mp4.seedance.json']);
    assert.ok(bytes('clip.mp4').equals(mp4));
    assert.equal(readRecord(bytes('clip.mp4.seedance.json').toString())?.requestId, 'req_1');
    assert.equal(await prompt('clip.mp4'), 'Waves at dusk');
  });

  it('of a kind that cannot hold it has it beside it', async (t) => {
    const { run, names, bytes, prompt } = await setUp(t, 'inFile', webm);
    await run();
    assert.deepEqual(names(), ['clip.webm', 'clip.webm.seedance.json']);
    assert.ok(bytes('clip.webm').equals(webm));
    assert.equal(await prompt('clip.webm'), 'Waves at dusk');
  });

  it('has none where it is set so', async (t) => {
    const { run, names, bytes, prompt } = await setUp(t, 'none');
    await run();
    assert.deepEqual(names(), ['clip.mp4']);
    assert.ok(bytes('clip.mp4').equals(mp4));
    assert.equal(await prompt('clip.mp4'), undefined);
  });

  it('has it on a file system that is no disk', async (t) => {
    for (const [place, names] of [
      ['inFile', ['memory:/clips/clip.mp4']],
      ['beside', ['memory:/clips/clip.mp4', 'memory:/clips/clip.mp4.seedance.json']],
    ] as const) {
      const { run, files, root } = await setUp(t, place, mp4, { folder: 'memory:/clips' });
      await run();
      assert.deepEqual([...files.memory.keys()], names);
      assert.equal((await recordOfClip('memory:/clips/clip.mp4', files))?.prompt, 'Waves at dusk');
      assert.deepEqual(readdirSync(join(root, 'staging')), []);
    }
  });

  it('takes no name whose record beside is another clip’s', async (t) => {
    const { run, names, folder, bytes } = await setUp(t, 'beside');
    writeFileSync(join(folder, 'clip.mp4.seedance.json'), 'another’s');
    await run();
    assert.deepEqual(names(), ['clip-2.mp4', 'clip-2.mp4.seedance.json', 'clip.mp4.seedance.json']);
    assert.equal(bytes('clip.mp4.seedance.json').toString(), 'another’s');
  });

  it('comes to its name though there is no room for a record, in it or beside it', async (t) => {
    const { run, names, bytes, folder, lease, lines } = await setUp(t, 'inFile');
    // Where the copy would be, and the record on its way, nothing can be written.
    for (const what of ['copy', 'record'])
      mkdirSync(join(folder, `.job.${lease.fence}.${what}`, 'full'), { recursive: true });
    await run();
    assert.ok(bytes('clip.mp4').equals(mp4));
    assert.equal(names().includes('clip.mp4.seedance.json'), false);
    assert.equal(lines.length, 2);
    for (const line of lines) assert.doesNotMatch(line, /clips|Waves/);
  });

  it('has it once it moves from the second place, and nothing is left there', async (t) => {
    for (const [clip, left] of [
      [mp4, ['clip.mp4']],
      [webm, ['clip.webm', 'clip.webm.seedance.json']],
    ] as const) {
      const { run, names, folder, root, store, prompt, done } = await setUp(t, 'inFile', clip);
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'in the way');
      await run();
      assert.equal(done().aside, 'blocked');
      assert.equal(readdirSync(join(root, 'storage/clips')).length, 1);
      rmSync(folder);
      // A window that died at the same has left what it had copied.
      mkdirSync(folder);
      for (const what of ['part', 'record']) writeFileSync(join(folder, `.job.0.${what}`), 'half');
      store.apply('job', { type: 'downloadWanted' });
      await run();
      assert.deepEqual(names(), left);
      assert.equal(await prompt(left[0]), 'Waves at dusk');
      assert.deepEqual(readdirSync(join(root, 'storage/clips')), []);
    }
  });
});

describe('a clip that an earlier window names while this one brings it', () => {
  /** At the second look for the file that was to be, after this window has brought its own. */
  function nameLate(files: NodeFiles, file: string): void {
    const size = files.size.bind(files);
    let looks = 0;
    files.size = (uri) => {
      if (uri === file && ++looks === 2) {
        mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
        writeFileSync(fileURLToPath(file), mp4);
      }
      return size(uri);
    };
  }

  it('gets its record beside it, and nothing of the second copy stays', async (t) => {
    const { run, names, folder, files, store, lease, done } = await setUp(t, 'beside');
    const file = pathToFileURL(join(folder, 'clip.mp4')).href;
    store.apply('job', { type: 'placing', file, size: mp4.length }, { lease });
    nameLate(files, file);
    await run();
    assert.deepEqual(names(), ['clip.mp4', 'clip.mp4.seedance.json']);
    assert.equal(done().file, file);
  });

  it('in the second place gets none there, from where it is yet to move', async (t) => {
    const { run, names, root, files, store, lease, done } = await setUp(t, 'beside');
    const file = pathToFileURL(join(root, 'storage/clips/clip.mp4')).href;
    store.apply('job', { type: 'placing', file, size: mp4.length, aside: 'blocked' }, { lease });
    nameLate(files, file);
    await run();
    assert.equal(done().aside, 'blocked');
    assert.deepEqual(readdirSync(join(root, 'storage/clips')), ['clip.mp4']);
    assert.deepEqual(names(), []);
    store.apply('job', { type: 'downloadWanted' });
    await run();
    assert.deepEqual(names(), ['clip.mp4', 'clip.mp4.seedance.json']);
    assert.deepEqual(readdirSync(join(root, 'storage/clips')), []);
  });
});

describe('a crash while a record is written', () => {
  it('before the copy was whole leaves the clip, which gets its record at the next try', async (t) => {
    for (const half of [0, 10, mp4.length, mp4.length + 10]) {
      const { run, names, bytes, folder, prompt, server, lease } = await setUp(t, 'inFile');
      writeFileSync(join(folder, `.job.${lease.fence}.part`), mp4);
      writeFileSync(
        join(folder, `.job.${lease.fence}.copy`),
        Buffer.concat([mp4, Buffer.alloc(100)]).subarray(0, half),
      );
      await run();
      assert.deepEqual(names(), ['clip.mp4']);
      assert.ok(bytes('clip.mp4').subarray(0, mp4.length).equals(mp4));
      assert.equal(await prompt('clip.mp4'), 'Waves at dusk');
      // All of it was there: the host was only asked whether it ends so, and whether there is more.
      assert.deepEqual(
        server.requests.map(({ headers }) => headers.range),
        [`bytes=${mp4.length - 4096}-`],
      );
    }
  });

  it('of an earlier window is not taken for what that had fetched, and is gone before the clip is told of', async (t) => {
    const { run, names, bytes, folder, store } = await setUp(t, 'inFile');
    writeFileSync(join(folder, '.job.0.copy'), Buffer.concat([mp4, Buffer.alloc(7)]));
    const seen: string[][] = [];
    store.onDidChange(({ changed }) => {
      if (changed.some(({ download }) => download.state === 'done')) seen.push(names());
    });
    await run();
    assert.deepEqual(seen, [['clip.mp4']]);
    assert.ok(bytes('clip.mp4').subarray(0, mp4.length).equals(mp4));
  });

  it('after the clip got its name leaves it there, and its record comes beside it', async (t) => {
    for (const before of [[], ['clip.mp4.seedance.json']]) {
      const { run, names, folder, store, server, lease, done } = await setUp(t, 'beside');
      const file = pathToFileURL(join(folder, 'clip.mp4')).href;
      writeFileSync(fileURLToPath(file), mp4);
      for (const name of before) writeFileSync(join(folder, name), '{}');
      writeFileSync(join(folder, `.job.${lease.fence}.record`), 'half');
      store.apply('job', { type: 'placing', file, size: mp4.length }, { lease });
      await run();
      assert.deepEqual(names(), ['clip.mp4', 'clip.mp4.seedance.json']);
      assert.equal(done().file, file);
      assert.equal(server.requests.length, 0);
    }
  });
});
