import type { Fault } from '../support/faults/fault.ts';
import { faultsOf } from '../support/faults/faults.ts';

/**
 * What can go wrong with a create, as the tests of faults have it, but for what tells nothing of how often a client sends: where nothing
 * listens no POST arrives, and where no reply ever ends each client gives up after a time of its own, some after half an hour.
 */
export const createFaults: readonly Fault[] = faultsOf('create').filter(
  ({ name, reach }) => reach !== 'port' && !/^no .*, ever$/.test(name),
);

/** True where the service surely took nothing, or sent the client on itself: nobody pays for sending it again. */
export function takesNothing({ name, reach }: Fault): boolean {
  return reach === 'connection' || /^(?:429|307|308)\b/.test(name);
}
