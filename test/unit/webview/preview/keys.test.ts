import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Press } from '../../../../src/webview/page/keys.ts';
import { keys } from '../../../../src/webview/preview/keys.ts';

function press(key: string, more: Partial<Press> = {}): Press {
  return { key, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more };
}

test('every key of the table does what it says, and none stands for two things', () => {
  for (const act of keys.acts) {
    const { key, shift = false } = keys.key(act);
    assert.equal(keys.actOf(press(key, { shiftKey: shift })), act);
  }
  assert.equal(new Set(keys.acts.map((act) => keys.shortcut(act).shown)).size, keys.acts.length);
});

test('J, K and L go as in editing programs, Space plays, and arrows go by frames, with Shift by seconds', () => {
  assert.deepEqual(
    ['j', 'k', 'l', ' ', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].map((key) => keys.actOf(press(key))),
    ['backward', 'stop', 'forward', 'togglePlay', 'frameBack', 'frameOn', 'toStart', 'toEnd'],
  );
  assert.equal(keys.actOf(press('ArrowRight', { shiftKey: true })), 'secondOn');
});

test('Caps Lock changes nothing, and Shift makes no letter another one’s key', () => {
  assert.equal(keys.actOf(press('L')), 'forward');
  assert.equal(keys.actOf(press('L', { shiftKey: true })), undefined);
});

test('signs count wherever the keyboard has them', () => {
  assert.equal(keys.actOf(press('<')), 'slower');
  assert.equal(keys.actOf(press('<', { shiftKey: true })), 'slower');
  assert.equal(keys.actOf(press('?', { shiftKey: true })), 'toggleHelp');
});

test('with letters of another alphabet the place of the key counts', () => {
  assert.equal(keys.actOf(press('д', { code: 'KeyL' })), 'forward');
  assert.equal(keys.actOf(press('о', { code: 'KeyJ' })), 'backward');
});

test('what VS Code’s own shortcuts are made of stays theirs', () => {
  for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
    assert.equal(keys.actOf(press('k', { [held]: true })), undefined);
});

test('keys read as on a keyboard, and are written for screen readers as these want them', () => {
  assert.equal(keys.shortcut('secondBack').shown, 'Shift+←');
  assert.equal(keys.shortcut('secondBack').aria, 'Shift+ArrowLeft');
  assert.equal(keys.shortcut('togglePlay').shown, 'Space');
  assert.equal(keys.shortcut('togglePlay').aria, 'Space');
  assert.equal(keys.shortcut('toggleMute').shown, 'M');
});
