import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fault } from '../support/faults/fault.ts';
import { faultsOf } from '../support/faults/faults.ts';
import type { Customer } from '../support/faults/hostileService.ts';
import { HostileWindow } from '../support/faults/window.ts';
import { report } from './table.ts';

const jobs = 12;
/** Looks that may be under way when the first of them fails. */
const underWay = 4;
/** How many looks find something in their way. */
const times = 6;
const minute = 60_000;

interface Barrier {
  readonly name: string;
  /** What the looks meet; none where nothing listens to them. */
  readonly faults: readonly Fault[];
  /** Ms that pass at least while the single looks try, each after its pause. */
  readonly patience: number;
}

const long = (times - underWay) * 9 * minute;
/** 5 and 10 s, and each of them by a fifth less. */
const growing = 12_000;

const barriers: readonly Barrier[] = [
  { name: '401', faults: always('401'), patience: long },
  { name: '403', faults: always('403'), patience: long },
  { name: '429', faults: always('429'), patience: growing },
  { name: '429 for 2 s', faults: always('429 for 2 s'), patience: growing },
  { name: '429 until 9999', faults: always('429 until 9999'), patience: long },
  { name: '429 for ever', faults: always('429 for ever'), patience: long },
  { name: 'offline', faults: [], patience: growing },
];

function always(name: string): Fault[] {
  const fault = faultsOf('look').find((each) => each.name === name);
  assert.ok(fault !== undefined, name);
  return Array.from({ length: times }, () => fault);
}

/** All jobs of a service, from the click to their ends. */
async function makeAll(window: HostileWindow, customer: Customer, onAccepted: () => unknown = () => undefined) {
  const submissions = await Promise.all(Array.from({ length: jobs }, () => window.submit(customer)));
  onAccepted();
  return await Promise.all(
    submissions.map((submission) => {
      assert.ok(submission.outcome === 'accepted', submission.outcome);
      return window.ended(submission.job.id);
    }),
  );
}

describe('many jobs at one service', () => {
  it('wait together for what is in the way of all: a single look tries, and it is told of once', async (t) => {
    const window = await HostileWindow.open(t, { isPatient: true });
    const metAt = new Map<Customer, number[]>();
    window.service.onDidMeet(({ customer }) => metAt.get(customer)?.push(window.clock.now()));
    const services = await Promise.all(
      barriers.map(async (barrier) => {
        const customer = await window.meet({ look: barrier.faults });
        metAt.set(customer, []);
        return { ...barrier, customer };
      }),
    );
    const makings = services.map(({ customer, faults }) =>
      makeAll(window, customer, () => faults.length === 0 && window.service.refuse(customer, times)),
    );
    const ended = await window.fly(Promise.all(makings));
    const harm = await window.harm();
    report(16, { fault: 'Many jobs at a service that turns all away', tries: barriers.length * jobs, ...harm });
    assert.deepEqual(harm, { lost: 0, chargedTwice: 0 });
    assert.ok(ended.flat().every((job) => window.hasClip(job)));
    for (const { name, customer, patience } of services) {
      const at = metAt.get(customer) ?? [];
      assert.equal(at.length, times, name);
      const waited = (at.at(-1) ?? 0) - (at[0] ?? 0);
      assert.ok(waited >= patience, `${name}: ${times} looks within ${waited} ms`);
      const told = window.ports.lines.filter((line) => line.startsWith(customer.origin));
      assert.equal(told.filter((line) => line.includes('cannot be asked for now')).length, 1, told.join('\n'));
      assert.equal(told.filter((line) => line.includes('answers again')).length, 1, told.join('\n'));
    }
  });

  it('go on at once when the key is mended', async (t) => {
    const window = await HostileWindow.open(t, { isPatient: true });
    const customer = await window.meet({ look: always('401') });
    let met = 0;
    let mendedAt = Infinity;
    window.service.onDidMeet(() => {
      // None is under way but the one that tries.
      if (++met < times) return;
      mendedAt = window.clock.now();
      void window.engine.connectionChanged();
    });
    const ended = await window.fly(makeAll(window, customer));
    assert.ok(ended.every((job) => window.hasClip(job)));
    assert.ok(window.clock.now() - mendedAt < 5 * minute, `${window.clock.now() - mendedAt} ms later`);
  });
});
