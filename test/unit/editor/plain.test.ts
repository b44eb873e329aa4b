import assert from 'node:assert/strict';
import test from 'node:test';
import { copyable, literal, plain } from '../../../src/editor/plain.ts';

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

test('a joiner stays where it belongs to the writing, and goes where it only hides', () => {
  for (const text of ['می\u200cخواهم', 'क्\u200dष', '👩‍👩‍👧‍👦', '👩🏽‍🚀', '❤️']) assert.equal(plain(text), text);
  assert.equal(plain('pay\u200dpal\u200c \u200dx\u200d'), 'pay\u200dpal x');
});

test('as Markdown a stranger’s words are only themselves', () => {
  assert.equal(literal('&lt; <b>'), '\\&lt\\; \\<b\\>');
  assert.equal(literal('https://evil.example'), 'https\\:\\/\\/evil\\.example');
  assert.equal(literal('1. a\r\n\u2028    code\n\n# b'), '1\\. a\n\ncode\n\n\\# b');
  assert.equal(literal('a\u202eb\u0000c\u001b[31m'), 'ab c \\[31m');
});

test('what is copied has no line break that a terminal would take for Enter', () => {
  assert.equal(copyable(' https://e.org/a\nrm -rf ~\r\u2028\u001b[A '), 'https://e.org/a rm -rf ~ [A');
  assert.equal(copyable('javascript:alert(1)'), 'javascript:alert(1)');
});

test('Markdown that is cut is cut at a whole character, and says so', () => {
  assert.equal(literal('👩‍👩‍👧‍👦'.repeat(3), 25), '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
  assert.equal(literal('abcd', 4), 'abcd');
  assert.equal(literal('abcde', 4), 'abcd…');
});
