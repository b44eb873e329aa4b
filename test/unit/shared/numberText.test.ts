import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberText } from '../../../src/shared/numberText.ts';

test('a number has the point and the groups of its language, and as many digits as are asked for', () => {
  const written = (language: string): string[] => [
    numberText(0.5, language),
    numberText(12_345, language),
    numberText(23.976, language, 2),
    numberText(5, language, 1, 1),
  ];
  assert.deepEqual(written('en'), ['0.5', '12,345', '23.98', '5.0']);
  assert.deepEqual(written('de'), ['0,5', '12.345', '23,98', '5,0']);
  assert.deepEqual(written('fr'), ['0,5', '12\u202f345', '23,98', '5,0']);
  assert.deepEqual(written('pl'), ['0,5', '12\u00a0345', '23,98', '5,0']);
  assert.deepEqual(written('ja'), ['0.5', '12,345', '23.98', '5.0']);
  assert.deepEqual(written('de'), ['0,5', '12.345', '23,98', '5,0'], 'again, from what is kept');
});

test('a language that nobody knows, and none, is written as the machine writes', () => {
  assert.match(numberText(12_345, 'qps-ploc'), /^12.345$/);
  assert.match(numberText(12_345, ''), /^12.?345$/);
});
