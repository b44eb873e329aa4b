import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { recordOf, recordText, type ClipRecord } from '../../../../src/engine/clips/clipRecord.ts';
import { canHoldRecord, readRecordBox, recordBox } from '../../../../src/engine/clips/recordBox.ts';
import { memoryFile } from '../../../../src/engine/references/memoryFile.ts';
import { clipBytes, draftOf, jobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { hasFfmpeg } from '../../sandbox/client.ts';

const clip = readFileSync(join(import.meta.dirname, '../../../../media/sandbox/16x9.mp4'));
const withFfmpeg = { skip: !hasFfmpeg && 'no ffmpeg on this machine' };
const record = recordOf(jobOf({ draft: draftOf({ prompt: 'Waves “at dusk” 😀' }) }));

function annotated(bytes: Buffer = clip, own: ClipRecord = record): Buffer {
  const box = recordBox(own);
  assert.ok(box);
  return Buffer.concat([bytes, box]);
}

const read = (bytes: Uint8Array) => readRecordBox(memoryFile(bytes, 0));
const canHold = (bytes: Uint8Array) => canHoldRecord(memoryFile(bytes, 0));

function box(type: string, content: Buffer = Buffer.alloc(0), length = content.length + 8): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

function probe(path: string, ...show: readonly string[]): unknown {
  const args = ['-v', 'warning', '-of', 'json', ...show, path];
  return JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8', maxBuffer: 32 * 1024 * 1024 }));
}

/** Hashes of each stream's packets, and of each decoded frame. */
function streams(path: string): string {
  const run = (...args: readonly string[]): string => execFileSync('ffmpeg', args, { encoding: 'utf8' });
  const packets = run('-v', 'warning', '-i', path, '-map', '0', '-c', 'copy', '-f', 'streamhash', '-');
  return packets + run('-v', 'warning', '-i', path, '-map', '0', '-f', 'framemd5', '-');
}

/** A clip as other tools make them: cut by an edit list, with colours, rotated, its index before or behind the media. */
function madeBy(t: TestContext, ...options: readonly string[]): string {
  const path = join(temporaryFolder(t), 'made.mp4');
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=25:duration=1'];
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', '-c:v', 'libx264', '-pix_fmt', 'yuv420p'];
  execFileSync('ffmpeg', ['-v', 'error', ...source, ...sound, ...options, path]);
  return path;
}

describe('a record in a clip', () => {
  it('is read back as it was put there, a prompt of a million characters too', async () => {
    assert.deepEqual(await read(annotated()), JSON.parse(recordText(record)));
    const long = recordOf(jobOf({ draft: draftOf({ prompt: '\u0001'.repeat(1_000_000) }) }));
    assert.equal((await read(annotated(clip, long)))?.prompt.length, 1_000_000);
  });

  it('is left out where it is too large', () => {
    assert.equal(recordBox({ ...record, prompt: 'x'.repeat(9_000_000) }), undefined);
  });

  it('moves and changes no byte of the clip', () => {
    assert.ok(annotated().subarray(0, clip.length).equals(clip));
  });

  it('leaves picture and sound as they were, of every kind of file', withFfmpeg, async (t) => {
    const kinds = [
      [],
      ['-movflags', '+faststart'],
      ['-ss', '0.13', '-bf', '2'],
      ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-metadata', 'comment=theirs'],
    ];
    for (const options of kinds) {
      const path = madeBy(t, ...options);
      const before = [streams(path), probe(path, '-show_streams', '-show_frames')];
      const bytes = readFileSync(path);
      assert.equal(await canHold(bytes), true);
      writeFileSync(path, annotated(bytes));
      assert.deepEqual([streams(path), probe(path, '-show_streams', '-show_frames')], before, options.join(' '));
    }
  });

  it('is shown by other programs, beside the tags that the clip came with', withFfmpeg, (t) => {
    const path = madeBy(t, '-metadata', 'comment=theirs');
    writeFileSync(path, annotated(readFileSync(path)));
    const { format } = probe(path, '-show_format') as { format: { tags: Record<string, string> } };
    assert.equal(format.tags['description'], 'Waves “at dusk” 😀');
    assert.equal(format.tags['comment'], 'theirs');
    assert.equal(format.tags['seedance.clip'], recordText(record));
  });

  it('is not put where it would harm: fragments, content credentials, a second one, what is cut or no MP4', async () => {
    assert.equal(await canHold(clip), true);
    const signed = box('uuid', Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex'));
    const other = box('uuid', Buffer.alloc(16));
    assert.equal(await canHold(Buffer.concat([clip, other])), true);
    for (const [what, bytes] of Object.entries({
      again: annotated(),
      fragments: Buffer.concat([clip, box('moof'), box('mdat')]),
      index: Buffer.concat([clip, box('mfra')]),
      signed: Buffer.concat([clip, signed]),
      cut: clip.subarray(0, clip.length - 1),
      endless: Buffer.concat([clip, box('mdat', Buffer.alloc(9), 0)]),
      rest: Buffer.concat([clip, Buffer.from('\0\0\0')]),
      noMovie: clipBytes(100).subarray(0, 24),
      webm: Buffer.from('\x1a\x45\xdf\xa3 and so on', 'latin1'),
      nothing: Buffer.alloc(0),
    }))
      assert.equal(await canHold(bytes), false, what);
  });
});

describe('the file of a stranger', () => {
  const item = (...parts: readonly Buffer[]): Buffer =>
    Buffer.concat([
      clip,
      box('meta', Buffer.concat([Buffer.alloc(4), box('ilst', box('----', Buffer.concat(parts)))])),
    ]);

  it('has no record where nothing of it is one', async () => {
    for (const bytes of [clip, Buffer.alloc(0), Buffer.from('GIF89a'), item(), item(box('mean'), box('name'))])
      assert.equal(await read(bytes), undefined);
  });

  it('is read to an end, wherever it is cut and whatever is changed in it', async () => {
    const whole = annotated(clip.subarray(0, 32), record);
    for (let length = 0; length < whole.length; length++) await read(whole.subarray(0, length));
    for (let place = 0; place < whole.length; place++) {
      const changed = Buffer.from(whole);
      changed[place] = (changed[place] ?? 0) ^ 0xff;
      await read(changed);
    }
  });

  it('makes no endless work by many boxes', async () => {
    const many = Buffer.alloc(8 * 200_000).fill(box('free'));
    const head = box('ftyp', Buffer.alloc(8));
    let reads = 0;
    const source = memoryFile(annotated(Buffer.concat([head, many])), 0);
    const counted = { ...source, read: (start: number, end: number) => (reads++, source.read(start, end)) };
    assert.equal(await readRecordBox(counted), undefined);
    assert.ok(reads < 20_000, String(reads));
  });

  it('is not read whole where its record claims to be huge', async () => {
    const huge = Buffer.concat([clip, box('meta', Buffer.alloc(100), 0x7fffffff)]);
    const size = clip.length + 0x7fffffff;
    let most = 0;
    const source = memoryFile(huge, 0);
    const counted = {
      size,
      read: (start: number, end: number) => {
        most = Math.max(most, end - start);
        return source.read(start, end);
      },
    };
    assert.equal(await readRecordBox(counted), undefined);
    assert.ok(most <= 16, String(most));
  });
});
