import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OpenApi } from '../../../../src/engine/api/client.ts';
import { defaultLimits, Transport } from '../../../../src/engine/api/transport.ts';
import { download } from '../../../../src/engine/downloads/download.ts';
import { DownloadError } from '../../../../src/engine/downloads/downloadError.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { clipBytes, jobOf, key } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodeFiles } from '../../../support/engine/ports.ts';
import { page, startServer, type Handler } from '../../../support/engine/server.ts';
import { limitedFiles, mayLimit, mayMount, mount } from '../../../support/faults/disks.ts';

const clip = clipBytes(200_000);

/** Sends the clip, or what is left of it. */
const host: Handler = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= clip.length) response.writeHead(416, { 'content-range': `bytes */${clip.length}` }).end();
  else
    response
      .writeHead(206, { 'content-range': `bytes ${from}-${clip.length - 1}/${clip.length}` })
      .end(clip.subarray(from));
};

/** A job that has succeeded, whose folder is on no disk until a test makes it one, and a window that holds the lease. */
async function setUp(t: TestContext, handler: Handler = host) {
  const server = await startServer(t, handler);
  const root = temporaryFolder(t);
  const [path, secondPlace, chosen] = [join(root, 'jobs.db'), join(root, 'storage/clips'), join(root, 'chosen')];
  const open = (): JobStore => {
    const store = new JobStore(path);
    t.after(() => store.close());
    return store;
  };
  const store = open();
  const lease = store.windows.takeLease('window', 0, 1000);
  assert.ok(lease);
  const transport = new Transport({ strictSSL: true }, defaultLimits);
  t.after(() => transport.close());
  const files = new NodeFiles();
  const client = new OpenApi(transport, { baseUrl: server.origin, key });
  const deps = {
    ...{ store, files, transport, lease, secondPlace, origin: server.origin },
    ...{ staging: join(root, 'staging'), now: 2000, tries: 0 },
    ask: (requestId: string) => client.get(requestId, { signal: new AbortController().signal }),
  };
  const blocked = join(root, 'a file');
  writeFileSync(blocked, '');
  store.insert(
    jobOf({
      ...{ state: 'succeeded', endedAt: 1900, download: { state: 'pending' }, baseUrl: server.origin },
      ...{ outputUrl: `${server.origin}/clip.mp4`, folder: pathToFileURL(blocked).href },
    }),
  );
  const job = (): Job => store.get('job') ?? assert.fail('no job');
  const run = (more: Partial<typeof deps> = {}): Promise<void> =>
    download(job(), { ...deps, ...more }, new AbortController().signal);
  return {
    ...{ server, root, store, files, lease, secondPlace, chosen, blocked, job, run, open },
    /** From now on the clip is wanted in this folder. */
    want: (folder: string) => store.apply('job', { type: 'downloadWanted', folder: pathToFileURL(folder).href }),
    /** All files of the clip below the root, with their bytes; temporary ones too. */
    copies: () =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(mp4|part|copy)$/.test(name))
        .sort(),
  };
}

/** Where the clip is, as the store says. */
function fileOf({ download }: Job): string {
  assert.ok(download.state === 'done', JSON.stringify(download));
  return fileURLToPath(download.file);
}

/** Why it is in the second place, undefined where it is in its own. */
function asideOf({ download }: Job): string | undefined {
  assert.ok(download.state === 'done', JSON.stringify(download));
  return download.aside;
}

describe('a clip that its folder does not take', () => {
  it('is kept whole in the second place, once, and the store says where and why', async (t) => {
    const { run, job, copies, secondPlace } = await setUp(t);
    await run();
    const file = join(secondPlace, 'clip.mp4');
    const done = { state: 'done', file: pathToFileURL(file).href, size: clip.length, aside: 'blocked' };
    assert.deepEqual(job().download, done);
    assert.ok(readFileSync(file).equals(clip));
    assert.deepEqual(copies(), ['storage/clips/clip.mp4']);
  });

  it('is kept there where the folder is gone with its disk', async (t) => {
    const { run, job, want, store, lease } = await setUp(t);
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    want('/proc/nothing/clips');
    await run();
    assert.equal(asideOf(job()), 'gone');
  });

  it('is kept there where a file system of VS Code does not take it', async (t) => {
    const { run, job, store, files, lease, copies } = await setUp(t);
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    store.apply('job', { type: 'downloadWanted', folder: 'memory:/clips' });
    files.copyTo = () => Promise.reject(Object.assign(new Error('no'), { code: 'NoPermissions' }));
    await run();
    assert.equal(asideOf(job()), 'unwritable');
    assert.deepEqual(copies(), ['storage/clips/clip.mp4']);
  });

  it('waits for a file system that is not there yet, but not until its address is over', async (t) => {
    const { run, job, store, files, lease } = await setUp(t);
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    store.apply('job', { type: 'downloadWanted', folder: 'memory:/clips' });
    files.copyTo = () => Promise.reject(Object.assign(new Error('no'), { code: 'Unavailable' }));
    const later = (error: unknown): boolean => error instanceof DownloadError && error.remedy === 'later';
    await assert.rejects(run(), later);
    await run({ now: 2000 + 3_600_000 });
    assert.equal(asideOf(job()), 'gone');
  });

  it('waits for a mend where the second place does not take it either, and nothing of it is left there', async (t) => {
    const { run, root, job, copies } = await setUp(t);
    writeFileSync(join(root, 'storage'), '');
    await assert.rejects(
      run(),
      (error) => error instanceof DownloadError && error.remedy === 'mend' && error.trouble === 'blocked',
    );
    assert.equal(job().download.state, 'pending');
    assert.deepEqual(copies(), []);
  });

  it('has no second place where that is its own: what came of it stays for the next try', async (t) => {
    const { run, root, job, want, store, lease, secondPlace } = await setUp(t);
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    want(secondPlace);
    writeFileSync(join(root, 'storage'), '');
    await assert.rejects(run(), (error) => error instanceof DownloadError && error.trouble === 'blocked');
    assert.equal(job().download.state, 'pending');
  });

  it('is not looked for there where its host is in trouble', async (t) => {
    const { run, secondPlace, want, store, lease, chosen } = await setUp(t, page(503, ''));
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    want(chosen);
    await assert.rejects(run(), (error) => error instanceof DownloadError && error.remedy === 'later');
    assert.equal(existsSync(secondPlace), false);
  });
});

describe('a full or a locked disk', { skip: mayMount ? false : 'only root may mount one' }, () => {
  it('in the middle of a clip keeps no half of it, and what came is not fetched twice', async (t) => {
    const { run, job, want, store, lease, server, copies } = await setUp(t);
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    want(mount(t, 'size=100k'));
    await run();
    assert.equal(asideOf(job()), 'full');
    assert.ok(readFileSync(fileOf(job())).equals(clip));
    assert.deepEqual(copies(), ['storage/clips/clip.mp4']);
    assert.match(String(server.requests[1]?.headers.range), /^bytes=[1-9]/);
  });

  it('that may only be read is said', async (t) => {
    const { run, job, want, store, lease } = await setUp(t);
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    want(mount(t, 'ro'));
    await run();
    assert.equal(asideOf(job()), 'unwritable');
  });

  it('with the second place on it leaves nothing behind', async (t) => {
    const { run, want, store, lease } = await setUp(t);
    const disk = mount(t, 'size=100k');
    store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
    want(join(disk, 'clips'));
    await assert.rejects(
      run({ secondPlace: join(disk, 'second') }),
      (error) => error instanceof DownloadError && error.trouble === 'full',
    );
    assert.deepEqual(readdirSync(join(disk, 'second')), []);
  });
});

describe(
  'a limit of this machine for files, as that of a quota',
  { skip: mayLimit ? false : 'there is no prlimit here' },
  () => {
    it('is a full disk', async (t) => {
      const { run, want, store, lease, chosen } = await setUp(t);
      store.apply('job', { type: 'downloadDelayed', reason: '' }, { lease });
      want(chosen);
      const disk = limitedFiles(t);
      disk.leavePage();
      const error = await run().then(
        () => assert.fail('it came through'),
        (error: unknown) => error,
      );
      disk.free();
      assert.ok(error instanceof DownloadError);
      assert.equal(error.trouble, 'full');
    });
  },
);

describe('a clip in the second place', () => {
  it('moves to the folder that is chosen, after a restart too, and leaves nothing behind', async (t) => {
    const { run, job, want, chosen, copies, server, open } = await setUp(t);
    await run();
    want(chosen);
    assert.deepEqual(
      open()
        .unfinished()
        .map(({ id }) => id),
      ['job'],
    );
    await run();
    assert.equal(fileOf(job()), join(chosen, 'clip.mp4'));
    assert.ok(readFileSync(fileOf(job())).equals(clip));
    assert.deepEqual(copies(), ['chosen/clip.mp4']);
    assert.deepEqual([job().kept, server.requests.length], [undefined, 1]);
  });

  it('takes no name that is taken there', async (t) => {
    const { run, job, want, chosen, copies } = await setUp(t);
    await run();
    mkdirSync(chosen);
    writeFileSync(join(chosen, 'clip.mp4'), 'mine');
    want(chosen);
    await run();
    assert.equal(fileOf(job()), join(chosen, 'clip-2.mp4'));
    assert.deepEqual(copies(), ['chosen/clip-2.mp4', 'chosen/clip.mp4']);
  });

  it('moves to a file system of VS Code', async (t) => {
    const { run, job, store, files, copies } = await setUp(t);
    await run();
    store.apply('job', { type: 'downloadWanted', folder: 'memory:/clips' });
    await run();
    assert.ok(Buffer.from(files.memory.get('memory:/clips/clip.mp4') ?? []).equals(clip));
    assert.equal(asideOf(job()), undefined);
    assert.deepEqual(copies(), []);
  });

  it('leaves nothing of a move that was cut off', async (t) => {
    const { run, want, chosen, copies } = await setUp(t);
    await run();
    mkdirSync(chosen);
    writeFileSync(join(chosen, '.job.0.part'), clip.subarray(0, 1000));
    want(chosen);
    await run();
    assert.deepEqual(copies(), ['chosen/clip.mp4']);
  });

  it('stays where the chosen folder does not take it either', async (t) => {
    const { run, job, want, copies, blocked } = await setUp(t);
    await run();
    const before = job().download;
    want(join(blocked, 'deep'));
    await run();
    assert.deepEqual(job().download, before);
    assert.equal(job().kept, undefined);
    assert.deepEqual(copies(), ['storage/clips/clip.mp4']);
  });

  it('is fetched anew where somebody took it away meanwhile', async (t) => {
    const { run, job, want, chosen, copies } = await setUp(t);
    await run();
    rmSync(fileOf(job()));
    want(chosen);
    await run();
    assert.deepEqual(copies(), ['chosen/clip.mp4']);
    assert.equal(job().kept, undefined);
  });

  it('of which only the store does not know yet that it has moved is found, and is one', async (t) => {
    const { run, job, want, chosen, copies, store, lease, server } = await setUp(t);
    await run();
    const kept = fileOf(job());
    want(chosen);
    const moved = join(chosen, 'clip.mp4');
    // As a crash leaves it: before or after it was taken from the second place.
    for (const isLeft of [true, false]) {
      mkdirSync(chosen, { recursive: true });
      writeFileSync(moved, clip);
      if (!isLeft) rmSync(kept, { force: true });
      store.apply('job', { type: 'placing', file: pathToFileURL(moved).href, size: clip.length }, { lease });
      await run();
      assert.equal(fileOf(job()), moved);
      assert.deepEqual(copies(), ['chosen/clip.mp4']);
      store.apply('job', { type: 'downloadWanted' });
    }
    assert.equal(server.requests.length, 1);
  });

  it('that an earlier window moves while this one does is one in the end', async (t) => {
    const { run, job, want, chosen, copies, files, store, lease } = await setUp(t);
    await run();
    want(chosen);
    mkdirSync(chosen);
    const moved = join(chosen, 'clip.mp4');
    const file = pathToFileURL(moved).href;
    store.apply('job', { type: 'placing', file, size: clip.length }, { lease });
    const size = files.size.bind(files);
    let looks = 0;
    files.size = (uri) => {
      // The copy of this one is whole by then.
      if (uri === file && ++looks === 2) writeFileSync(moved, clip);
      return size(uri);
    };
    await run();
    assert.equal(fileOf(job()), moved);
    assert.deepEqual(copies(), ['chosen/clip.mp4']);
  });

  it('is not fetched on behind the copy of a move that was cut off', async (t) => {
    const { run, job, want, chosen, copies } = await setUp(t);
    await run();
    mkdirSync(chosen);
    writeFileSync(join(chosen, '.job.0.copy'), Buffer.concat([clip, Buffer.from('a record')]));
    rmSync(fileOf(job()));
    want(chosen);
    await run();
    assert.ok(readFileSync(join(chosen, 'clip.mp4')).equals(clip));
    assert.deepEqual(copies(), ['chosen/clip.mp4']);
  });

  it('is not taken away by a window that lost the lease while it slept', async (t) => {
    const { run, job, want, chosen, store, lease } = await setUp(t);
    await run();
    const kept = fileOf(job());
    want(chosen);
    const subscription = store.onDidChange(({ changed }) => {
      if (changed[0]?.download.state !== 'placing') return;
      subscription.dispose();
      assert.notEqual(store.windows.takeLease('next', 5000, 9000)?.fence, lease.fence);
    });
    await run();
    assert.ok(readFileSync(kept).equals(clip));
    assert.equal(job().kept?.file, pathToFileURL(kept).href);
  });
});
