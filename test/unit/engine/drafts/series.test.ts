import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileReference, urlReference } from '../../../../src/engine/drafts/draft.ts';
import { anotherTake, shotOf } from '../../../../src/engine/drafts/lineage.ts';
import { alone, clipsOf, inItsShot, rejoin } from '../../../../src/engine/drafts/series.ts';
import { draftSchema, type Draft } from '../../../../src/shared/draft.ts';
import { clipCount, onePlan } from '../../../../src/shared/plan.ts';
import { draftOf, jobOf } from '../../../support/engine/fixtures.ts';

const file = (name: string) => fileReference(`file:///project/${name}`, name);
const [a, b, c, sound] = [file('a.png'), file('b.png'), urlReference('https://e.org/picture'), file('sound.mp3')];
const lineage = { shot: 'shot', from: { job: 'job', way: 'again' } };
const draft = draftOf({ references: [a, sound, b, c], lineage });
const each = { takes: 1, eachImage: true };

function names({ references }: Draft): string {
  return references.map(({ name }) => name).join();
}

function kinds({ references }: Draft) {
  return references.map(({ kind }) => kind);
}

describe('the clips of a draft', () => {
  it('are the draft itself where no more is asked for', () => {
    assert.deepEqual(clipsOf(draft, onePlan), [draft]);
  });

  it('are takes of its shot, of which the draft is the first', () => {
    const clips = clipsOf(draft, { takes: 3, eachImage: false });
    assert.equal(
      clips[0],
      clips.find(({ id }) => id === draft.id),
    );
    assert.deepEqual(clips.map(shotOf), ['shot', 'shot', 'shot']);
    assert.deepEqual(
      clips.map(({ series }) => series),
      [undefined, draft.id, draft.id],
    );
    assert.equal(new Set(clips.map(({ id }) => id)).size, 3);
  });

  it('are a shot for each image, also where nobody knows that it is one, and each has the sound', () => {
    const clips = clipsOf(draft, each);
    assert.deepEqual(clips.map(names), ['a.png,sound.mp3', 'sound.mp3,b.png', 'sound.mp3,picture']);
    assert.equal(new Set(clips.map(shotOf)).size, 3);
    assert.equal(clips[0].lineage, lineage);
    assert.ok(
      clips.slice(1).every((clip) => clip.lineage === undefined),
      'only the first can be another take of the shot',
    );
  });

  it('are as many as are shown before', () => {
    for (const takes of [1, 2, 4])
      for (const eachImage of [false, true]) {
        const plan = { takes, eachImage };
        assert.equal(clipsOf(draft, plan).length, clipCount(plan, kinds(draft)));
      }
    const one = draftOf({ references: [a, sound] });
    assert.equal(clipsOf(one, each).length, 1);
    assert.equal(clipCount(each, kinds(one)), 1);
  });

  it('are read back from disk as they are', () => {
    for (const clip of clipsOf(draft, { takes: 2, eachImage: true }))
      assert.deepEqual(draftSchema.parse(JSON.parse(JSON.stringify(clip))), clip);
  });
});

describe('a draft that was made again from a clip', () => {
  const made = jobOf({ id: 'job', draft: draftOf({ id: 'made', references: [a, sound] }) });
  const again = anotherTake(made);

  it('is another take of the shot with other words and settings, the files in another order or chosen once more', () => {
    const same = [
      again,
      { ...again, prompt: 'A bird', duration: 10 },
      { ...again, references: [sound, a] },
      { ...again, references: [file('a.png'), file('sound.mp3')] },
    ];
    for (const each of same) assert.equal(inItsShot(each, onePlan, [made]), each);
  });

  it('is a shot of its own with a file more, less or exchanged, and still says what it came from', () => {
    for (const references of [[b, sound], [a], [a, sound, b], [a, a, sound], []]) {
      const sent = inItsShot({ ...again, references }, onePlan, [made]);
      assert.deepEqual(sent, { ...again, references, lineage: { shot: again.id, from: again.lineage?.from } });
    }
  });

  it('is a take where any take of the shot was made from the same, also where the one that it came from is gone', () => {
    const other = jobOf({ id: 'other', draft: draftOf({ references: [b], lineage: { shot: 'made' } }) });
    assert.equal(inItsShot(again, onePlan, [other, made]), again);
    assert.equal(inItsShot(again, onePlan, []), again);
  });

  it('has takes of its own, also those that are sent later', () => {
    const plan = { takes: 3, eachImage: false };
    const clips = clipsOf(inItsShot({ ...again, references: [b] }, plan, [made]), plan);
    assert.deepEqual(new Set(clips.map(shotOf)), new Set([again.id]));
    const [first, ...others] = clips;
    const sent = [jobOf({ draft: first })];
    for (const clip of others) assert.equal(inItsShot(clip, onePlan, sent), clip);
    const later = { ...(others[0] as Draft), references: [c] };
    assert.equal(shotOf(inItsShot(later, onePlan, sent)), later.id);
  });

  it('is a take with its first image alone where each of several images is to be a clip', () => {
    const several = { ...again, references: [a, sound, b] };
    assert.equal(inItsShot(several, each, [made]), several);
    assert.equal(shotOf(inItsShot({ ...again, references: [b, sound, a] }, each, [made])), again.id);
  });
});

describe('what is left of a series', () => {
  function left(plan: typeof onePlan, sent: number) {
    const [first, ...others] = clipsOf(draft, plan).slice(sent);
    assert.ok(first);
    return { first, ...rejoin([first, ...others], draft.references) };
  }

  it('is the shot with the takes that are left, under an id that no job holds', () => {
    const { first, draft: joined, plan } = left({ takes: 4, eachImage: false }, 1);
    assert.deepEqual(plan, { takes: 3, eachImage: false });
    assert.deepEqual(joined, alone(first));
    assert.equal(shotOf(joined), 'shot');
  });

  it('is the images that are left, in their order, with what they share', () => {
    const { first, draft: joined, plan, apart } = left(each, 1);
    assert.equal(names(joined), 'sound.mp3,b.png,picture');
    assert.deepEqual([joined.id, joined.series, plan, apart], [first.id, undefined, each, []]);
  });

  it('is one image where one is left', () => {
    const { draft: joined, plan } = left({ takes: 2, eachImage: true }, 4);
    assert.equal(names(joined), 'sound.mp3,picture');
    assert.deepEqual(plan, { takes: 2, eachImage: false });
  });

  it('keeps apart the takes of an image of which some are made: no image gets more than was asked for', () => {
    const { draft: joined, plan, apart } = left({ takes: 3, eachImage: true }, 4);
    assert.equal(names(joined), 'sound.mp3,picture');
    assert.deepEqual(plan, { takes: 3, eachImage: false });
    assert.deepEqual(apart.map(names), ['sound.mp3,b.png', 'sound.mp3,b.png']);
  });

  it('is all of it where nothing was sent', () => {
    const { draft: joined, plan } = left({ takes: 2, eachImage: true }, 0);
    assert.deepEqual(joined, draft);
    assert.deepEqual(plan, { takes: 2, eachImage: true });
  });
});
