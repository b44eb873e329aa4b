import assert from 'node:assert/strict';
import test from 'node:test';
import * as drafts from '../../../../src/engine/drafts/draft.ts';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import { draftSchema } from '../../../../src/shared/draft.ts';

const file = (name: string) => drafts.fileReference(`file:///project/${name}`, name);

test('the first draft has the settings of the service’s own example, the next one those of the last that was sent', () => {
  const first = drafts.newDraft();
  assert.deepEqual(
    [first.model, first.aspectRatio, first.duration, first.resolution],
    ['seedance-2.0', '16:9', 5, '720p'],
  );
  const last = { ...first, model: 'seedance-1.5-pro', duration: 10, prompt: 'old', fileName: 'old' };
  const next = drafts.newDraft(last);
  assert.deepEqual([next.model, next.duration, next.prompt, next.fileName], ['seedance-1.5-pro', 10, '', '']);
  assert.notEqual(next.id, first.id);
});

test('more images than can be a clip each at once are left out by name, and more of the rest than one clip takes', () => {
  const images = Array.from({ length: 21 }, (_, index) => file(`${index}.png`));
  const sounds = Array.from({ length: 6 }, (_, index) => file(`${index}.mp3`));
  const { draft, notices } = drafts.addReferences(drafts.newDraft(), [...images, ...sounds]);
  assert.deepEqual(draft.references, [...images.slice(0, 20), ...sounds.slice(0, 5)]);
  assert.match(notices.join(), /20 images.*Left out: 20\.png, 5\.mp3\./);
  const more = drafts.addReferences(draft, [file('more.png'), file('more.mp4')]);
  assert.deepEqual(more.draft.references, draft.references);
  assert.match(more.notices.join(), /more\.png, more\.mp4/);
});

test('the same file or URL is a reference once', () => {
  const once = drafts.addReferences(drafts.newDraft(), [
    file('a.png'),
    drafts.urlReference('https://e.org/a.png'),
  ]).draft;
  const { draft, notices } = drafts.addReferences(once, [file('a.png'), drafts.urlReference('https://e.org/a.png')]);
  assert.equal(draft.references.length, 2);
  assert.deepEqual(notices, []);
});

test('the same picture comes once more where that is meant, as the last frame of a loop, and no more than there is room for', () => {
  const { draft } = drafts.addReferences(drafts.newDraft(), [file('a.png')]);
  const loop = drafts.appendReferences(draft, [file('a.png')]);
  assert.deepEqual([loop.draft.references.map(({ name }) => name), loop.notices], [['a.png', 'a.png'], []]);
  assert.equal(new Set(loop.draft.references.map(({ id }) => id)).size, 2);
  const many = drafts.appendReferences(
    draft,
    Array.from({ length: 20 }, () => file('a.png')),
  );
  assert.equal(many.draft.references.length, 20);
  assert.match(many.notices.join(), /Left out: a\.png\./);
});

test('many that are left out are counted, not listed', () => {
  const notice = drafts.leftOutNotice(Array.from({ length: 40 }, (_, index) => `${index}.txt`)) ?? '';
  assert.match(notice, /0\.txt, 1\.txt.* and 35 more/);
  assert.equal(drafts.leftOutNotice([]), undefined);
});

test('a reference is moved to where it is put, and no further than the ends', () => {
  const { draft } = drafts.addReferences(drafts.newDraft(), [file('a.png'), file('b.png'), file('c.png')]);
  const names = (to: number): string =>
    drafts
      .moveReference(draft, draft.references[0]?.id ?? '', to)
      .references.map(({ name }) => name[0])
      .join('');
  assert.deepEqual(
    [names(0), names(1), names(2), names(99), names(-5), names(0.5)],
    ['abc', 'bac', 'bca', 'bca', 'abc', 'abc'],
  );
  assert.equal(drafts.moveReference(draft, 'nobody', 1), draft);
});

test('a public URL is kept trimmed, and an empty one takes it back', () => {
  const { draft } = drafts.addReferences(drafts.newDraft(), [file('a.png')]);
  const id = draft.references[0]?.id ?? '';
  const typed = drafts.setPublicUrl(draft, id, ' https://e.org/a.png ');
  assert.equal(typed.references[0]?.publicUrl, 'https://e.org/a.png');
  const back = drafts.setPublicUrl(typed, id, '  ');
  assert.equal('publicUrl' in (back.references[0] ?? {}), false);
});

test('an impossible duration moves to the nearest one, the shorter of two, and that is said', () => {
  const draft = { ...drafts.newDraft(), duration: 7 };
  const { draft: moved, notices } = drafts.applySettings(draft, { model: 'seedance-1.5-pro' }, documentedCapabilities);
  assert.equal(moved.duration, 5);
  assert.match(notices.join(), /7 s.*5 s/);
  const far = drafts.applySettings({ ...draft, duration: 13 }, { model: 'seedance-1.5-pro' }, documentedCapabilities);
  assert.equal(far.draft.duration, 10);
});

test('a model that is gone becomes the default one, and that is said', () => {
  const { draft, notices } = drafts.fitToModel({ ...drafts.newDraft(), model: 'seedance-9' }, documentedCapabilities);
  assert.equal(draft.model, 'seedance-2.0');
  assert.match(notices.join(), /seedance-9/);
});

test('what was not changed is left as it is', () => {
  const draft = { ...drafts.newDraft(), prompt: 'kept' };
  assert.deepEqual(drafts.applySettings(draft, { prompt: undefined, duration: 8 }, documentedCapabilities), {
    draft: { ...draft, duration: 8 },
    notices: [],
  });
});

test('a URL is called by the last part of its path, read as people write it', () => {
  const names = ['https://e.org/a/b%20c.png?x', 'https://e.org/', 'https://e.org/%zz.png', 'no url'].map(
    (url) => drafts.urlReference(url).name,
  );
  assert.deepEqual(names, ['b c.png', 'e.org', '%zz.png', 'no url']);
});

test('a draft reads back from disk as it was', () => {
  const { draft } = drafts.addReferences(drafts.newDraft(), [file('a.png'), drafts.urlReference('https://e.org/page')]);
  assert.deepEqual(draftSchema.parse(JSON.parse(JSON.stringify(draft))), draft);
});
