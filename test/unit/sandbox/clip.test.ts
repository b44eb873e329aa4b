import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { clips, hasFfmpeg, now, open, temporaryFolder } from './client.ts';

const exec = promisify(execFile);
const withFfmpeg = { skip: !hasFfmpeg && 'no ffmpeg on this machine' };
const withShell = { skip: process.platform === 'win32' && 'stands in for ffmpeg by a shell script' };

async function picture(folder: string, name: string, colour: string): Promise<Buffer<ArrayBuffer>> {
  const path = join(folder, name);
  await exec('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `color=${colour}:size=400x300`, '-frames:v', '1', path]);
  return readFile(path);
}

interface Probe {
  readonly streams: readonly { codec_name: string; width?: number; height?: number; pix_fmt?: string }[];
  readonly format: { readonly duration: string };
}

async function probe(path: string) {
  const show = ['-show_entries', 'stream=codec_name,width,height,pix_fmt:format=duration', '-of', 'json'];
  const { streams, format } = JSON.parse((await exec('ffprobe', ['-v', 'error', ...show, path])).stdout) as Probe;
  const [video, audio] = streams;
  return {
    size: `${String(video?.width)}x${String(video?.height)}`,
    video: [video?.codec_name, video?.pix_fmt],
    audio: audio?.codec_name,
    seconds: Math.round(Number(format.duration) * 10) / 10,
  };
}

/** The mean colour of the frame at a time in seconds, as [red, green, blue] of 0–255. */
async function colourAt(path: string, time: number): Promise<number[]> {
  const args = ['-v', 'error', '-ss', String(time), '-i', path, '-frames:v', '1', '-vf', 'scale=1:1:flags=area'];
  const raw = await exec('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { encoding: 'buffer' });
  return [...raw.stdout];
}

const outputOf = (folder: string, id: string) => join(folder, 'outputs', `${id}.mp4`);

test(
  'a clip is made of the picture that was uploaded, as long and as large as asked, with sound',
  withFfmpeg,
  async (t) => {
    const sandbox = await open(t, { ffmpeg: 'ffmpeg' });
    const red = await sandbox.upload('red.png', await picture(sandbox.folder, 'red.png', 'red'));
    const cases = [
      { aspectRatio: '9:16', duration: 6, resolution: '480p', size: '480x854' },
      { aspectRatio: '1:1', duration: 4, resolution: '720p', size: '720x720' },
      { aspectRatio: '16:9', duration: 4, resolution: '1080p', size: '1920x1080' },
    ];
    for (const { size, ...asked } of cases) {
      const { requestId } = await sandbox.create({ ...asked, mediaUrls: [red] });
      await sandbox.ended(requestId);
      const path = outputOf(sandbox.folder, requestId);
      const [video, audio] = [['h264', 'yuv420p'], 'aac'];
      assert.deepEqual(await probe(path), { size, video, audio, seconds: asked.duration });
      const [r = 0, g = 255, b = 255] = await colourAt(path, 1);
      assert.ok(r > 200 && g < 50 && b < 50, `${r}, ${g}, ${b} is red`);
    }
  },
);

test('two pictures are the first and the last frame', withFfmpeg, async (t) => {
  const sandbox = await open(t, { ffmpeg: 'ffmpeg' });
  const red = await sandbox.upload('red.jpg', await picture(sandbox.folder, 'red.jpg', 'red'));
  const blue = await sandbox.upload('blue.png', await picture(sandbox.folder, 'blue.png', 'blue'));
  const { requestId } = await sandbox.create({ mediaUrls: [red, blue], duration: 4, resolution: '480p' });
  await sandbox.ended(requestId);
  const path = outputOf(sandbox.folder, requestId);
  assert.deepEqual([(await probe(path)).size, (await probe(path)).seconds], ['854x480', 4]);
  const [[r = 0], [, , b = 0]] = [await colourAt(path, 0), await colourAt(path, 3.9)] as [number[], number[]];
  assert.ok(r > 200 && b > 200, `red at first (${r}), blue at last (${b})`);
});

test('without a picture of its own the sandbox still makes a clip as asked', withFfmpeg, async (t) => {
  const sandbox = await open(t, { ffmpeg: 'ffmpeg' });
  const playlist = await sandbox.upload('list.png', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n');
  for (const mediaUrls of [[], ['https://example.com/photo.jpg'], [playlist]]) {
    const { requestId } = await sandbox.create({ mediaUrls, duration: 5, resolution: '480p' });
    await sandbox.ended(requestId);
    const { size, seconds, audio } = await probe(outputOf(sandbox.folder, requestId));
    assert.deepEqual([size, seconds, audio], ['854x480', 5, 'aac']);
  }
});

test('a picture that cannot be read is answered by a shipped clip', withFfmpeg, async (t) => {
  const sandbox = await open(t, { ffmpeg: 'ffmpeg' });
  const broken = await sandbox.upload('broken.png', Buffer.from('\x89PNG\r\n\x1a\nnothing', 'latin1'));
  const { requestId } = await sandbox.create({ mediaUrls: [broken] });
  await sandbox.ended(requestId);
  assert.deepEqual(await readFile(outputOf(sandbox.folder, requestId)), await readFile(join(clips, '16x9.mp4')));
});

test('without ffmpeg a shipped clip of the same shape is handed out', async (t) => {
  for (const ffmpeg of [false, join(import.meta.dirname, 'no-such-program')] as const) {
    const sandbox = await open(t, { ffmpeg });
    for (const aspectRatio of ['16:9', '9:16', '1:1']) {
      const { requestId } = await sandbox.create({ aspectRatio });
      await sandbox.ended(requestId);
      const shipped = await readFile(join(clips, `${aspectRatio.replace(':', 'x')}.mp4`));
      assert.deepEqual(await readFile(outputOf(sandbox.folder, requestId)), shipped);
    }
  }
});

test('the shipped clips are small, and what they stand in for', withFfmpeg, async () => {
  for (const [name, size] of [
    ['16x9', '640x360'],
    ['9x16', '360x640'],
    ['1x1', '480x480'],
  ] as const) {
    const path = join(clips, `${name}.mp4`);
    assert.ok((await stat(path)).size < 60_000);
    assert.deepEqual(await probe(path), { size, video: ['h264', 'yuv420p'], audio: 'aac', seconds: 5 });
  }
});

/** A stand-in for ffmpeg that notes its arguments, one call a line, and then does as it is told. */
async function standIn(folder: string, body: string) {
  const [program, calls] = [join(folder, 'stand-in'), join(folder, 'calls')];
  await writeFile(calls, '');
  await writeFile(program, `#!/bin/sh\necho "$*" >>'${calls}'\nfor target; do :; done\n${body}\n`);
  await chmod(program, 0o755);
  return { program, calls: async () => (await readFile(calls, 'utf8')).split('\n').slice(0, -1) };
}

const copyShipped = `cp '${join(clips, '1x1.mp4')}' "\${target#file:}"`;

test('two servers that are asked for the same clip make it once', withShell, async (t) => {
  const folder = await temporaryFolder(t);
  const { program, calls } = await standIn(folder, `sleep 0.3; ${copyShipped}`);
  const servers = [await open(t, { folder, ffmpeg: program }), await open(t, { folder, ffmpeg: program })] as const;
  const { requestId } = await servers[0].create();
  await Promise.all(servers.map((server) => server.ended(requestId)));
  assert.equal((await calls()).length, 1);
  for (const server of servers) await server.close();
  assert.deepEqual(await readdir(join(folder, 'outputs')), [`${requestId}.mp4`]);
  assert.deepEqual(await readdir(join(folder, 'temporary')), []);
});

test('a picture is read as what its bytes say, from its file alone', withShell, async (t) => {
  const folder = await temporaryFolder(t);
  const { program, calls } = await standIn(folder, copyShipped);
  const sandbox = await open(t, { folder, ffmpeg: program });
  const url = await sandbox.upload('photo.png', Buffer.from('\xff\xd8\xff a JPEG after all', 'latin1'));
  await sandbox.ended((await sandbox.create({ mediaUrls: [url] })).requestId);
  assert.match((await calls()).join(), /-protocol_whitelist file .*-f jpeg_pipe -i file:\S+\/media\/[0-9a-f]{64} /);
});

test('closing and cancelling end a render that is under way', withShell, async (t) => {
  for (const end of ['close', 'cancel'] as const) {
    const folder = await temporaryFolder(t);
    const pidFile = join(folder, 'pid');
    const { program } = await standIn(
      folder,
      `echo $$ >'${pidFile}.new'; mv '${pidFile}.new' '${pidFile}'; exec sleep 60`,
    );
    const sandbox = await open(t, { folder, ffmpeg: program });
    const { requestId } = await sandbox.create();
    const pid = Number(await appears(pidFile));
    if (end === 'cancel') assert.equal((await sandbox.cancel(requestId)).status, 'cancelled');
    await sandbox.close();
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    assert.deepEqual(await readdir(join(folder, 'outputs')), []);
    assert.deepEqual(await readdir(join(folder, 'temporary')), []);
  }
});

async function appears(path: string): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text !== '') return text;
    await delay(10);
  }
}

test('a due clip is processing until it is there', withShell, async (t) => {
  const folder = await temporaryFolder(t);
  const gate = join(folder, 'gate');
  const { program } = await standIn(folder, `until [ -e '${gate}' ]; do sleep 0.05; done; ${copyShipped}`);
  const sandbox = await open(t, { folder, ffmpeg: program, pace: now });
  const { requestId } = await sandbox.create();
  assert.equal((await sandbox.status(requestId)).status, 'processing');
  assert.equal((await sandbox.send('GET', `/sandbox/output/${requestId}.mp4`)).status, 404);
  await writeFile(gate, '');
  assert.equal((await sandbox.ended(requestId)).status, 'succeeded');
});

test('the lock of a maker that died, or that has held it too long, holds nobody up', async (t) => {
  const { pid } = exec(process.execPath, ['-e', '']).child;
  assert.ok(pid);
  await until(() => !isRunning(pid));
  for (const [holder, age] of [
    [pid, 0],
    [process.pid, 3_600],
  ] as const) {
    const sandbox = await open(t);
    const { requestId } = await sandbox.create();
    await sandbox.close();
    await rm(outputOf(sandbox.folder, requestId), { force: true });
    const lock = join(sandbox.folder, 'outputs', `${requestId}.lock`);
    await writeFile(lock, String(holder));
    await utimes(lock, Date.now() / 1000 - age, Date.now() / 1000 - age);
    const next = await open(t, { folder: sandbox.folder });
    assert.equal((await next.ended(requestId)).status, 'succeeded');
    await next.close();
    assert.deepEqual(await readdir(join(sandbox.folder, 'outputs')), [`${requestId}.mp4`]);
  }
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(10);
}

test('what keeps a clip from being made is said, not waited for in silence', async (t) => {
  const sandbox = await open(t, { clips: join(import.meta.dirname, 'no-such-folder') });
  const { requestId } = await sandbox.create();
  for (;;) {
    const { success, error } = await sandbox.status(requestId);
    if (success) continue;
    assert.equal(error?.code, 'internal_error');
    break;
  }
});
