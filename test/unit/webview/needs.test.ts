import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReferenceTravel } from '../../../src/shared/composerMessages.ts';
import type { Draft } from '../../../src/shared/draft.ts';
import { needsOf, reasonsOf, type Need } from '../../../src/webview/composer/needs.ts';
import { draftOf } from '../../support/engine/fixtures.ts';

const stuck: Need = { stuck: true, takesUrl: true, tried: ['Git: not committed.'] };
const given: Need = { stuck: false, takesUrl: true, tried: [] };

function page(travel: readonly Omit<ReferenceTravel, 'text'>[], publicUrls: Record<string, string> = {}) {
  const draft: Draft = {
    ...draftOf(),
    references: ['one', 'two', 'three'].map((id) => {
      const publicUrl = publicUrls[id];
      const reference = { id, name: `${id}.png`, source: { type: 'file' as const, uri: `file:///${id}.png` } };
      return publicUrl === undefined ? reference : { ...reference, publicUrl };
    }),
  };
  return { draft, travel: travel.map((one) => ({ ...one, text: '' })) };
}

test('a reference that no way is open to takes a public URL, and says what was tried', () => {
  const state = page([{ referenceId: 'one', way: 'needsUrl', tried: ['Git: not committed.'] }]);
  assert.deepEqual(needsOf(state, new Map()), new Map([['one', stuck]]));
});

test('where URLs are not to be typed in, there is no field for one', () => {
  const state = page([{ referenceId: 'one', way: 'noWay', tried: ['Bucket: none is set up.'] }]);
  assert.deepEqual(
    needsOf(state, new Map()),
    new Map([['one', { stuck: true, takesUrl: false, tried: ['Bucket: none is set up.'] }]]),
  );
});

test('a file that is gone needs no way, so none is offered', () => {
  assert.equal(needsOf(page([{ referenceId: 'one', way: 'noWay' }]), new Map()).size, 0);
});

test('a URL that was typed for the same content before can be changed', () => {
  const state = page([{ referenceId: 'one', way: 'ready', typedUrl: 'https://example.com/one.png' }]);
  assert.deepEqual(needsOf(state, new Map()), new Map([['one', given]]));
});

test('a reference that travels by itself needs nothing', () => {
  const travel = (['ready', 'upload', 'local'] as const).map((way, index) => ({
    referenceId: ['one', 'two', 'three'][index] ?? '',
    way,
  }));
  assert.equal(needsOf(page(travel), new Map([['one', stuck]])).size, 0);
});

test('the field of a typed URL stays when it works, so that it can be mended', () => {
  const state = page([{ referenceId: 'one', way: 'ready' }], { one: 'https://example.com/one.png' });
  assert.deepEqual(needsOf(state, new Map([['one', stuck]])), new Map([['one', given]]));
});

test('nothing moves while a reference is looked at anew', () => {
  const checking = page([
    { referenceId: 'one', way: 'checking' },
    { referenceId: 'two', way: 'checking' },
    { referenceId: 'three', way: 'checking' },
  ]);
  const before = new Map([
    ['one', stuck],
    ['two', given],
  ]);
  assert.deepEqual(needsOf(checking, before), before);
  assert.equal(needsOf(checking, new Map()).size, 0);
});

test('needs stand in the order of the page, and those of removed references go', () => {
  const state = page([
    { referenceId: 'two', way: 'needsUrl' },
    { referenceId: 'one', way: 'needsUrl' },
  ]);
  assert.deepEqual([...needsOf(state, new Map([['gone', stuck]])).keys()], ['one', 'two']);
});

test('a reason that several references share is said once, after those of one alone', () => {
  const need = (...tried: string[]): Need => ({ stuck: true, takesUrl: true, tried });
  const reasons = reasonsOf(
    new Map([
      ['one', need('Bucket: none is set up.', 'Git: one.png is ignored.')],
      ['two', need('Bucket: none is set up.', 'Git: two.png is ignored.')],
    ]),
  );
  assert.deepEqual(reasons, [
    { text: 'Git: one.png is ignored.', references: ['one'] },
    { text: 'Git: two.png is ignored.', references: ['two'] },
    { text: 'Bucket: none is set up.', references: ['one', 'two'] },
  ]);
});
