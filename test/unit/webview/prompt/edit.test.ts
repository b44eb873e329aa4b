import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editBetween, tokenEdit, type Edit } from '../../../../src/webview/composer/prompt/edit.ts';

const apply = (text: string, edit: Edit): string => text.slice(0, edit.start) + edit.text + text.slice(edit.end);

test('a token is set apart from its neighbours, but not from a full stop', () => {
  const at = (text: string, start: number, end = start) => apply(text, tokenEdit({ text, start, end }, '[Image 1]'));
  assert.equal(at('', 0), '[Image 1] ');
  assert.equal(at('past', 4), 'past [Image 1] ');
  assert.equal(at('past .', 5), 'past [Image 1].');
  assert.equal(at('past the sea', 5, 8), 'past [Image 1] sea');
});

test('what was typed, deleted or pasted is found again by where the caret stands', () => {
  const between = (before: string, text: string, end: number) => editBetween(before, { text, start: end, end });
  assert.deepEqual(between('aa', 'aaa', 1), { start: 0, end: 0, text: 'a' });
  assert.deepEqual(between('aa', 'aaa', 3), { start: 2, end: 2, text: 'a' });
  assert.deepEqual(between('abcd', 'abd', 2), { start: 2, end: 3, text: '' });
  assert.deepEqual(between('one two', 'one 2', 5), { start: 4, end: 7, text: '2' });
  assert.deepEqual(between('', 'all', 3), { start: 0, end: 0, text: 'all' });
});

test('an edit that was found makes the second text of the first, wherever the caret is said to be', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '{', ' '), maxLength: 12 });
  fc.assert(
    fc.property(text, text, fc.nat(12), (before, after, caret) => {
      const end = Math.min(caret, after.length);
      assert.equal(apply(before, editBetween(before, { text: after, start: end, end })), after);
    }),
  );
});
