import type { ApiFailure } from '../api/failure.ts';

/**
 * What a failed create means for the job. `notSent`: nothing left this machine. `turnedAway`: it came too often and was not taken.
 * `refused`: read and not accepted. `open`: nobody can tell whether it was accepted and charged.
 */
export type Fate = 'notSent' | 'turnedAway' | 'refused' | 'open';

/** The first two may be sent again; the last must never be. */
export function fateOf(failure: ApiFailure): Fate {
  switch (failure.kind) {
    case 'network':
      return failure.phase === 'connect' ? 'notSent' : 'open';
    case 'rateLimited':
      return 'turnedAway';
    case 'unauthorized':
    case 'rejected':
      return failure.status >= 400 && failure.status < 500 ? 'refused' : 'open';
    case 'server':
    case 'badReply':
      return 'open';
  }
}
