import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { makeNumberedClip, numberIn, numbersOf } from '../support/numberedClip.ts';
import { root } from '../support/paths.mjs';

/** Clips whose frames show their own numbers, in all that a preview opens; each with a rate and the options of ffmpeg. */
const clips: Readonly<Record<string, readonly [rate: string, ...options: string[]]>> = {
  // Frames that come in another order than they are shown in, and one key frame for all of them.
  'film.mp4': ['24', '-c:v', 'libx264', '-bf', '3', '-g', '999'],
  'television.mov': ['30000/1001', '-c:v', 'libx264', '-bf', '2', '-g', '12'],
  'fast.webm': ['60', '-c:v', 'libvpx', '-b:v', '1M', '-deadline', 'realtime'],
  'slow.webm': ['12.5', '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  'variable.mp4': ['30', '-vf', "select='not(mod(n,7))+gt(mod(n,3),1)'", '-fps_mode', 'vfr', '-c:v', 'libx264'],
};
const frames = 70;

let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seedance-frames-'));
  for (const [name, [rate, ...options]] of Object.entries(clips)) {
    makeNumberedClip(join(folder, name), frames, rate, ['-pix_fmt', 'yuv420p', ...options]);
  }
  const from = join(root, 'src/webview/preview');
  const options = { bundle: true, target: 'chrome142', platform: 'browser', logLevel: 'error' } as const;
  await Promise.all([
    build({ ...options, entryPoints: [join(from, 'frame.ts')], outfile: join(folder, 'frame.js'), format: 'esm' }),
    build({
      ...{ ...options, entryPoints: [join(from, 'pictures/worker.ts')] },
      ...{ outfile: join(folder, 'pictureWorker.js'), format: 'iife' },
    }),
    build({
      ...{ ...options, entryPoints: [join(from, 'pictures/frameOfElement.ts')] },
      ...{ outfile: join(folder, 'frameOfElement.js'), format: 'esm' },
    }),
  ]);
  server = await serve(folder);
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
after(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const name of Object.keys(clips)) {
  test(`a frame of ${name} is the one that is shown at its time, whole, and the last one is the last`, async (t) => {
    const times = timesOf(join(folder, name));
    const numbers = numbersOf(join(folder, name));
    const last = times.length - 1;
    assert.ok(last > 20);
    for (const way of ['frame', 'frameOfElement'] as const) {
      const wrong: string[] = [];
      for (const index of [0, 1, 2, 11, 12, 13, last - 1, last]) {
        const [start = 0, end = start + 0.02] = [times[index], times[index + 1]];
        const picture = await png(way, name, (start + end) / 2);
        if (numberIn(picture) !== numbers[index]) wrong.push(`${index}: ${numberIn(picture)} for ${numbers[index]}`);
        if (index === 1) assert.deepEqual(sizeOf(picture), { width: 320, height: 180 });
      }
      const end = await png(way, name, 'last');
      if (numberIn(end) !== numbers[last]) wrong.push(`last: ${numberIn(end)} for ${numbers[last]}`);
      t.diagnostic(`${way}: ${wrong.length} wrong`);
      assert.deepEqual(wrong, [], way);
    }
  });
}

test('a frame has the colours that ffmpeg decodes', async () => {
  const picture = await png('frame', 'film.mp4', 1.02);
  const ours = greys(picture);
  const theirs = greys(
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-i', join(folder, 'film.mp4'), '-vf', 'select=eq(n\\,24)', '-frames:v', '1'],
      ...['-c:v', 'png', '-f', 'image2pipe', '-'],
    ]),
  );
  assert.ok(
    ours.every((grey, index) => Math.abs(grey - (theirs[index] ?? 0)) < 4),
    `${ours.join()} ${theirs.join()}`,
  );
});

test('of what is no clip there is no frame, and that is said', async () => {
  await assert.rejects(png('frame', 'frame.js', 0));
  await assert.rejects(png('frame', 'missing.mp4', 'last'));
});

/** What the page's own code makes of it. */
async function png(way: 'frame' | 'frameOfElement', name: string, at: number | 'last'): Promise<Buffer> {
  const call = way === 'frame' ? 'frameAsPng' : 'frameOfElement';
  const bytes = await page.evaluate<number[]>(`(async () => {
    const { ${call} } = await import('/${way}.js');
    const blob = await ${call}('/${name}', ${JSON.stringify(at)});
    if (blob.type !== 'image/png') throw new Error(blob.type);
    return [...new Uint8Array(await blob.arrayBuffer())];
  })()`);
  return Buffer.from(bytes);
}

/** When the frames of a clip begin, seconds, by ffprobe. */
function timesOf(file: string): number[] {
  const text = execFileSync('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', file],
  ]).toString();
  return text.split('\n').filter(Boolean).map(Number.parseFloat);
}

function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

function greys(picture: Uint8Array): number[] {
  const args = ['-v', 'error', '-i', '-', '-vf', 'scale=20:1:flags=area,format=gray', '-f', 'rawvideo', '-'];
  return [...execFileSync('ffmpeg', args, { input: picture })];
}

async function serve(folder: string): Promise<Server> {
  const types: Readonly<Record<string, string>> = {
    ...{ '.js': 'text/javascript', '.mp4': 'video/mp4', '.mov': 'video/quicktime', '.webm': 'video/webm' },
  };
  const server = createServer(({ url = '/', headers }, response) => {
    const file = join(folder, url.slice(1));
    const type = types[extname(file)];
    if (url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    else if (type === undefined || url === '/missing.mp4') response.writeHead(404).end();
    else {
      const { size } = statSync(file);
      const [, from = '0', to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
      const [start, end] = [Number(from), to ? Number(to) : size - 1];
      response.writeHead(headers.range === undefined ? 200 : 206, {
        ...{ 'content-type': type, 'content-length': end - start + 1, 'accept-ranges': 'bytes' },
        ...(headers.range !== undefined && { 'content-range': `bytes ${start}-${end}/${size}` }),
      });
      createReadStream(file, { start, end }).pipe(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
