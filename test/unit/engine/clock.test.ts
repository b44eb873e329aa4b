import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delay, systemClock } from '../../../src/engine/clock.ts';
import { Emitter } from '../../../src/engine/event.ts';
import { FakeClock } from '../../support/engine/clock.ts';

const stop = new Error('stop');

test('a delay ends with its time', async () => {
  const clock = new FakeClock();
  const waited = delay(clock, 1000, new AbortController().signal);
  clock.advance(999);
  assert.equal(clock.waiting, 1);
  clock.advance(1);
  await waited;
});

test('a delay ends with its signal, and leaves no timer', async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const waited = delay(clock, 1000, controller.signal);
  controller.abort(stop);
  await assert.rejects(waited, stop);
  await assert.rejects(delay(clock, 1000, controller.signal), stop);
  assert.equal(clock.waiting, 0);
});

test('the system’s clock calls back once, unless disposed', async () => {
  await new Promise<void>((resolve) => systemClock.after(1, resolve));
  systemClock.after(1, () => assert.fail('it was disposed')).dispose();
  await new Promise<void>((resolve) => systemClock.after(5, resolve));
  assert.ok(Math.abs(systemClock.now() - Date.now()) < 1000);
});

test('an event reaches everybody who still listens, each as often as they asked for it', () => {
  const emitter = new Emitter<number>();
  const heard: string[] = [];
  const listener = (value: number): void => void heard.push(`a${value}`);
  const first = emitter.event(listener);
  emitter.event(listener);
  emitter.event((value) => {
    heard.push(`b${value}`);
    first.dispose();
  });
  emitter.fire(1);
  emitter.fire(2);
  assert.deepEqual(heard, ['a1', 'a1', 'b1', 'a2', 'b2']);
});

test('a listener that throws does not keep the others from hearing, and is not hushed up', async () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  emitter.event(() => {
    throw stop;
  });
  emitter.event((value) => heard.push(value));
  // The runner takes what nobody caught for a failure of the test, unless it is caught here.
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
  emitter.fire(1);
  assert.equal(await thrown, stop);
  for (const each of listeners) process.on('uncaughtException', each);
  assert.deepEqual(heard, [1]);
});
