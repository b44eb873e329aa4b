import { connectionFaults } from './connectionFaults.ts';
import { downloadFaults } from './downloadFaults.ts';
import type { Fault, Step } from './fault.ts';
import type { Script } from './hostileService.ts';
import { Random } from './random.ts';
import { replyFaults } from './replyFaults.ts';

const faults: readonly Fault[] = [...connectionFaults, ...replyFaults, ...downloadFaults];

/** Those that are waited out; of many jobs only some can meet them. */
const slow = /\bever$|one byte a second/;

/** All that can go wrong with one step. */
export function faultsOf(step: Step): readonly Fault[] {
  return faults.filter(({ steps }) => steps.includes(step));
}

/** Up to three faults for each step of a job, the same for the same seed. */
export function scriptOf(seed: number): Script {
  const random = new Random(seed);
  const some = (step: Step, most: number): Fault[] => {
    const all = faultsOf(step);
    const picked = Array.from({ length: random.below(most + 1) }, () => all[random.below(all.length)]);
    return picked
      .filter((fault) => fault !== undefined)
      .filter(({ name }) => !slow.test(name) || random.below(8) === 0);
  };
  // Most faults of a create end the job: so half of the jobs meet none there.
  const create = random.below(2) === 0 ? [] : some('create', 3);
  return { create, look: some('look', 3), cancel: some('cancel', 1), download: some('download', 3) };
}
