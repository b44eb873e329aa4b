import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actOf, ariaKey, keyActs, keys, shownKey, type Press } from '../../../../src/webview/preview/keys.ts';

function press(key: string, more: Partial<Press> = {}): Press {
  return { key, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more };
}

test('every key of the table does what it says, and none stands for two things', () => {
  for (const act of keyActs) {
    const { key, shift = false } = keys[act];
    assert.equal(actOf(press(key, { shiftKey: shift })), act);
  }
  assert.equal(new Set(keyActs.map(shownKey)).size, keyActs.length);
});

test('J, K and L go as in editing programs, Space plays, and arrows go by frames, with Shift by seconds', () => {
  assert.deepEqual(
    ['j', 'k', 'l', ' ', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].map((key) => actOf(press(key))),
    ['backward', 'stop', 'forward', 'togglePlay', 'frameBack', 'frameOn', 'toStart', 'toEnd'],
  );
  assert.equal(actOf(press('ArrowRight', { shiftKey: true })), 'secondOn');
});

test('Caps Lock changes nothing, and Shift makes no letter another one’s key', () => {
  assert.equal(actOf(press('L')), 'forward');
  assert.equal(actOf(press('L', { shiftKey: true })), undefined);
});

test('signs count wherever the keyboard has them', () => {
  assert.equal(actOf(press('<')), 'slower');
  assert.equal(actOf(press('<', { shiftKey: true })), 'slower');
  assert.equal(actOf(press('?', { shiftKey: true })), 'toggleHelp');
});

test('with letters of another alphabet the place of the key counts', () => {
  assert.equal(actOf(press('д', { code: 'KeyL' })), 'forward');
  assert.equal(actOf(press('о', { code: 'KeyJ' })), 'backward');
});

test('what VS Code’s own shortcuts are made of stays theirs', () => {
  for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
    assert.equal(actOf(press('k', { [held]: true })), undefined);
});

test('keys read as on a keyboard, and are written for screen readers as these want them', () => {
  assert.equal(shownKey('secondBack'), 'Shift+←');
  assert.equal(ariaKey('secondBack'), 'Shift+ArrowLeft');
  assert.equal(shownKey('togglePlay'), 'Space');
  assert.equal(ariaKey('togglePlay'), 'Space');
  assert.equal(shownKey('toggleMute'), 'M');
});
