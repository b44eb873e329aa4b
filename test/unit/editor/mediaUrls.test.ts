import assert from 'node:assert/strict';
import test from 'node:test';
import { findMediaUrls, findUrls, hasMediaUrl } from '../../../src/editor/urls/mediaUrls.ts';

const cases: readonly (readonly [where: string, text: string])[] = [
  ['Markdown', '![A lake](https://example.com/lake.png "title")'],
  ['a reference in Markdown', '[lake]: https://example.com/lake.png'],
  ['HTML', '<img alt="x" src="https://example.com/lake.png">'],
  ['CSS', 'background: url(https://example.com/lake.png);'],
  ['JSON', '{"image": "https://example.com/lake.png"}'],
  ['YAML', 'image: https://example.com/lake.png'],
  ['the end of a sentence', 'Look at https://example.com/lake.png.'],
  ['angle brackets', '<https://example.com/lake.png>'],
];

for (const [where, text] of cases) {
  test(`a media URL is found in ${where}`, () => {
    assert.deepEqual(findMediaUrls(text), ['https://example.com/lake.png']);
  });
}

test('a query and a fragment belong to the URL, and do not hide its kind', () => {
  assert.deepEqual(findMediaUrls('https://example.com/a.mp4?w=1&h=2#t=3'), ['https://example.com/a.mp4?w=1&h=2#t=3']);
});

test('plain http and pages are no media URLs', () => {
  assert.equal(hasMediaUrl('http://example.com/lake.png https://example.com/about'), false);
});

test('the place of a URL is the place of its own letters', () => {
  const text = 'see https://example.com/lake.png, then go';
  const [found] = findUrls(text);
  assert.equal(text.slice(found?.start, found?.end), 'https://example.com/lake.png');
});

test('a URL that stands twice is offered once', () => {
  assert.equal(findMediaUrls('https://e.org/a.png https://e.org/a.png').length, 1);
});
