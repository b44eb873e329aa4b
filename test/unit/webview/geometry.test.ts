import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aspectShape } from '../../../src/webview/composer/aspectShape.ts';
import { placeOfMove } from '../../../src/webview/composer/placeOfMove.ts';

test('an aspect is drawn as large as its square allows', () => {
  assert.deepEqual(aspectShape('16:9', 16), { width: 16, height: 9 });
  assert.deepEqual(aspectShape('9:16', 16), { width: 9, height: 16 });
  assert.deepEqual(aspectShape('1:1', 14), { width: 14, height: 14 });
  assert.deepEqual(aspectShape('2.35:1', 14), { width: 14, height: 6 });
});

test('an aspect that is a word is not drawn', () => {
  assert.equal(aspectShape('auto', 14), undefined);
  assert.equal(aspectShape('0:9', 14), undefined);
});

test('a reference lands where it was dropped, whichever side it came from', () => {
  const drop = (from: number, over: number, after: boolean) => {
    const order = ['a', 'b', 'c', 'd'];
    const [moved] = order.splice(from, 1);
    order.splice(placeOfMove(from, over, after), 0, moved ?? '');
    return order.join('');
  };
  assert.equal(drop(0, 2, true), 'bcad');
  assert.equal(drop(0, 2, false), 'bacd');
  assert.equal(drop(3, 0, false), 'dabc');
  assert.equal(drop(3, 0, true), 'adbc');
  assert.equal(drop(1, 1, true), 'abcd');
  assert.equal(drop(1, 0, true), 'abcd');
});
