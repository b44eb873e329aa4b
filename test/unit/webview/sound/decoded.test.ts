import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeClip, rising } from '../../../support/clips.ts';
import { made, picturesOf, samplesOf } from './clips.ts';

/** Our decoder rounds in another order than the machine's: the last bit may differ, and a bit more where channels are mixed. */
const nearly = 2;

let folder: string;
describe('decoded sound', () => {
  before(() => (folder = mkdtempSync(join(tmpdir(), 'sound-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** What is coded, and how. */
  const kinds: readonly { readonly name: string; readonly sound: string; readonly options: readonly string[] }[] = [
    { name: 'AAC stereo', sound: stereo(), options: ['-c:a', 'aac'] },
    { name: 'AAC mono', sound: rising, options: ['-c:a', 'aac'] },
    { name: 'AAC 44.1 kHz', sound: stereo(), options: ['-c:a', 'aac', '-ar', '44100'] },
    { name: 'AAC 5.1', sound: surround(), options: ['-c:a', 'aac'] },
    { name: 'AC-3 stereo', sound: stereo(), options: ['-c:a', 'ac3'] },
    { name: 'AC-3 5.1', sound: surround(), options: ['-c:a', 'ac3'] },
    { name: 'E-AC-3 5.1', sound: surround(), options: ['-c:a', 'eac3'] },
    { name: 'AAC that begins later', sound: stereo(), options: ['-c:a', 'aac', '-af', 'asetpts=PTS+0.7/TB'] },
  ];

  describe('sound that is made', () => {
    for (const { name, sound, options } of kinds) {
      test(`is what ffmpeg decodes: ${name}`, async () => {
        const file = join(folder, 'clip.mp4');
        makeClip(file, 2, sound, options);
        await comparesWithFfmpeg(file, sound === rising);
      });
    }

    test('is what ffmpeg decodes: HE-AAC, at twice the rate that is coded', async () => {
      const file = join(folder, 'clip.mp4');
      makeClip(file, 2, stereo(), ['-c:a', 'aac', '-ar', '24000']);
      // ffmpeg cannot write HE-AAC. What it writes at the end of its AudioSpecificConfig is that there is none: this says that there is.
      const bytes = readFileSync(file);
      const at = bytes.indexOf(Buffer.from([0x56, 0xe5, 0x00]));
      assert.ok(at > 0);
      bytes[at + 2] = 0x98;
      writeFileSync(file, bytes);
      const samples = await comparesWithFfmpeg(file);
      assert.ok(samples.length / 2 / 48_000 > 1.9);
    });

    test('stands beside the same pictures at the same times', async () => {
      const file = join(folder, 'clip.mp4');
      makeClip(file, 2, rising, ['-c:a', 'aac', '-preset', 'veryfast', '-bf', '3']);
      const before = picturesOf(file);
      assert.equal(before.length, 48);
      assert.deepEqual(picturesOf(await soundedClip(file)), before);
    });

    test('leaves a hole where packets are damaged, and all that follows in its place', async () => {
      const file = join(folder, 'clip.mp4');
      // Sound alone in its half: the pictures come first.
      makeClip(file, 3, stereo(), ['-c:a', 'ac3', '-movflags', '+faststart', '-max_interleave_delta', '0']);
      const whole = samplesOf(await soundedClip(file));
      const bytes = readFileSync(file);
      // Sync words of AC-3; the frames between 1 s and 2 s are spoilt.
      const frames = positionsOf(bytes, Buffer.from([0x0b, 0x77]));
      assert.ok(frames.length >= 90, `${frames.length} frames`);
      for (const frame of frames.slice(32, 62)) bytes.fill(0xa5, frame, frame + 120);
      writeFileSync(file, bytes);
      const spoilt = samplesOf(await soundedClip(file));
      assert.equal(spoilt.length, whole.length);
      const second = 2 * 48_000;
      assert.equal(farthest(spoilt.subarray(0, second * 0.9), whole.subarray(0, second * 0.9)), 0);
      assert.ok(
        farthest(spoilt.subarray(second * 1.2, second * 1.8), whole.subarray(second * 1.2, second * 1.8)) > 1000,
      );
      // AC-3 fills what it leaves out with noise, which is another one then.
      assert.ok(farthest(spoilt.subarray(second * 2.2), whole.subarray(second * 2.2)) < 300);
    });
  });

  /** Left and right with a tone each, and a click every half second. */
  function stereo(): string {
    return `aevalsrc=${tone(440)}|${tone(554)}:s=48000`;
  }

  /** Six channels with a tone each; together they are as loud as can be. */
  function surround(): string {
    return `aevalsrc=${[440, 554, 659, 60, 880, 1108].map(tone).join('|')}:s=48000:c=5.1`;
  }

  function tone(pitch: number): string {
    return `0.6*sin(2*PI*${pitch}*t)+0.3*lt(mod(t\\,0.5)\\,0.002)`;
  }

  /** The file of a clip with the sound that is made of another. */
  async function soundedClip(file: string): Promise<string> {
    const result = await made(readFileSync(file));
    assert.equal(result.type, 'made');
    writeFileSync(join(folder, 'made.mov'), new Uint8Array(result.clip));
    return join(folder, 'made.mov');
  }

  /** Fails where the sound that is made of a clip is not what ffmpeg makes of it, sample by sample. Hands it back. */
  async function comparesWithFfmpeg(file: string, mono = false): Promise<Int16Array> {
    const ours = samplesOf(await soundedClip(file));
    // One channel is as loud on both sides, as browsers play it: ffmpeg would take it down.
    const theirs = samplesOf(file, mono ? 'pan=stereo|c0=c0|c1=c0' : undefined);
    const length = Math.min(ours.length, theirs.length);
    // Coders fill their last packet up: where the clip ends, the container may say.
    const more = (ours.length - theirs.length) / 2;
    assert.ok(Math.abs(more) <= 2048, `${more} samples more than ffmpeg`);
    const distance = farthest(ours.subarray(0, length), theirs.subarray(0, length));
    assert.ok(distance <= nearly, `${distance} of 32768`);
    assert.ok(farthest(ours, new Int16Array(ours.length)) > 5000, 'it is not silence');
    return ours;
  }

  function farthest(ours: Int16Array, theirs: Int16Array): number {
    let most = 0;
    for (const [index, sample] of ours.entries()) most = Math.max(most, Math.abs(sample - (theirs[index] ?? 0)));
    return most;
  }

  function positionsOf(bytes: Buffer, word: Buffer): number[] {
    const found: number[] = [];
    for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) found.push(at);
    return found;
  }
});
