import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Transport } from '../../../../../src/engine/api/transport.ts';
import { readFacts, type MediaFacts } from '../../../../../src/engine/references/media/facts.ts';
import { frugal } from '../../../../../src/engine/references/media/frugal.ts';
import { probe } from '../../../../../src/engine/references/probe.ts';
import { startServer } from '../../../../support/engine/server.ts';
import { root } from '../../../../support/paths.mjs';
import { ascii, box, chunk, exif, ftyp, headers, movie, random, riff, segment, source, u32, u32le } from './samples.ts';

const upright = { rotated: false, located: false };
const read = (bytes: Uint8Array): Promise<MediaFacts> => readFacts(source(bytes));

describe('the facts of a real file', () => {
  const workspace = join(root, 'test/fixtures/workspace');
  const known: readonly (readonly [name: string, facts: Partial<MediaFacts>])[] = [
    ['forest-path.png', { format: 'PNG', mime: 'image/png', kind: 'image', width: 600, height: 800 }],
    ['hot-air-balloon.webp', { format: 'WebP', mime: 'image/webp', kind: 'image', width: 800, height: 800 }],
    ['lighthouse.jpg', { format: 'JPEG', mime: 'image/jpeg', kind: 'image', width: 720, height: 1280 }],
    ['slow-push-in.mp4', { format: 'MP4', mime: 'video/mp4', kind: 'video', width: 640, height: 360, seconds: 4 }],
    ['chime.wav', { format: 'WAV', mime: 'audio/wav', kind: 'audio', seconds: 2 }],
  ];
  for (const [name, expected] of known) {
    it(`are those of ${name}`, async () => {
      const bytes = readFileSync(join(workspace, name));
      const { endings, ...facts } = await read(bytes);
      assert.deepEqual(facts, { size: bytes.length, ...upright, ...expected });
      assert.ok(endings?.includes(name.slice(name.lastIndexOf('.') + 1)));
    });
  }
});

const hasFfmpeg = await promisify(execFile)('ffmpeg', ['-version']).then(
  () => true,
  () => false,
);

describe('the facts of a file that ffmpeg wrote', { skip: !hasFfmpeg && 'no ffmpeg on this machine' }, () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'facts-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x240', '-frames:v', '1'];
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=3'];
  const clip = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:duration=3', ...sound, '-c:v', 'libx264'];
  const size = { width: 320, height: 240 };
  const written: readonly (readonly [name: string, args: readonly string[], facts: Partial<MediaFacts>])[] = [
    ['a.jpg', picture, { format: 'JPEG', kind: 'image', ...size }],
    ['a.png', picture, { format: 'PNG', kind: 'image', ...size }],
    ['moving.png', [...picture, '-f', 'apng'], { format: 'PNG', kind: 'image', ...size }],
    ['a.webp', picture, { format: 'WebP', kind: 'image', ...size }],
    ['lossless.webp', [...picture, '-lossless', '1'], { format: 'WebP', kind: 'image', ...size }],
    ['a.gif', picture, { format: 'GIF', kind: 'image', ...size }],
    ['a.bmp', picture, { format: 'BMP', kind: 'image', ...size }],
    ['a.tiff', picture, { format: 'TIFF' }],
    ['a.mp4', clip, { format: 'MP4', kind: 'video', seconds: 3, ...size }],
    ['fast.mp4', [...clip, '-movflags', '+faststart'], { format: 'MP4', kind: 'video', seconds: 3, ...size }],
    ['pieces.mp4', [...clip, '-movflags', 'frag_keyframe+empty_moov'], { format: 'MP4', kind: 'video', ...size }],
    ['a.m4v', [...clip, '-f', 'ipod'], { format: 'M4V', kind: 'video', seconds: 3, ...size }],
    ['a.mov', clip, { format: 'QuickTime', kind: 'video', seconds: 3, ...size }],
    ['a.mkv', clip, { format: 'MKV' }],
    ['a.webm', clip.with(-1, 'libvpx'), { format: 'WEBM' }],
    ['a.m4a', sound, { format: 'M4A' }],
    ['a.flac', sound, { format: 'FLAC' }],
    ['a.wav', sound, { format: 'WAV', kind: 'audio', seconds: 3 }],
    ['deep.wav', [...sound, '-c:a', 'pcm_s24le', '-ac', '2'], { format: 'WAV', kind: 'audio', seconds: 3 }],
    ['a.mp3', sound, { format: 'MP3', kind: 'audio', seconds: 3 }],
    ['variable.mp3', [...sound, '-q:a', '5'], { format: 'MP3', kind: 'audio', seconds: 3 }],
    ['constant.mp3', [...sound, '-b:a', '96k', '-write_xing', '0'], { format: 'MP3', kind: 'audio', seconds: 3 }],
    [
      'untagged.mp3',
      [...sound, '-ac', '1', '-ar', '22050', '-id3v2_version', '0'],
      { format: 'MP3', kind: 'audio', seconds: 3 },
    ],
  ];
  for (const [name, args, expected] of written) {
    it(`are those of ${name}`, async () => {
      const path = join(folder, name);
      execFileSync('ffmpeg', ['-v', 'error', ...args, path], { stdio: 'ignore' });
      const bytes = readFileSync(path);
      const { endings, mime, seconds, ...facts } = await read(bytes);
      const { seconds: length, ...others } = expected;
      assert.deepEqual(facts, { size: bytes.length, ...upright, ...others });
      assert.equal(typeof mime, 'string');
      assert.equal(endings !== undefined, facts.kind !== undefined);
      // An MP3 ends with the frame, and begins with the encoder's own silence.
      if (length === undefined) assert.equal(seconds, undefined);
      else assert.ok(Math.abs((seconds ?? 0) - length) < 0.12, String(seconds));
    });
  }

  it('are those of sound that was written into a pipe, which cannot know how long it gets', async () => {
    const bytes = execFileSync('ffmpeg', ['-v', 'error', ...sound, '-f', 'wav', '-'], { maxBuffer: 1e7 });
    assert.equal((await read(bytes)).seconds, 3);
  });
});

describe('the facts of a header', () => {
  it('are read without the picture behind it, however large it is said to be', async () => {
    for (const [name, header] of Object.entries(headers)) {
      for (const side of [1, 300, 20_000]) {
        const bytes = header({ width: side, height: side + 1 });
        const { width, height, kind } = await read(bytes);
        assert.deepEqual({ width, height, kind }, { width: side, height: side + 1, kind: 'image' }, name);
      }
    }
  });

  it('tell how EXIF data turns the picture, and give its size as it is shown', async () => {
    for (const name of ['jpeg', 'png'] as const)
      for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8])
        for (const little of [true, false]) {
          const bytes = headers[name]({ width: 400, height: 300, exif: exif({ orientation, little }) });
          const { width, height, rotated, located } = await read(bytes);
          const shown = orientation < 5 ? { width: 400, height: 300 } : { width: 300, height: 400 };
          const expected = { ...shown, rotated: orientation > 1, located: false };
          assert.deepEqual({ width, height, rotated, located }, expected, `${name} ${orientation}`);
        }
  });

  it('do not heed a turn that there is not', async () => {
    for (const orientation of [0, 9, 65_535]) {
      const { rotated, width } = await read(headers.jpeg({ width: 400, height: 300, exif: exif({ orientation }) }));
      assert.deepEqual({ rotated, width }, { rotated: false, width: 400 });
    }
  });

  it('tell that EXIF data says where the picture was taken', async () => {
    for (const name of ['jpeg', 'png', 'webp'] as const)
      for (const little of [true, false]) {
        const located = headers[name]({ width: 400, height: 300, exif: exif({ located: true, little }) });
        assert.equal((await read(located)).located, true, name);
        const nowhere = headers[name]({ width: 400, height: 300, exif: exif({ little }) });
        assert.equal((await read(nowhere)).located, false, name);
      }
  });

  it('find the EXIF data of a PNG behind its picture too, where browsers do not turn it', async () => {
    const parts = headers.png({ width: 400, height: 300 });
    const pieces = Array.from({ length: 2000 }, () => chunk('IDAT', Buffer.alloc(500)));
    const late = chunk('eXIf', exif({ orientation: 6, located: true }));
    const bytes = Buffer.concat([parts.subarray(0, 33), ...pieces, late, chunk('IEND', Buffer.alloc(0))]);
    const { rotated, located, width } = await read(bytes);
    assert.deepEqual({ rotated, located, width }, { rotated: false, located: true, width: 400 });
  });

  it('find the EXIF data of a WebP, with a JPEG’s mark or without; browsers do not turn it', async () => {
    const block = exif({ orientation: 6, located: true });
    for (const content of [block, Buffer.concat([ascii('Exif\0\0'), block])]) {
      const { rotated, located, width } = await read(headers.webp({ width: 400, height: 300, exif: content }));
      assert.deepEqual({ rotated, located, width }, { rotated: false, located: true, width: 400 });
    }
  });

  it('of a JPEG are found behind megabytes of profiles, and those are not read', async () => {
    const parts = headers.jpeg({ width: 4000, height: 3000, exif: exif({ orientation: 8, located: true }) });
    const profiles = Array.from({ length: 100 }, () => segment(0xe2, Buffer.alloc(65_000)));
    const from = source(Buffer.concat([parts.subarray(0, 20), ...profiles, ascii('\xff'), parts.subarray(20)]));
    const { width, height, rotated, located } = await readFacts(from);
    assert.deepEqual({ width, height, rotated, located }, { width: 3000, height: 4000, rotated: true, located: true });
    assert.ok(from.taken() < 70_000, String(from.taken()));
  });

  it('of a clip that phones stored on its side are those of the shown one', async () => {
    for (const long of [true, false]) {
      const bytes = Buffer.concat([
        ftyp,
        box('free'),
        movie({ turned: true, width: 1080, height: 1920, seconds: 7, long }),
      ]);
      const { width, height, seconds } = await read(bytes);
      assert.deepEqual({ width, height, seconds }, { width: 1080, height: 1920, seconds: 7 });
    }
  });

  it('of a clip need nothing of its film', async () => {
    const long = Buffer.concat([u32(1), ascii('mdat'), u32(0), u32(3_000_000), Buffer.alloc(3_000_000 - 16)]);
    const from = source(Buffer.concat([ftyp, long, movie({})]));
    assert.equal((await readFacts(from)).seconds, 5);
    assert.ok(from.taken() < 67_000, String(from.taken()));
  });
});

describe('what is no medium', () => {
  const others: readonly (readonly [text: string, format: string | undefined])[] = [
    ['<!DOCTYPE html><html></html>', 'HTML'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'SVG'],
    ['<?xml version="1.0"?>\n<!-- by hand -->\n<svg width="1">', 'SVG'],
    ['%PDF-1.7\n', 'PDF'],
    ['\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf', 'HEIC'],
    ['\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'AVIF'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n', 'Git LFS'],
    ['PK\x03\x04', 'ZIP'],
    ['Dear diary', undefined],
    ['\0', undefined],
  ];
  for (const [text, format] of others) {
    it(`is named: ${format ?? 'unknown'} (${JSON.stringify(text.slice(0, 20))})`, async () => {
      const facts = await read(ascii(text));
      assert.equal(facts.format, format);
      assert.equal(facts.unknown, format === undefined ? true : undefined);
      assert.equal(facts.kind, undefined);
    });
  }

  it('is empty', async () => {
    assert.deepEqual(await read(Buffer.alloc(0)), { size: 0, ...upright });
    assert.deepEqual(await readFacts({ size: undefined, read: () => Promise.resolve(new Uint8Array()) }), {
      size: 0,
      ...upright,
    });
  });

  it('cannot be read: then nothing is said of what it is', async () => {
    const broken = { size: 9, read: () => Promise.reject(new Error('gone')) };
    assert.deepEqual(await readFacts(broken), { size: 9, ...upright });
  });

  it('has the size of an AVIF, so that it can be converted', async () => {
    const size = box('ispe', u32(0), u32(640), u32(480));
    const meta = box('meta', u32(0), box('iprp', box('ipco', size)));
    const { width, height, kind } = await read(
      Buffer.concat([box('ftyp', ascii('avif'), u32(0), ascii('avifmif1')), meta]),
    );
    assert.deepEqual({ width, height, kind }, { width: 640, height: 480, kind: undefined });
  });
});

describe('a hostile or broken file', () => {
  const turned = exif({ orientation: 6, located: true });
  const samples = {
    ...Object.fromEntries(
      Object.entries(headers).map(([name, header]) => [name, header({ width: 400, height: 300, exif: turned })]),
    ),
    mp4: Buffer.concat([ftyp, movie({}), box('mdat', Buffer.alloc(50))]),
    wav: riff('WAVE', [
      ['fmt ', Buffer.concat([u32le(0x10001), u32le(8000), u32le(16_000), u32le(0x100002)])],
      ['data', Buffer.alloc(64)],
    ]),
    mp3: Buffer.concat([
      ascii('ID3\x04\0\0\0\0\0\x0a'),
      Buffer.alloc(10),
      ascii('\xff\xfb\x90\x64'),
      Buffer.alloc(413),
      ascii('\xff\xfb\x90\x64'),
      Buffer.alloc(413),
    ]),
  };

  it('is whole to begin with', async () => {
    for (const [name, bytes] of Object.entries(samples)) {
      const { kind, width, seconds } = await read(bytes);
      assert.ok(kind !== undefined && (width ?? seconds ?? 0) > 0, name);
    }
  });

  it('may be cut at any byte', async () => {
    for (const [name, bytes] of Object.entries(samples)) {
      const whole = await read(bytes);
      for (let length = 0; length < bytes.length; length++) {
        const facts = await read(bytes.subarray(0, length));
        assert.equal(facts.size, length);
        for (const key of ['format', 'kind', 'width', 'height'] as const) {
          // Before its EXIF data is there, what turns it is not known.
          const expected =
            key === 'width' || key === 'height' ? [whole.width, whole.height, undefined] : [whole[key], undefined];
          if (facts[key] !== undefined && facts.format === whole.format)
            assert.ok(expected.includes(facts[key] as never), `${name} cut at ${length}: ${key}`);
        }
        // The same file, while its host says that it is longer.
        await readFacts(source(bytes.subarray(0, length), bytes.length));
        await readFacts({ ...source(bytes.subarray(0, length)), size: undefined });
      }
    }
  });

  it('may be anything at all', async () => {
    const starts = [...Object.values(samples), Buffer.alloc(0)];
    for (let seed = 0; seed < 2000; seed++) {
      const next = random(seed);
      const start = starts[seed % starts.length] ?? assert.fail();
      const bytes = Buffer.concat([start, Buffer.from(Array.from({ length: 200 }, () => next() * 256))]);
      for (let change = 0; change < 1 + next() * 20; change++)
        bytes[Math.floor(next() * bytes.length)] = next() < 0.3 ? 255 : next() * 256;
      const facts = await read(bytes);
      for (const number of [facts.width, facts.height, facts.seconds])
        assert.ok(number === undefined || (Number.isFinite(number) && number > 0), `seed ${seed}: ${String(number)}`);
    }
  });

  it('may promise more than there is', async () => {
    const table = box(
      'stbl',
      box('stts', u32(0), u32(1), u32(0xffffffff), u32(1)),
      box('ctts', u32(0), u32(1), u32(0xffffffff), u32(0)),
    );
    const bytes = Buffer.concat([ftyp, movie({ more: box('mdia', box('minf', table)) })]);
    assert.equal((await read(bytes)).seconds, 5);
    const promises = [
      Buffer.concat([headers.png({ width: 9, height: 9 }).subarray(0, 33), u32(0xffffffff), ascii('eXIf')]),
      Buffer.concat([headers.png({ width: 9, height: 9 }).subarray(0, 33), u32(0xffffffff), ascii('tEXt')]),
      Buffer.concat([ftyp, u32(1), ascii('moov'), u32(0xffffffff), u32(0xffffffff), box('trak')]),
      Buffer.concat([ftyp, ...Array.from({ length: 5000 }, () => box('free'))]),
      Buffer.concat([ftyp, ...Array.from({ length: 5000 }, () => u32(0))]),
      Buffer.concat([ascii('\xff\xd8'), Buffer.alloc(100_000, 255)]),
      Buffer.concat([ascii('ID3\x04\0\0\x7f\x7f\x7f\x7f'), Buffer.alloc(100, 255)]),
      riff(
        'WEBP',
        Array.from({ length: 5000 }, () => ['VP8X', Buffer.alloc(10)] as const),
      ),
    ];
    for (const bytes of promises) {
      const from = source(bytes);
      const facts = await readFacts(from);
      assert.notEqual(facts.format, undefined);
      assert.ok(from.taken() < 300_000, `${facts.format ?? ''}: ${from.taken()} bytes`);
    }
  });

  it('may never answer', async (t) => {
    // The time limit alone keeps no process alive.
    const alive = setInterval(() => undefined, 1000);
    t.after(() => clearInterval(alive));
    const silent = frugal({ size: 100, read: () => new Promise(() => undefined) }, 10);
    await assert.rejects(silent.read(0, 10), { name: 'TimeoutError' });
  });

  it('may want to be read again and again, or whole', async () => {
    const from = frugal(source(Buffer.alloc(10_000_000)));
    await assert.rejects(from.read(0, 10_000_000), RangeError);
    const reading = async (): Promise<void> => {
      for (let place = 0; place < 10_000; place++) await from.read(place, place + 1);
    };
    await assert.rejects(reading(), RangeError);
  });
});

it('a clip behind a URL whose header is at its end costs two small requests', async (t) => {
  const film = box('mdat', Buffer.alloc(20_000_000));
  const bytes = Buffer.concat([ftyp, film, movie({ seconds: 15, width: 1920, height: 1080 })]);
  let sent = 0;
  const server = await startServer(t, ({ headers }, response) => {
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const part = bytes.subarray(Number(from), Number(to) + 1);
    sent += part.length;
    const range = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`;
    response.writeHead(206, { 'content-range': range }).end(part);
  });
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  const { signal } = new AbortController();
  const facts = await readFacts(await probe(`${server.origin}/a.mp4`, { transport, origin: server.origin, signal }));
  assert.deepEqual(facts, {
    ...{ size: bytes.length, format: 'MP4', mime: 'video/mp4', kind: 'video', endings: ['mp4', 'm4v'], ...upright },
    ...{ width: 1920, height: 1080, seconds: 15 },
  });
  assert.equal(server.requests.length, 2);
  assert.ok(sent < 70_000, `${sent} bytes`);
});
