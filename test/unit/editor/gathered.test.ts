import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Gathered } from '../../../src/editor/gathered.ts';

it('what many ask for within moments is done once, and not after the end', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let done = 0;
  const gathered = new Gathered(() => done++, 500);
  for (let round = 1; round <= 2; round++) {
    for (let change = 0; change < 100; change++) gathered.ask();
    t.mock.timers.tick(499);
    assert.equal(done, round - 1);
    t.mock.timers.tick(1);
    assert.equal(done, round);
  }
  gathered.ask();
  gathered.dispose();
  gathered.ask();
  t.mock.timers.tick(1000);
  assert.equal(done, 2);
});
