import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Uploader } from '../../../../src/engine/references/hosting.ts';
import type { Reference } from '../../../../src/shared/draft.ts';
import { pixel, setUpTravels } from '../../../support/engine/references.ts';
import { until } from '../../../support/until.ts';
import { page, startServer, type Handler } from '../../../support/engine/server.ts';

const picture: Handler = (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(pixel);

/** A user with a program for uploads. It runs `script` (the body of a module), and leaves a mark each time. */
async function setUp(t: TestContext, script: (origin: string) => string, { seconds = 60 }: Partial<Uploader> = {}) {
  const server = await startServer(t, picture);
  const travels = setUpTravels(t, server.origin, { ways: ['uploader'] });
  const program = join(travels.folder, 'upload.mjs');
  const marks = join(travels.folder, 'runs');
  const mark = `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(marks)}, process.argv[2] + '\\n');`;
  writeFileSync(program, `${mark}\n${script(server.origin)}`);
  const uploader: Uploader = { command: [process.execPath, program, '{file}'], seconds };
  travels.ports.setHosting({ uploader });
  return {
    ...travels,
    server,
    /** The files with which the program was called. */
    runs: () => (existsSync(marks) ? readFileSync(marks, 'utf8').trim().split('\n') : []),
  };
}

const prints = (origin: string): string => `console.log('uploading…\\n${origin}/hosted.png')`;

describe('a program that uploads', () => {
  it('gets the file’s path as one word, and its last word is the URL', async (t) => {
    const { live, file, runs } = await setUp(t, prints);
    const names = ['two words.png', '#100%+a.png', '🌊.png', '"quoted" $HOME `x`;.png', 'שלום\u202e.png'];
    for (const [index, name] of names.entries()) {
      assert.match(await live.agree(file(name, `${index}`)), /\/hosted\.png$/);
    }
    assert.deepEqual(
      runs().map((path) => path.slice(path.lastIndexOf('/') + 1)),
      names,
    );
  });

  it('is not run before somebody agreed, and what it would do is said', async (t) => {
    const { live, file, runs } = await setUp(t, prints);
    const { travel, offer } = await live.look(file('hero.png'));
    assert.equal(travel.way, 'upload');
    assert.match(offer?.consent?.file ?? '', /^“hero\.png” \(67\sbytes\)$/);
    assert.match(offer?.consent?.readers ?? '', /handed to “.*upload\.mjs \{file\}”/);
    await assert.rejects(
      live.resolve(file('hero.png')),
      /now has to be uploaded to .*Press Generate once more to be asked/,
    );
    assert.deepEqual(runs(), []);
  });

  it('is run once for the same content, as long as its URL works', async (t) => {
    const { live, file, runs, server } = await setUp(t, prints);
    const url = await live.agree(file('a.png'));
    const { travel, offer } = await live.look(file('b.png'));
    assert.deepEqual([travel.way, offer?.consent], ['ready', undefined]);
    assert.equal(await live.resolve(file('b.png')), url);
    assert.equal(runs().length, 1);
    server.answer(page(404, ''));
    await assert.rejects(live.resolve(file('b.png')), /now has to be uploaded to .*Press Generate once more/);
    assert.equal(runs().length, 1);
    server.answer(picture);
    assert.equal((await live.look(file('b.png'))).travel.way, 'upload');
    assert.equal(await live.agree(file('b.png')), url);
    assert.equal(runs().length, 2);
  });

  it('that cannot be asked now whether its URL works is not run again', async (t) => {
    const { live, file, runs, server } = await setUp(t, prints);
    await live.agree(file('a.png'));
    server.answer(page(503, ''));
    await assert.rejects(live.resolve(file('a.png')));
    assert.equal(runs().length, 1);
  });

  it('whose URL cannot be fetched is not believed', async (t) => {
    const { live, file, server } = await setUp(t, prints);
    server.answer(page(404, ''));
    await assert.rejects(
      live.agree(file('a.png')),
      /The URL that your program printed for “a\.png” does not work.*404/,
    );
    assert.equal((await live.look(file('a.png'))).travel.way, 'upload');
  });

  it('that prints no URL, fails, is not there or takes too long says so', async (t) => {
    const scripts: readonly [script: string, RegExp][] = [
      ['', /last thing it prints must be a public https:\/\/ URL, and it was “/],
      ["console.log('done')", /last thing it prints must be a public https:\/\/ URL, and it was “/],
      [
        "console.log('http://example.invalid/a.png')",
        /last thing it prints must be a public https:\/\/ URL, and it was “/,
      ],
      ["console.log('file:///etc/passwd')", /last thing it prints must be a public https:\/\/ URL, and it was “/],
      ["console.error('noise\\nno such account'); process.exit(3)", /no such account/],
      ["console.log('x'.repeat(1e6))", /./],
    ];
    for (const [script, words] of scripts) {
      const { live, file } = await setUp(t, () => script);
      await assert.rejects(live.agree(file('a.png')), (error: Error) => {
        assert.match(error.message, /^Your program “.*” did not upload “a\.png”: /);
        assert.match(error.message, words);
        return true;
      });
    }
    const { live, file } = await setUp(t, () => 'setInterval(() => undefined, 1000)', { seconds: 1 });
    await assert.rejects(live.agree(file('a.png')), /took longer than 1 s/);
    const { live: other, file: write, ports } = await setUp(t, prints);
    ports.setHosting({ uploader: { command: ['/no/such/program', '{file}'], seconds: 5 } });
    await assert.rejects(other.agree(write('a.png')), /there is no such program/);
  });

  it('is ended when the upload is stopped', async (t) => {
    const { live, file, server } = await setUp(
      t,
      (origin) => `await fetch('${origin}/started'); setInterval(() => undefined, 1000)`,
    );
    const stop = new AbortController();
    const upload = live.agree(file('a.png'), stop.signal);
    await server.arrived(0);
    stop.abort(new Error('stop'));
    await assert.rejects(upload, /stop/);
  });

  it('is ended with all that it has started', async (t) => {
    const { live, file, folder, server } = await setUp(
      t,
      (origin) => `import { spawn } from 'node:child_process';
        const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'ignore' });
        appendFileSync(process.argv[2] + '.pid', String(child.pid));
        await fetch('${origin}/started');
        setInterval(() => undefined, 1000);`,
    );
    const stop = new AbortController();
    const upload = live.agree(file('a.png'), stop.signal);
    await server.arrived(0);
    const pid = Number(readFileSync(join(folder, 'a.png.pid'), 'utf8'));
    assert.doesNotThrow(() => process.kill(pid, 0));
    stop.abort(new Error('stop'));
    await assert.rejects(upload, /stop/);
    await until('its child to end', () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  it('that asks for something gets nothing, and is not waited for', async (t) => {
    const { live, file } = await setUp(
      t,
      (origin) => `for await (const line of process.stdin) console.log(line); console.log('${origin}/hosted.png')`,
    );
    assert.match(await live.agree(file('a.png')), /hosted\.png$/);
  });

  it('for a file that changes meanwhile is not believed to have uploaded what it was', async (t) => {
    const { live, file } = await setUp(
      t,
      (origin) => `appendFileSync(process.argv[2], 'more'); console.log('${origin}/hosted.png')`,
    );
    await assert.rejects(live.agree(file('a.png')), /“a\.png” was changed while it was uploaded/);
    assert.equal((await live.look(file('a.png'))).travel.way, 'upload');
  });

  it('whose command does not name the file is not run, and that is said', async (t) => {
    const { live, file, ports } = await setUp(t, prints);
    ports.setHosting({ uploader: { command: ['upload'], seconds: 5 } });
    assert.match((await live.look(file('a.png'))).travel.tried?.join() ?? '', /has no “\{file\}”/);
  });

  it('leaves nothing of its command line in the store, which may hold a token', async (t) => {
    const { live, file, ports, folder } = await setUp(t, prints);
    const [node, program] = [process.execPath, join(folder, 'upload.mjs')];
    ports.setHosting({ uploader: { command: [node, program, '{file}', '--token=s3cr3t'], seconds: 60 } });
    await live.agree(file('a.png'));
    for (const name of readdirSync(folder).filter((name) => name.startsWith('jobs.db')))
      assert.ok(!readFileSync(join(folder, name)).includes('s3cr3t'), name);
  });

  it('is not run for files of a workspace that is not trusted', async (t) => {
    const { live, file, ports } = await setUp(t, prints);
    ports.setHosting({ trusted: false });
    const { travel } = await live.look(file('a.png'));
    assert.match(travel.tried?.join() ?? '', /not trusted/);
  });

  it('gets a copy of a file that is on no disk, which is gone afterwards', async (t) => {
    const { live, ports, runs } = await setUp(t, prints);
    ports.files.memory.set('mem:/far.png', pixel);
    const far: Reference = { id: 'far', name: '../far.png', source: { type: 'file', uri: 'mem:/far.png' } };
    await live.agree(far);
    const [path = ''] = runs();
    assert.ok(path.startsWith(tmpdir()));
    assert.ok(!existsSync(dirname(path)));
  });
});
