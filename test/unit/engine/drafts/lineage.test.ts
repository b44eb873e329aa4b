import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileReference } from '../../../../src/engine/drafts/draft.ts';
import { anotherTake, descentFrom, nextShot, shotOf, variationsOf } from '../../../../src/engine/drafts/lineage.ts';
import { draftSchema } from '../../../../src/shared/draft.ts';
import { draftOf, jobOf } from '../../../support/engine/fixtures.ts';

const file = 'file:///clips/a%20bear.mp4';
const first = jobOf({
  id: 'first',
  requestId: 'req_1',
  state: 'succeeded',
  draft: draftOf({ id: 'draft', prompt: 'A bear', webhookUrl: 'https://example.com/hook' }),
  download: { state: 'done', file, size: 7 },
});

describe('takes of one shot', () => {
  it('come from one draft, however often it is made again', () => {
    const second = anotherTake(first);
    const third = anotherTake(jobOf({ ...first, id: 'second', draft: second }));
    assert.deepEqual([shotOf(first.draft), shotOf(second), shotOf(third)], ['draft', 'draft', 'draft']);
    assert.equal(new Set(['draft', second.id, third.id]).size, 3);
    assert.equal(third.lineage?.from?.job, 'second');
    assert.deepEqual({ ...second, id: 'draft', lineage: undefined }, { ...first.draft, lineage: undefined });
  });

  it('are varied with ids of their own, the draft itself first', () => {
    const draft = anotherTake(first);
    const variations = variationsOf(draft, 4);
    assert.equal(variations.length, 4);
    assert.equal(variations[0], draft);
    assert.deepEqual(new Set(variations.map(shotOf)), new Set(['draft']));
    assert.equal(new Set(variations.map(({ id }) => id)).size, 4);
    for (const { lineage } of variations) assert.deepEqual(lineage?.from, draft.lineage?.from);
  });
});

describe('a shot that goes on from a take', () => {
  const frame = fileReference('file:///clips/frame.png', 'frame.png');

  it('is a new shot with the take’s settings and the frame, and says which take it was and where', () => {
    const next = nextShot(first.draft, [frame], descentFrom(first, 'continue', 4.5));
    assert.equal(shotOf(next), next.id);
    assert.deepEqual(next.references, [frame]);
    assert.deepEqual([next.prompt, next.webhookUrl], ['', '']);
    assert.deepEqual(
      [next.model, next.aspectRatio, next.duration],
      [first.draft.model, first.draft.aspectRatio, first.draft.duration],
    );
    assert.deepEqual(next.lineage?.from, {
      job: 'first',
      way: 'continue',
      at: 4.5,
      requestId: 'req_1',
      clip: 'a bear.mp4',
    });
  });

  it('is a plain draft where nobody knows the take', () => {
    assert.equal('lineage' in nextShot(undefined, [frame]), false);
  });

  it('is read back from disk, also where a newer version came from a take in a way that is not known here', () => {
    const next = nextShot(first.draft, [frame], descentFrom(first, 'loop', 1));
    assert.deepEqual(draftSchema.parse(JSON.parse(JSON.stringify(next))), next);
    const newer = { ...next, lineage: { shot: 's', from: { job: 'j', way: 'extend', more: 1 } } };
    assert.equal(draftSchema.parse(newer).lineage?.from?.way, 'extend');
  });

  it('names the clip as it is, also where its name is no good URI', () => {
    const odd = jobOf({ ...first, download: { state: 'done', file: 'file:///clips/100%.mp4', size: 7 } });
    assert.equal(descentFrom(odd, 'continue').clip, '100%.mp4');
  });
});
