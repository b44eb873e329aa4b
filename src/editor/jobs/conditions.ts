import { unusableKeyCode, type ApiFailure } from '../../engine/api/failure.ts';
import { isPollable, type Job } from '../../engine/jobs/job.ts';

/** What holds up all jobs of a service, and is said once above the rows instead of once a job. */
export type Condition =
  /** The service takes no key of ours, or there is none. `jobs` wait for it. */
  | {
      readonly kind: 'key';
      readonly origin: string;
      readonly jobs: number;
      readonly why: 'refused' | 'forbidden' | 'missing' | 'unusable';
    }
  /** Every job that was looked at could not be reached. */
  | { readonly kind: 'away'; readonly origin: string; readonly failure: ApiFailure }
  /** A newer version forbids this one to write to the store. */
  | { readonly kind: 'readOnly' };

/** The conditions that the unfinished jobs tell of, a service at a time. One refused key counts; one reply says that it is there. */
export function conditionsOf(unfinished: readonly Job[]): Condition[] {
  const waits = (job: Job): boolean =>
    isPollable(job) || (job.download.state === 'pending' && job.pollFailure !== undefined);
  const waiting = unfinished.filter((job) => job.service === 'live' && waits(job));
  return [...Map.groupBy(waiting, ({ baseUrl }) => baseUrl)].flatMap(([origin, jobs]): Condition[] => {
    // A job that was not looked at yet says nothing either way.
    const looked = jobs.filter(({ polls }) => polls > 0);
    const failures = looked.flatMap(({ pollFailure }) => pollFailure ?? []);
    const refused =
      failures.find(isOfKey) ?? (failures.length === looked.length ? failures.find(isForbidden) : undefined);
    if (refused !== undefined) {
      return [{ kind: 'key', origin, jobs: jobs.length, why: whyOf(refused) }];
    }
    const away = looked.flatMap(({ pollFailure }) => (pollFailure?.kind === 'network' ? pollFailure : []));
    const [failure] = away.filter(({ phase }) => phase === 'connect');
    return failure !== undefined && away.length === looked.length ? [{ kind: 'away', origin, failure }] : [];
  });
}

function whyOf(failure: ApiFailure): Extract<Condition, { kind: 'key' }>['why'] {
  if (isForbidden(failure)) return 'forbidden';
  if (failure.kind !== 'unauthorized' || failure.status !== 0) return 'refused';
  return failure.code === unusableKeyCode ? 'unusable' : 'missing';
}

function isOfKey(failure: ApiFailure): boolean {
  return failure.kind === 'unauthorized' || ('status' in failure && failure.status === 401);
}

/** May be about the key, or about one job alone: of the key it is where no other look comes through. */
function isForbidden(failure: ApiFailure): boolean {
  return 'status' in failure && failure.status === 403;
}
