import type { ApiFailure } from '../../engine/api/failure.ts';
import { isPollable, type Job } from '../../engine/jobs/job.ts';

/** What holds up all jobs of a service, and is said once above the rows instead of once a job. */
export type Condition =
  /** The service takes no key of ours, or there is none. `jobs` wait for it. */
  | { readonly kind: 'key'; readonly origin: string; readonly jobs: number; readonly missing: boolean }
  /** Every job that was looked at could not be reached. */
  | { readonly kind: 'away'; readonly origin: string; readonly failure: ApiFailure }
  /** A newer version forbids this one to write to the store. */
  | { readonly kind: 'readOnly' };

/** The conditions that the unfinished jobs tell of, a service at a time. One refused key counts; one reply says that it is there. */
export function conditionsOf(unfinished: readonly Job[]): Condition[] {
  const waiting = unfinished.filter((job) => job.service === 'live' && isPollable(job));
  return [...Map.groupBy(waiting, ({ baseUrl }) => baseUrl)].flatMap(([origin, jobs]): Condition[] => {
    const failures = jobs.flatMap(({ pollFailure }) => pollFailure ?? []);
    const refused = failures.find(({ kind }) => kind === 'unauthorized');
    if (refused?.kind === 'unauthorized')
      return [{ kind: 'key', origin, jobs: jobs.length, missing: refused.status === 0 }];
    // A job that was not looked at yet says nothing either way.
    const looked = jobs.filter(({ polls }) => polls > 0);
    const away = looked.flatMap(({ pollFailure }) => (pollFailure?.kind === 'network' ? pollFailure : []));
    const [failure] = away.filter(({ phase }) => phase === 'connect');
    return failure !== undefined && away.length === looked.length ? [{ kind: 'away', origin, failure }] : [];
  });
}
