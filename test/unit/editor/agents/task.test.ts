import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Task, type Cost } from '../../../../src/editor/agents/task.ts';

const cost = (price: number | undefined, more: Partial<Cost> = {}): Cost => ({
  host: 'a.example',
  price,
  uploads: [],
  ...more,
});

function allowed(sum: number, first: Cost = cost(0)): Task {
  const task = new Task('Agent', { remembers: true });
  task.allow(sum, first)?.spent(first.price);
  return task;
}

describe('what a person allowed for a task', () => {
  it('is nothing until somebody has', () => {
    assert.equal(new Task('Agent', { remembers: true }).hold(cost(0)), undefined);
  });

  it('is used up clip by clip, and asked for again after that', () => {
    const task = allowed(100, cost(40));
    assert.equal(task.left('a.example'), 60);
    task.hold(cost(40))?.spent(40);
    assert.equal(task.left('a.example'), 20);
    assert.equal(task.hold(cost(40)), undefined);
    assert.ok(task.hold(cost(20)));
  });

  it('is not enough for two clips that are sent at once where it is for one', () => {
    const task = allowed(100);
    assert.ok(task.hold(cost(60)));
    assert.equal(task.hold(cost(60)), undefined);
  });

  it('counts what was charged, not what was expected', () => {
    const task = allowed(100);
    task.hold(cost(40))?.spent(90);
    assert.equal(task.left('a.example'), 10);
    task.hold(cost(10))?.spent(30);
    assert.equal(task.left('a.example'), 0);
    assert.equal(task.hold(cost(0)), undefined, 'more was spent than was allowed');
  });

  it('comes back where nothing was sent, once', () => {
    const task = allowed(100);
    const hold = task.hold(cost(40));
    hold?.released();
    hold?.released();
    hold?.spent(0);
    assert.equal(task.left('a.example'), 100);
  });

  it('ends where nobody knows what was charged', () => {
    const task = allowed(100);
    task.hold(cost(1))?.spent(undefined);
    assert.equal(task.hold(cost(0)), undefined);
    assert.equal(task.left('a.example'), 0);
  });

  it('is for the service that the person was shown', () => {
    const task = allowed(100);
    assert.equal(task.hold(cost(1, { host: 'b.example' })), undefined);
    assert.equal(task.left('b.example'), undefined);
  });

  it('pays for nothing whose price is not known', () => {
    assert.equal(allowed(100).hold(cost(undefined)), undefined);
  });

  it('uploads nothing that nobody was shown', () => {
    const task = allowed(100, cost(0, { uploads: ['bucket a.png'] }));
    assert.ok(task.hold(cost(1, { uploads: ['bucket a.png'] })));
    assert.equal(task.hold(cost(1, { uploads: ['bucket a.png', 'bucket b.png'] })), undefined);
  });

  it('is not remembered by a task that does not remember', () => {
    const task = new Task('Agent', { remembers: false });
    assert.equal(task.allow(100, cost(1)), undefined);
    assert.equal(task.hold(cost(1)), undefined);
  });
});
