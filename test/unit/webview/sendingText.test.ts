import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import type { ComposerState } from '../../../src/shared/composerMessages.ts';
import { onePlan } from '../../../src/shared/plan.ts';
import { composerStrings } from '../../../src/shared/strings/composer.ts';
import { sendingText } from '../../../src/webview/composer/sendingText.ts';
import { draftOf } from '../../support/engine/fixtures.ts';

function told(
  phase: ComposerState['phase'],
  progress: readonly (number | undefined)[],
  sent?: ComposerState['sent'],
): string {
  const names = ['hero.png', 'hero-2.png'];
  const state: ComposerState = {
    draft: {
      ...draftOf(),
      references: names.map((name) => ({ id: name, name, source: { type: 'file', uri: `file:///${name}` } })),
    },
    edit: 0,
    capabilities: documentedCapabilities,
    plan: onePlan,
    mode: 'firstAndLastFrame',
    tokens: [],
    travel: progress.map((share, index) => ({
      referenceId: names[index] ?? '',
      way: 'upload',
      text: '',
      ...(share !== undefined && { progress: share }),
    })),
    problems: [],
    kept: true,
    notices: [],
    price: '',
    sandbox: false,
    host: 'example.com',
    phase,
    ...(sent !== undefined && { sent }),
  };
  return sendingText({ strings: composerStrings(), state, language: 'en' });
}

test('an upload is told at each quarter, not at each per cent', () => {
  const texts = Array.from({ length: 100 }, (_, percent) => told('uploading', [percent / 100]));
  assert.deepEqual(
    [...new Set(texts)],
    ['Uploading hero.png, 0%', 'Uploading hero.png, 25%', 'Uploading hero.png, 50%', 'Uploading hero.png, 75%'],
  );
});

test('what is told is the file under way, not the one that is done', () => {
  assert.equal(told('uploading', [1, 0.6]), 'Uploading hero-2.png, 50%');
});

test('before and between uploads the references are got ready, and only then something is sent', () => {
  assert.equal(told('uploading', [undefined]), 'Getting the references ready…');
  assert.equal(told('uploading', [1, 1]), 'Getting the references ready…');
  assert.equal(told('sending', [1, 1]), 'Sending…');
});

test('of several clips it is told how many are sent, and what is done for the next', () => {
  const sent = { done: 1, of: 4 };
  assert.equal(told('uploading', [0.5], sent), 'Sent: 1 of 4 clips. Uploading hero.png, 50%');
  assert.equal(told('sending', [], { done: 3, of: 4 }), 'Sent: 3 of 4 clips. Sending…');
});

test('while a person is waited for it is said so, and not that something is sent', () => {
  assert.equal(told('asking', [undefined]), 'Waiting for you…');
});
