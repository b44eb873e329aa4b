import type { LedgerEntry } from './ledger.ts';

export type Status = 'queued' | 'processing' | 'succeeded' | 'failed' | 'cancelled';

/** The status of a request, by nothing but its record and the time (ms since the epoch): any server answers the same. */
export function statusAt({ plan, cancelledAt }: LedgerEntry, now: number): Status {
  if (cancelledAt !== null) return 'cancelled';
  if (now < plan.startsAt) return 'queued';
  if (now < plan.endsAt) return 'processing';
  return plan.error === null ? 'succeeded' : 'failed';
}
