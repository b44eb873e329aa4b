import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeClip, rising } from '../../../support/clips.ts';
import { Random } from '../../../support/faults/random.ts';
import { made } from './clips.ts';

/** No clip may take longer than this, ms. There are clips that would: the page ends them (see the e2e test of sound). */
const limit = 60_000;

let folder: string;
const clips: Buffer[] = [];
describe('sound of hostile clips', () => {
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sound-'));
    for (const options of [
      ['-c:a', 'aac'],
      ['-c:a', 'ac3', '-movflags', '+faststart'],
      ['-c:a', 'aac', '-movflags', '+frag_keyframe+empty_moov'],
    ]) {
      const file = join(folder, 'clip.mp4');
      makeClip(file, 1, rising, options);
      clips.push(readFileSync(file));
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What comes of a clip, whatever it is: each has an end, and one that the page has words for. */
  async function ends(clip: Uint8Array): Promise<string> {
    const started = performance.now();
    const result = await made(clip);
    assert.ok(performance.now() - started < limit, 'it took too long');
    return result.type === 'silent' ? result.trouble.reason : result.type;
  }

  describe('of a hostile clip sound is made, or it is said why not', () => {
    test('cut off anywhere', async () => {
      const seen = new Set<string>();
      for (const clip of clips)
        for (let share = 0; share < 1; share += 0.04) seen.add(await ends(clip.subarray(0, clip.length * share)));
      assert.ok(seen.has('nothing') && seen.has('made'), [...seen].join());
    });

    test('with bytes turned anywhere in its index', async () => {
      const random = new Random(7);
      const seen = new Map<string, number>();
      for (const clip of clips) {
        const [start, end] = boxOf(clip, 'moov');
        for (let round = 0; round < 60; round++) {
          const turned = Buffer.from(clip);
          for (let change = random.below(8); change >= 0; change--)
            turned[start + random.below(end - start)] = random.below(256);
          const what = await ends(turned);
          seen.set(what, (seen.get(what) ?? 0) + 1);
        }
      }
      assert.ok((seen.get('made') ?? 0) > 20 && (seen.get('damaged') ?? 0) > 0, [...seen].join(' '));
    });

    test('with damage all over its sound and pictures', async () => {
      const random = new Random(11);
      for (const clip of clips) {
        for (let round = 0; round < 20; round++) {
          const turned = Buffer.from(clip);
          const [start, end] = boxOf(turned, 'mdat');
          for (let change = 0; change < 200; change++) turned[start + random.below(end - start)] = random.below(256);
          await ends(turned);
        }
      }
    });

    test('that is none at all', async () => {
      for (const bytes of [Buffer.alloc(0), Buffer.from('no clip'), Buffer.alloc(100_000, 0xff)])
        assert.equal(await ends(bytes), 'nothing');
    });
  });

  /** Where the content of the first box of a kind stands: `moov`, the index; `mdat`, sound and pictures. */
  function boxOf(clip: Buffer, kind: string): [start: number, end: number] {
    const start = clip.indexOf(kind) + 4;
    assert.ok(start > 4);
    return [start, start - 8 + clip.readUInt32BE(start - 8)];
  }
});
