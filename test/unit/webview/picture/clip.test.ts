import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { BufferSource } from 'mediabunny';
import { Clip } from '../../../../src/webview/preview/pictures/clip.ts';
import type { ClipIndex } from '../../../../src/webview/preview/pictures/messages.ts';
import { makeNumberedClip, numbersOf } from '../../../support/numberedClip.ts';

describe('the index of a clip that was cut without coding it anew', () => {
  let folder: string;
  let whole: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-index-'));
    whole = join(folder, 'whole.mp4');
    // One key frame for all: what is cut off stays in the file, and is hidden.
    makeNumberedClip(whole, 48, '24', ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-bf', '3', '-g', '999']);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What is left of the clip from so many seconds on. */
  function cutAt(seconds: string): string {
    const file = join(folder, `from ${seconds}.mp4`);
    execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-ss', seconds, '-i', whole, '-c', 'copy', file]);
    return file;
  }

  async function indexOf(file: string): Promise<ClipIndex> {
    return await new Clip(new BufferSource(new Uint8Array(readFileSync(file)).buffer)).index();
  }

  /** How many frames the file holds, hidden ones too. */
  function heldIn(file: string): number {
    const count = ['-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0'];
    const args = ['-v', 'error', '-ignore_editlist', '1', '-select_streams', 'v:0', ...count, file];
    return Number.parseInt(execFileSync('ffprobe', args).toString(), 10);
  }

  it('has the frames that are shown, from the start on, and none that is hidden', async () => {
    const cut = cutAt('1');
    const { times, end } = await indexOf(cut);
    assert.deepEqual([heldIn(cut), times.length], [48, numbersOf(cut).length]);
    assert.equal(times.length, 24);
    for (const [frame, time] of times.entries()) assert.ok(Math.abs(time - frame / 24) < 0.001, `${frame}: ${time} s`);
    assert.ok(Math.abs(end - 1) < 0.001, `${end} s`);
  });

  it('has the frame that the cut goes through as the first one, from the start on', async () => {
    const { times } = await indexOf(cutAt('1.02'));
    assert.deepEqual([times.length, times[0]], [24, 0]);
    assert.ok(Math.abs((times[1] ?? 0) - (25 / 24 - 1.02)) < 0.001, `${times[1] ?? '-'} s`);
  });

  it('is that of the whole clip where nothing was cut off', async () => {
    const { times } = await indexOf(whole);
    assert.deepEqual([times.length, times[0]], [48, 0]);
  });
});
