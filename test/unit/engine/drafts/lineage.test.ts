import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordOf } from '../../../../src/engine/clips/clipRecord.ts';
import { fileReference } from '../../../../src/engine/drafts/draft.ts';
import {
  anotherTake,
  endedOn,
  lacksEnd,
  nextShot,
  shotOf,
  takeOfElsewhere,
  variationsOf,
  type FrameOfTake,
} from '../../../../src/engine/drafts/lineage.ts';
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

  it('made from a clip of another machine name it, in the draft and in the record of what is made of that', () => {
    const draft = takeOfElsewhere(recordOf(first), 'a bear.mp4');
    assert.deepEqual(draft.lineage, {
      shot: draft.id,
      from: { way: 'again', clip: 'a bear.mp4', requestId: 'req_1' },
    });
    assert.deepEqual([draft.prompt, draft.webhookUrl, draft.references], ['A bear', '', []]);
    assert.deepEqual(draftSchema.parse(JSON.parse(JSON.stringify(draft))), draft);
    assert.deepEqual(recordOf(jobOf({ draft })).parent, { requestId: 'req_1', name: 'a bear.mp4' });
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

describe('a shot that goes on from a frame', () => {
  const picture = fileReference('file:///clips/frame.png', 'frame.png');
  const begin = fileReference('file:///pictures/bear.jpg', 'bear.jpg');
  const withPicture = jobOf({ ...first, draft: { ...first.draft, references: [begin] } });

  function next(frame: Partial<FrameOfTake> = {}) {
    return nextShot({ way: 'continue', picture, at: 4.5, clip: 'a bear.mp4', origin: { job: first }, ...frame });
  }

  it('is a new shot with the take’s settings and the frame, and says which take it was and where', () => {
    const { draft, notices } = next();
    assert.equal(shotOf(draft), draft.id);
    assert.deepEqual(draft.references, [picture]);
    assert.deepEqual([draft.prompt, draft.webhookUrl, notices], ['', '', []]);
    for (const setting of ['model', 'aspectRatio', 'duration', 'resolution'] as const)
      assert.equal(draft[setting], first.draft[setting]);
    const from = { job: 'first', way: 'continue', at: 4.5, requestId: 'req_1', clip: 'a bear.mp4' };
    assert.deepEqual(draft.lineage?.from, from);
  });

  it('ends on it where it begins as the take did', () => {
    const { draft, notices } = next({ way: 'endOn', origin: { job: withPicture } });
    assert.deepEqual(
      draft.references.map(({ name }) => name),
      ['bear.jpg', 'frame.png'],
    );
    assert.notEqual(draft.references[0]?.id, begin.id);
    assert.deepEqual(notices, []);
  });

  it('says what is missing where there is an end without a beginning', () => {
    const { draft, notices } = next({ way: 'endOn' });
    assert.deepEqual(draft.references, [picture]);
    assert.match(notices.join(), /before this frame/);
  });

  it('loops with the same picture first and last', () => {
    const { draft } = next({ way: 'loop' });
    assert.deepEqual(
      draft.references.map(({ source }) => source),
      [picture.source, picture.source],
    );
    assert.notEqual(draft.references[0]?.id, draft.references[1]?.id);
  });

  it('has the last settings and no lineage where nobody knows the take', () => {
    const { draft } = nextShot({ way: 'continue', picture, at: 0, clip: 'a.mp4' }, draftOf({ duration: 10 }));
    assert.deepEqual([draft.duration, 'lineage' in draft], [10, false]);
  });

  it('goes on from a clip of another machine by what that says of itself', () => {
    const record = recordOf(jobOf({ ...first, draft: { ...first.draft, duration: 8 } }));
    const { draft } = next({ origin: { record } });
    assert.equal(draft.duration, 8);
    assert.deepEqual(draft.lineage?.from, { way: 'continue', at: 4.5, requestId: 'req_1', clip: 'a bear.mp4' });
  });

  it('is read back from disk, also where a newer version came from a take in a way that is not known here', () => {
    const { draft } = next();
    assert.deepEqual(draftSchema.parse(JSON.parse(JSON.stringify(draft))), draft);
    const newer = { ...draft, lineage: { shot: 's', from: { job: 'j', way: 'extend', more: 1 } } };
    assert.equal(draftSchema.parse(newer).lineage?.from?.way, 'extend');
  });

  it('names the clip as it is, also where its name is no good URI', () => {
    const odd = jobOf({ ...first, download: { state: 'done', file: 'file:///clips/100%.mp4', size: 7 } });
    assert.equal(next({ origin: { job: odd } }).draft.lineage?.from?.clip, '100%.mp4');
  });
});

describe('a draft that is ended on a frame', () => {
  const picture = fileReference('file:///clips/frame.png', 'frame.png');
  const begin = fileReference('file:///pictures/bear.jpg', 'bear.jpg');
  const frame: FrameOfTake = { way: 'endOn', picture, at: 4.5, clip: 'a bear.mp4', origin: { job: first } };
  const begun = draftOf({ id: 'begun', references: [begin] });
  const from = { job: 'first', way: 'endOn', at: 4.5, requestId: 'req_1', clip: 'a bear.mp4' };

  it('stays what it is otherwise, and says which take the frame is of and where', () => {
    assert.deepEqual(endedOn(begun, frame), {
      draft: { ...begun, references: [begin, picture], lineage: { shot: 'begun', from } },
      notices: [],
    });
  });

  it('keeps its shot, and the take that it comes from already', () => {
    const again = anotherTake(first);
    assert.deepEqual(endedOn(again, frame).draft.lineage, again.lineage);
    const varied = draftOf({ id: 'varied', lineage: { shot: 'begun' } });
    assert.deepEqual(endedOn(varied, frame).draft.lineage, { shot: 'begun', from });
  });

  it('has no lineage where nobody knows the take', () => {
    const { draft } = endedOn(begun, { way: 'endOn', picture, clip: 'a.mp4' });
    assert.deepEqual([draft.references.length, 'lineage' in draft], [2, false]);
  });
});

describe('a draft that lacks its end', () => {
  it('is one with a single picture', () => {
    const picture = fileReference('file:///a.png', 'a.png');
    assert.equal(lacksEnd(draftOf({ references: [picture] })), true);
    assert.equal(lacksEnd(draftOf()), false);
    assert.equal(lacksEnd(draftOf({ references: [picture, picture] })), false);
    assert.equal(lacksEnd(draftOf({ references: [fileReference('file:///a.mp4', 'a.mp4')] })), false);
  });
});
