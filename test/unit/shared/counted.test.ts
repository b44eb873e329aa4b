import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, fill } from '../../../src/shared/counted.ts';

test('values go to their places, and a place without one stays', () => {
  assert.equal(fill('{1} of {0}', '5', 'two'), 'two of 5');
  assert.equal(fill('{0} and {1}', '{1}'), '{1} and {1}');
});

test('a count takes the form of its language, also of one with more forms than English', () => {
  const english = '{0} word | {0} words';
  assert.equal(counted(english, 1, 'en'), '1 word');
  assert.equal(counted(english, 0, 'en'), '0 words');
  assert.equal(counted('{0} mot | {0} mots', 0, 'fr'), '0 mot');
  const polish = '{0} klip | {0} klipy | {0} klipów';
  const told = [0, 1, 2, 4, 5, 12, 22, 25].map((count) => counted(polish, count, 'pl'));
  assert.deepEqual(told, [
    '0 klipów',
    '1 klip',
    '2 klipy',
    '4 klipy',
    '5 klipów',
    '12 klipów',
    '22 klipy',
    '25 klipów',
  ]);
  assert.equal(counted('{0} 個のクリップ', 1, 'ja'), '1 個のクリップ');
});

test('the last form stands for those that are not written, and a text without forms for all', () => {
  assert.equal(
    counted('{0} clip | {0} clips', 1_000_000, 'es'),
    `${new Intl.NumberFormat('es').format(1_000_000)} clips`,
  );
  assert.equal(counted('{0} klip | {0} klipy | {0} klipu', 1.5, 'pl'), '1,5 klipu');
  assert.equal(counted('{0} s', 3, 'pl'), '3 s');
});

test('numbers are written as the language writes them, and values keep their places', () => {
  assert.equal(counted('Sent: {1} of {0} clip. | Sent: {1} of {0} clips.', 1200, 'en', '3'), 'Sent: 3 of 1,200 clips.');
});

test('a language that nobody knows, such as a pseudo-language, is counted as the machine counts', () => {
  assert.match(counted('{0} clip | {0} clips', 2, 'qps-ploc'), /2 clips?$/);
});
