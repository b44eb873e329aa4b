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
  task.allow(sum, first)?.sent(first.price);
  return task;
}

describe('what a person allowed for a task', () => {
  it('is nothing until somebody has', () => {
    assert.equal(new Task('Agent', { remembers: true }).hold(cost(0)), undefined);
  });

  it('is used up clip by clip, and asked for again after that', () => {
    const task = allowed(100, cost(40));
    assert.equal(task.left('a.example'), 60);
    task.hold(cost(40))?.sent(40);
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
    task.hold(cost(40))?.sent(90);
    assert.equal(task.left('a.example'), 10);
    task.hold(cost(10))?.sent(30);
    assert.equal(task.left('a.example'), 0);
    assert.equal(task.hold(cost(0)), undefined, 'more was spent than was allowed');
  });

  it('comes back where nothing was sent, once', () => {
    const task = allowed(100);
    const hold = task.hold(cost(40));
    hold?.released();
    hold?.released();
    hold?.sent(0);
    assert.equal(task.left('a.example'), 100);
  });

  it('is used up by the price that was agreed to where the service does not say what it charged', () => {
    const task = allowed(100);
    task.hold(cost(40))?.sent();
    assert.equal(task.left('a.example'), 60);
    assert.equal(task.hold(cost(61)), undefined);
  });

  it('is used up by a clip whose price nobody knew, where nobody says what was charged either', () => {
    const task = new Task('Agent', { remembers: true });
    task.allow(100, cost(undefined))?.sent();
    assert.equal(task.left('a.example'), 0);
    assert.equal(task.hold(cost(1)), undefined);
  });

  it('pays for no other clip while one is sent whose price nobody knows: that may cost all of it', () => {
    const task = new Task('Agent', { remembers: true });
    const hold = task.allow(100, cost(undefined));
    assert.equal(task.hold(cost(1)), undefined);
    hold?.sent(70);
    assert.equal(task.left('a.example'), 30);
  });

  it('has only what is left of it for a second clip while nobody knows yet what became of the first', () => {
    const task = allowed(100);
    const first = task.hold(cost(60));
    const second = task.hold(cost(40));
    assert.equal(task.hold(cost(1)), undefined);
    second?.released();
    assert.equal(task.left('a.example'), 40);
    first?.sent();
    assert.equal(task.left('a.example'), 40);
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

  it('ends when nothing was spent of it for half an hour, with what was shown to be uploaded', () => {
    let minutes = 0;
    const task = new Task('Agent', { remembers: true }, { now: () => minutes * 60_000 });
    const upload = cost(1, { uploads: ['bucket a.png'] });
    task.allow(100, upload)?.sent();
    minutes = 29;
    task.hold(upload)?.sent();
    minutes = 58;
    assert.equal(task.left('a.example'), 98, 'each clip begins it anew');
    minutes = 59;
    assert.equal(task.left('a.example'), undefined);
    assert.equal(task.hold(cost(1)), undefined);
    task.allow(100, cost(1))?.sent();
    assert.ok(task.hold(cost(1)));
    assert.equal(task.hold(upload), undefined);
  });

  it('can be taken back, and stays so whatever becomes of the clip that is being sent', () => {
    const task = allowed(100);
    task.jobs.add('job');
    const hold = task.hold(cost(40));
    task.forget();
    hold?.released();
    assert.equal(task.left('a.example'), undefined);
    assert.equal(task.hold(cost(0)), undefined);
    assert.ok(task.jobs.has('job'));
  });

  it('is not remembered by a task that does not remember', () => {
    const task = new Task('Agent', { remembers: false });
    assert.equal(task.allow(100, cost(1)), undefined);
    assert.equal(task.hold(cost(1)), undefined);
  });
});
