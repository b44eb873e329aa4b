import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordCount } from '../../../src/webview/composer/wordCount.ts';
import { percent } from '../../../src/webview/page/percent.ts';
import { timecode } from '../../../src/webview/preview/timecode.ts';

test('words are counted by the rules of their script', () => {
  assert.equal(wordCount('', 'en'), 0);
  assert.equal(wordCount('  The camera, slowly: glides … past!\n', 'en'), 5);
  assert.equal(wordCount('don’t stop', 'en'), 2);
  assert.ok(wordCount('镜头缓缓掠过海面', 'zh') > 1);
});

test('a share is told in whole per cent, in the way of the language, and never more than there is', () => {
  assert.equal(percent(0, 'en'), '0%');
  assert.equal(percent(0.4299, 'en'), '42%');
  assert.equal(percent(0.999, 'en'), '99%');
  assert.equal(percent(1, 'en'), '100%');
  assert.match(percent(0.4, 'de'), /^40\s%$/);
  assert.equal(percent(0.29, 'en', 'halfExpand'), '29%');
});

test('a time code has minutes, seconds and tenths, and never runs ahead', () => {
  assert.equal(timecode(0), '0:00.0');
  assert.equal(timecode(6.49), '0:06.4');
  assert.equal(timecode(0.3), '0:00.3');
  assert.equal(timecode(59.99), '0:59.9');
  assert.equal(timecode(75), '1:15.0');
  assert.equal(timecode(Number.NaN), '0:00.0');
});
