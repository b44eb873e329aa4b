import type { Draft } from '../../shared/draft.ts';
import type { Job } from './job.ts';
import type { Submission } from './submit.ts';

/** What became of drafts that were sent one after the other. */
export interface SeriesEnd {
  /** The jobs that hold their drafts: accepted, or nobody knows. */
  readonly jobs: readonly Job[];
  /** The drafts that no job holds. */
  readonly left: readonly Draft[];
  /** How the one ended after which no more were sent; left out where all were accepted, or for an error of this machine. */
  readonly last?: Submission;
  /** What went wrong on this machine, before anything of the next one was sent. */
  readonly error?: unknown;
}

/**
 * Sends drafts one after the other by `send`, until one is not accepted: what refuses one most often refuses all, and nobody knows
 * of what is unknown whether it was paid. `signal` stops it between two of them. Rejects where the first could not be sent.
 */
export async function sendSeries(
  drafts: readonly Draft[],
  send: (draft: Draft, sent: number) => Promise<Submission>,
  signal: AbortSignal,
): Promise<SeriesEnd> {
  const jobs: Job[] = [];
  for (const [index, draft] of drafts.entries()) {
    const left = drafts.slice(index);
    if (signal.aborted) return { jobs, left, last: { outcome: 'withdrawn', why: { kind: 'stopped' } } };
    let last: Submission;
    try {
      last = await send(draft, jobs.length);
    } catch (error) {
      if (index === 0) throw error;
      return { jobs, left, error };
    }
    switch (last.outcome) {
      case 'accepted':
        jobs.push(last.job);
        break;
      case 'unknown':
        return { jobs: [...jobs, last.job], left: left.slice(1), last };
      case 'rejected':
        return { jobs, left, last };
      case 'withdrawn':
        // Another window found it among the drafts and has sent it meanwhile.
        if (last.why.kind !== 'alreadySent' || index === 0) return { jobs, left, last };
    }
  }
  return { jobs, left: [] };
}
