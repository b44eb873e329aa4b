import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PictureCopy, Problem } from '../../../src/shared/problem.ts';
import { Copies } from '../../../src/webview/composer/copies.ts';

const copy: PictureCopy = { referenceId: 'one', mime: 'image/png', width: 640, height: 480 };
const smaller: PictureCopy = { ...copy, width: 320, height: 240 };
const offer: Problem = {
  field: 'mediaUrls',
  severity: 'warning',
  index: 0,
  message: 'Too large.',
  mend: { label: 'Resize a copy', action: { type: 'copy', copy } },
};

test('one copy at a time is made of a reference', () => {
  const copies = new Copies();
  assert.equal(copies.ask(copy), true);
  assert.equal(copies.ask(smaller), false);
  assert.equal(copies.ask({ ...copy, referenceId: 'two' }), true);
  assert.deepEqual(copies.making.get('one'), copy);
});

test('an original that comes twice is drawn once', () => {
  const copies = new Copies();
  copies.ask(copy);
  assert.equal(copies.draw(copy), true);
  assert.equal(copies.draw(copy), false);
});

test('a copy is in the making until a state shows what became of it', () => {
  const copies = new Copies();
  copies.ask(copy);
  copies.receive([offer]);
  copies.draw(copy);
  copies.receive([]);
  copies.handOver(copy);
  assert.equal(copies.making.size, 1);
  copies.receive([offer]);
  assert.equal(copies.making.size, 0);
  assert.equal(copies.ask(copy), true);
});

test('an original that never comes is not waited for once its copy is offered no more', () => {
  const copies = new Copies();
  copies.ask(copy);
  copies.receive([
    { ...offer, severity: 'error', mend: { label: 'Use 4:3', action: { type: 'aspectRatio', value: '4:3' } } },
  ]);
  assert.equal(copies.making.size, 0);
  // It may still come late, and is not lost then.
  assert.equal(copies.draw(copy), true);
});

test('after a failure the same copy can be asked for again', () => {
  const copies = new Copies();
  copies.ask(copy);
  copies.draw(copy);
  copies.giveUp(copy);
  assert.equal(copies.ask(copy), true);
});
