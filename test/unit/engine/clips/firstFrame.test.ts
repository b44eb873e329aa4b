import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FirstFrames } from '../../../../src/engine/clips/firstFrame.ts';
import { root } from '../../../support/paths.mjs';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const clip = join(root, 'media/sandbox/9x16.mp4');
const signal = new AbortController().signal;

describe('the first frame of a clip', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'seedance-frames-'))));
  after(() => rmSync(folder, { recursive: true }));

  describe('by ffmpeg', { skip: !hasFfmpeg && 'no ffmpeg on this machine' }, () => {
    const frames = new FirstFrames();

    it('is a JPEG, no wider than a poster', async () => {
      const jpeg = await frames.of(clip, signal);
      assert.ok(jpeg);
      assert.deepEqual([...jpeg.slice(0, 2)], [0xff, 0xd8]);
      const { width, height } = sizeOf(jpeg);
      assert.ok(width > 0 && width <= 640, String(width));
      assert.ok(Math.abs(height / width - 16 / 9) < 0.01, `${width} × ${height}`);
    });

    it('comes from the file that is named, whatever is in its name', async () => {
      for (const name of ['-version.mp4', 'concat:a|b.mp4', 'http:x.mp4', '%d 100%.mp4', 'a\'b"; $(touch x).mp4']) {
        const path = join(folder, name);
        copyFileSync(clip, path);
        assert.ok(await frames.of(path, signal), name);
      }
      assert.equal(existsSync(join(folder, 'x')), false);
    });

    it('is none of a playlist that is named as a clip: it would show other files of this machine', async () => {
      copyFileSync(clip, join(folder, 'other.mp4'));
      const lists = [
        "ffconcat version 1.0\nfile 'other.mp4'\n",
        '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nother.mp4\n#EXT-X-ENDLIST\n',
      ];
      for (const list of lists) {
        const path = join(folder, 'list.mp4');
        writeFileSync(path, list);
        assert.equal(await frames.of(path, signal), undefined, list);
      }
    });

    it('is none of what is no clip, is cut off, or is not there', async () => {
      const path = join(folder, 'broken.mp4');
      for (const bytes of [Buffer.from(''), Buffer.from('no clip'), readFileSync(clip).subarray(0, 900)]) {
        writeFileSync(path, bytes);
        assert.equal(await frames.of(path, signal), undefined);
      }
      assert.equal(await frames.of(join(folder, 'nowhere.mp4'), signal), undefined);
    });
  });

  it('is none where there is no ffmpeg', async () => {
    const frames = new FirstFrames({ program: join(folder, 'no-such-program') });
    assert.equal(await frames.of(clip, signal), undefined);
  });

  describe('by a program that misbehaves', { skip: process.platform === 'win32' && 'stands in by a script' }, () => {
    const standIn = (script: string): string => {
      const path = join(folder, 'stand-in');
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
      return path;
    };

    it('is waited for no longer than its time', { timeout: 10_000 }, async () => {
      const frames = new FirstFrames({ program: standIn('exec sleep 30'), limit: 100 });
      assert.equal(await frames.of(clip, signal), undefined);
    });

    it('is taken for none where it has no end, or is no picture', { timeout: 10_000 }, async () => {
      assert.equal(await new FirstFrames({ program: standIn('exec cat /dev/zero') }).of(clip, signal), undefined);
      assert.equal(await new FirstFrames({ program: standIn('echo no picture') }).of(clip, signal), undefined);
    });

    it('is no more waited for by whoever has gone', { timeout: 10_000 }, async () => {
      const stop = new AbortController();
      const drawing = new FirstFrames({ program: standIn('exec sleep 30') }).of(clip, stop.signal);
      stop.abort(new Error('gone'));
      await assert.rejects(drawing, /gone/);
    });

    it('comes from one program at a time', async () => {
      const lock = join(folder, 'lock');
      const program = standIn(`mkdir '${lock}' || exit 1\nsleep 0.1\nprintf '\\377\\330'\nrmdir '${lock}'`);
      const frames = new FirstFrames({ program });
      const drawn = await Promise.all([1, 2, 3].map(() => frames.of(clip, signal)));
      assert.deepEqual(
        drawn.map((jpeg) => jpeg?.length),
        [2, 2, 2],
      );
    });
  });
});

/** From the frame header of a baseline JPEG. */
function sizeOf(jpeg: Uint8Array): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(jpeg);
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2))
    if (bytes[at + 1] === 0xc0) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
}
