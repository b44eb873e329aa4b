import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keys } from '../../../../src/webview/compare/keys.ts';
import { keys as keysOfPreview } from '../../../../src/webview/preview/keys.ts';

const press = (key: string, more: object = {}) => ({
  ...{ key, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false },
  ...more,
});

test('none of the keys of a comparison stands for two things, and the preview’s are all the same', () => {
  assert.equal(new Set(keys.acts.map((act) => keys.shortcut(act).shown)).size, keys.acts.length);
  const both = keys.acts.filter((act) => (keysOfPreview.acts as readonly string[]).includes(act));
  assert.deepEqual(both, keysOfPreview.acts, 'all of them, as README says');
  for (const act of both) assert.deepEqual(keys.key(act), keysOfPreview.key(act as 'togglePlay'));
});

test('a take is kept by its number wherever the keyboard has digits, and letters count by their place in another alphabet', () => {
  assert.equal(keys.actOf(press('2')), 'keepSecond');
  assert.equal(keys.actOf(press('2', { shiftKey: true })), 'keepSecond');
  assert.equal(keys.actOf(press('5')), undefined);
  assert.equal(keys.actOf(press('ц', { code: 'KeyW' })), 'wipe');
});
