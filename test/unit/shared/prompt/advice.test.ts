import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { adviceOn, type Advice } from '../../../../src/shared/prompt/advice.ts';
import { placeholdersOf } from '../../../../src/shared/prompt/placeholders.ts';
import { ownTemplates } from '../../../../src/shared/prompt/templates.ts';
import { wordCount } from '../../../../src/webview/composer/wordCount.ts';
import { faulty, good } from './corpus.ts';

function advise(prompt: string, kinds: readonly ('image' | 'video' | 'audio')[] = []): Advice[] {
  return adviceOn({ prompt, words: wordCount(prompt, 'en'), kinds });
}

function told(advice: Advice | undefined): string {
  if (advice === undefined) return '';
  if ('count' in advice) return `${advice.kind}: ${advice.count}`;
  const { kind, words } = advice;
  return `${kind}: ${typeof words === 'string' ? words : words.join(kind === 'opposed' ? ' / ' : ', ')}`;
}

test('nothing is said about a good prompt', () => {
  for (const [prompt, ...kinds] of good) assert.deepEqual(advise(prompt, kinds).map(told), [], prompt);
});

test('a fault is named by the words of the prompt', () => {
  for (const [prompt, advice, ...kinds] of faulty)
    assert.equal(told(advise(prompt, kinds)[0]), advice, prompt.slice(0, 80));
});

test('our own templates are good prompts once they are filled in, and have places to fill', () => {
  assert.ok(ownTemplates().length >= 8);
  for (const { name, text } of ownTemplates()) {
    assert.ok(placeholdersOf(text).length >= 2, name);
    const filled = text.replaceAll(/\{[^{}]*\}/g, 'something');
    assert.equal(/[{}]/.test(filled), false, name);
    assert.deepEqual(advise(filled).map(told), [], name);
    assert.deepEqual(
      advise(text).map(({ kind }) => kind),
      ['placeholder'],
      name,
    );
    assert.ok(wordCount(filled, 'en') < 120, name);
  }
});

test('what is still to be filled in weighs more than how it is filmed', () => {
  const kinds = advise('{product}: [Image 1]. The camera pans left and tilts up. It does not move.').map(
    ({ kind }) => kind,
  );
  assert.deepEqual(kinds, ['placeholder', 'token', 'moves', 'negation']);
});

test('any text is judged, and at once', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (prompt) => Array.isArray(advise(prompt))));
  for (const piece of [
    'camera pans ',
    '“',
    '\n',
    '→',
    'we push ',
    '镜头 1 ',
    '鏡頭 1 ',

    '{a',
    '[Image ',
    '@image',
    '0-',
    'does not ',
    '"',
    '光',
    'the camera ',
    'then then ',
    ' ',
  ])
    assert.ok(adviceOn({ prompt: piece.repeat(200_000), words: 1, kinds: [] }).length < 7);
});
