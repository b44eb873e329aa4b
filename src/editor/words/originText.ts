import type { Origin } from '../clips/draftOfClip.ts';
import { credits, dateTime } from './amounts.ts';
import { chargeText } from './jobText.ts';

/** What was charged for a clip, as far as its origin says. */
export function chargeOf(origin: Origin): string | undefined {
  if ('job' in origin) return chargeText(origin.job);
  const { creditsCharged, service } = origin.record;
  // What the sandbox calls a charge is none.
  return creditsCharged === undefined || service === 'sandbox' ? undefined : credits(creditsCharged);
}

/** When a clip was made, as far as its origin says. */
export function madeAt(origin: Origin): string | undefined {
  if ('job' in origin) return dateTime(origin.job.createdAt);
  const { createdAt } = origin.record;
  return createdAt === undefined ? undefined : dateTime(Date.parse(createdAt));
}
