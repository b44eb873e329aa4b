import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reference } from '../../../../src/shared/draft.ts';
import { mentionAt, mentioned } from '../../../../src/webview/composer/prompt/mention.ts';

const at = (text: string): string | undefined => mentionAt(text, text.length)?.query;

test('an @ and what stands behind it are a mention, up to the caret', () => {
  assert.equal(at('@'), '');
  assert.equal(at('Past @li'), 'li');
  assert.equal(at('(@'), '');
  assert.equal(at('镜头“@图'), '图');
  assert.deepEqual(mentionAt('Past @light the sea', 8), { start: 5, query: 'li' });
});

test('an @ of an address, one that is left behind, and one of a name that is too long are none', () => {
  for (const text of ['', 'Past', 'me@', 'me@host', 'a.@', '@a b', '@\n', `@${'a'.repeat(60)}`, '@a@'])
    assert.equal(at(text), undefined, text);
});

test('a reference is found by its token, in either form, and by any part of its name', () => {
  const names = ['hero.png', 'Lake at dawn.PNG', '\u202e<b>.png'];
  const references = names.map((name, index): Reference => ({
    id: String(index),
    name,
    source: { type: 'url', url: 'https://example.com' },
  }));
  const find = (query: string, tokens = ['[Image 1]', '[Image 2]', '[Video 1]']): number[] =>
    mentioned(query, references, tokens);
  assert.deepEqual(find(''), [0, 1, 2]);
  assert.deepEqual(find('image2'), [1]);
  assert.deepEqual(find('Video'), [2]);
  assert.deepEqual(find('dawn'), [1]);
  assert.deepEqual(find('<b>'), [2]);
  assert.deepEqual(find('nobody'), []);
  assert.deepEqual(find('image2', ['@Image1', '@Image2', '@Video1']), [1]);
});
