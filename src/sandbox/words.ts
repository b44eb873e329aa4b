import { Refusal } from './refusal.ts';

/** What will become of a request, settled when it is made. */
export interface Plan {
  /** ms since the epoch: from here on `processing`. */
  readonly startsAt: number;
  /** ms since the epoch: from here on `succeeded` or `failed`. */
  readonly endsAt: number;
  /** Why it fails, or null where it succeeds. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** ms that a request is queued, then processed. */
export interface Pace {
  readonly queued: number;
  readonly processing: number;
}

/** The refusal that a prompt asks for by `[sandbox:reject]` or `[sandbox:no-credits]`. Nothing is charged. */
export function refusalAsked(prompt: string): Refusal | undefined {
  if (prompt.includes('[sandbox:reject]')) {
    return new Refusal(400, 'content_policy', 'The prompt was rejected by the content policy.');
  }
  if (prompt.includes('[sandbox:no-credits]')) {
    return new Refusal(402, 'insufficient_credits', 'The account has not enough credits for this generation.');
  }
  return undefined;
}

/**
 * The course of a request made at `now`: `[sandbox:fail]`, `[sandbox:moderation]`, `[sandbox:busy]` and `[sandbox:slow]` in its prompt
 * change it.
 */
export function planFor(prompt: string, now: number, pace: Pace): Plan {
  const slowness = (word: string): number => (prompt.includes(word) ? 10 : 1);
  const startsAt = now + pace.queued * slowness('[sandbox:busy]');
  return { startsAt, endsAt: startsAt + pace.processing * slowness('[sandbox:slow]'), error: failureAsked(prompt) };
}

function failureAsked(prompt: string): Plan['error'] {
  if (prompt.includes('[sandbox:fail]')) {
    return { code: 'generation_failed', message: 'The generation failed.' };
  }
  if (prompt.includes('[sandbox:moderation]')) {
    return {
      code: 'content_moderation',
      message: 'The request was stopped by moderation: the reference image may contain a real human face.',
    };
  }
  return null;
}
