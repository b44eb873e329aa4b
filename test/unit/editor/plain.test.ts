import assert from 'node:assert/strict';
import test from 'node:test';
import { plain } from '../../../src/editor/plain.ts';

test('a link in a stranger’s words is no link in a notification', () => {
  for (const text of ['[x](command:seedance.remove)', '[x](https://example.com)', '[[a]](command:x)']) {
    assert.doesNotMatch(plain(text), /\]\(/);
  }
});

test('an icon in a stranger’s words is text', () => {
  assert.doesNotMatch(plain('$(trash) gone'), /\$\(/);
});

test('marks that turn, hide or break text are taken out', () => {
  assert.equal(plain('a\u202egnp.exe\u200b\u0007b\nc\td'), 'agnp.exe b c d');
  assert.equal(plain('\u001b[31mred\u001b[0m'), '[31mred [0m');
});

test('text is cut at whole characters, and says so', () => {
  assert.equal(plain('👩‍👩‍👧‍👦'.repeat(3), 2).endsWith('…'), true);
  assert.equal(plain('abcdef', 4), 'abc…');
  assert.equal(plain('abcd', 4), 'abcd');
});

test('a megabyte takes no time worth speaking of and gives one short line', () => {
  assert.ok(plain('x\n'.repeat(500_000)).length <= 200);
});
