import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { owns, type Overflow, type Owner } from '../../../src/webview/page/ownKeys.ts';

const keys = ['j', 'm', '1', '<', ' ', 'ArrowLeft', 'ArrowUp', 'Home'];
const fits: Overflow = { aside: false, below: false };

function ownedBy(owner: Owner, overflow = fits): readonly string[] {
  return keys.filter((key) => owns(owner, key, overflow));
}

describe('what has the focus', () => {
  it('leaves the page its letters, digits and signs, a list and a slider too', () => {
    assert.deepEqual(ownedBy('list'), [' ', 'ArrowLeft', 'ArrowUp', 'Home']);
    assert.deepEqual(ownedBy('slider'), ['ArrowLeft', 'ArrowUp', 'Home']);
  });

  it('leaves it all keys where there is nothing to scroll', () => {
    assert.deepEqual(ownedBy('column'), []);
    assert.deepEqual(ownedBy('picture'), []);
  });

  it('is scrolled where there is: a column down, a picture about', () => {
    assert.deepEqual(ownedBy('column', { aside: false, below: true }), ['ArrowUp', 'Home']);
    assert.deepEqual(ownedBy('column', { aside: true, below: false }), []);
    for (const overflow of [
      { aside: true, below: false },
      { aside: false, below: true },
    ])
      assert.deepEqual(ownedBy('picture', overflow), ['ArrowLeft', 'ArrowUp', 'Home']);
  });
});
