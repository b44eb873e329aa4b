import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advice } from '../../../../src/shared/prompt/advice.ts';
import { composerStrings } from '../../../../src/shared/strings/composer.ts';
import { adviceText } from '../../../../src/webview/composer/prompt/adviceText.ts';

const said = (advice: Advice): string => adviceText(composerStrings().advice, advice, 'en');

test('an advice says what it is about and what to do', () => {
  assert.equal(
    said({ kind: 'moves', words: ['pans left', 'tilts up', 'zooms in'] }),
    'Several camera moves in one shot: “pans left”, “tilts up”, and “zooms in”. Keep one, or write Shot 1, Shot 2.',
  );
  assert.equal(said({ kind: 'words', count: 1234 }), '1,234 words. Beyond 1,000 the model loses details: shorten it.');
  assert.match(said({ kind: 'opposed', words: ['push in', 'pull back'] }), /^“push in” and “pull back” /);
  assert.equal(said({ kind: 'placeholder', words: '{product}' }), '{product} is still to be filled in.');
});

test('what it quotes is one short line that turns nothing around, and fills no place', () => {
  assert.equal(said({ kind: 'placeholder', words: '{a\u202eb\n{0}}' }), '{ab {0}} is still to be filled in.');
  assert.ok(said({ kind: 'token', words: 'x'.repeat(1 << 20) }).length < 200);
});
