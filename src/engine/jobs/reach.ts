import type { ApiFailure } from '../api/failure.ts';
import type { Job } from './job.ts';

/** What keeps a service from answering at all, for whichever job it is asked. */
type Barrier = 'key' | 'offline' | 'limit';

interface Blocked {
  readonly barrier: Barrier;
  readonly failures: number;
  /** Ms since 1970: not asked before. */
  readonly until: number;
}

/** A key that was refused may be taken again without anybody telling us: seldom, one look tries. Ms. */
const keyPause = 10 * 60_000;

/** The longest pause while a service cannot be reached, ms. */
const offlinePause = 60_000;

/** A service that asks for more than this (ms) is asked before. */
const limitPause = 10 * 60_000;

/**
 * Which services are worth asking now. What one look meets (no way there, a key that is not taken, too many requests) all would meet:
 * then a single look tries from time to time, and the others wait for it.
 */
export class Reach {
  readonly #blocked = new Map<string, Blocked>();
  /** When a service last answered, ms since 1970. */
  readonly #answeredAt = new Map<string, number>();

  /** When a job's service may be asked next, ms since 1970; undefined while nothing is known to be in the way. */
  opensAt(job: ServiceOf): number | undefined {
    return this.#blocked.size === 0 ? undefined : this.#blocked.get(nameOf(job))?.until;
  }

  /** A look failed. Returns what now is in the way of all looks, where that is news. `random` from 0 to 1. */
  failed(job: ServiceOf, failure: ApiFailure, now: number, random: number): Barrier | undefined {
    const barrier = barrierOf(failure, now - (this.#answeredAt.get(nameOf(job)) ?? -Infinity) < lately);
    const before = this.#blocked.get(nameOf(job));
    if (barrier === undefined) {
      // The one that tried got as far as others would: nothing is in the way of all any more.
      if (before !== undefined && before.until <= now) this.#blocked.delete(nameOf(job));
      return undefined;
    }
    // Several looks were under way when the first of them failed: together they are one failure.
    if (before?.barrier === barrier && before.until > now) return undefined;
    const failures = before?.barrier === barrier ? before.failures + 1 : 1;
    this.#blocked.set(nameOf(job), { barrier, failures, until: now + pauseOf(barrier, failure, failures, random) });
    return before?.barrier === barrier ? undefined : barrier;
  }

  /** The service answered. True where that is news. */
  answered(job: ServiceOf, now: number): boolean {
    this.#answeredAt.set(nameOf(job), now);
    return this.#blocked.delete(nameOf(job));
  }

  /** A person asks, or something has changed: all is tried at once. What is known to be in the way is no news then. */
  retry(): void {
    for (const [name, blocked] of this.#blocked) this.#blocked.set(name, { ...blocked, until: 0 });
  }

  /** A key was set, or the way out is another: nothing is known any more. */
  forget(): void {
    this.#blocked.clear();
  }
}

/** An answer not older than this (ms) shows that the key is taken. */
const lately = 60_000;

type ServiceOf = Pick<Job, 'service' | 'baseUrl'>;

function nameOf({ service, baseUrl }: ServiceOf): string {
  return `${service} ${baseUrl}`;
}

function barrierOf(failure: ApiFailure, hasAnsweredLately: boolean): Barrier | undefined {
  switch (failure.kind) {
    case 'unauthorized':
      return 'key';
    case 'network':
      return failure.phase === 'connect' ? 'offline' : undefined;
    case 'rateLimited':
      return 'limit';
    default:
      // 403 may be about the key or about this job alone: others are asked first.
      return failure.status === 401 || (failure.status === 403 && !hasAnsweredLately) ? 'key' : undefined;
  }
}

function pauseOf(barrier: Barrier, failure: ApiFailure, failures: number, random: number): number {
  const growing = Math.min(5000 * 2 ** Math.min(failures - 1, 10), offlinePause) * (0.8 + 0.4 * random);
  switch (barrier) {
    case 'key':
      return keyPause;
    case 'offline':
      return growing;
    case 'limit':
      return Math.min(Math.max(growing, failure.kind === 'rateLimited' ? (failure.retryAfter ?? 0) : 0), limitPause);
  }
}
