import type { ApiFailure } from '../api/failure.ts';
import type { Job } from './job.ts';

/** Which service is meant: that of a job. */
export type ServiceOf = Pick<Job, 'service' | 'baseUrl'>;

/** What keeps a service from answering at all, for whichever job it is asked. */
type Barrier = 'key' | 'offline' | 'limit';

interface Blocked {
  readonly barrier: Barrier;
  /** What was met last. */
  readonly failure: ApiFailure;
  readonly failures: number;
  /** Ms since 1970. What was under way then tells nothing of what came after. */
  readonly metAt: number;
  /** Ms since 1970: not asked before. */
  readonly until: number;
}

/** When a request began, and when its answer was there: ms since 1970. */
interface Period {
  readonly begun: number;
  readonly now: number;
}

/** A key that was refused may be taken again without anybody telling us: seldom, one request tries. Ms. */
const keyPause = 10 * 60_000;

/** The longest pause while a service cannot be reached, ms. */
const offlinePause = 60_000;

/** A service that asks for more than this (ms) is asked before: nobody but the service could end a pause that it named by mistake. */
const limitPause = 3_600_000;

/**
 * Which services are worth asking now. What one request meets (no way there, a key that is not taken, too many requests) all would meet:
 * then a single one tries from time to time, and the others wait for it.
 */
export class Reach {
  readonly #blocked = new Map<string, Blocked>();
  /** When a service last answered, ms since 1970. */
  readonly #answeredAt = new Map<string, number>();

  /** When a job's service may be asked next, ms since 1970 as `now`; undefined while nothing is known to be in the way. */
  opensAt(job: ServiceOf, now: number): number | undefined {
    const blocked = this.#blocked.size === 0 ? undefined : this.#blocked.get(nameOf(job));
    return blocked && (isOver(blocked, now) ? Math.min(blocked.until, now) : blocked.until);
  }

  /** What is known to be in the way of a job's service. */
  failure(job: ServiceOf): ApiFailure | undefined {
    return this.#blocked.get(nameOf(job))?.failure;
  }

  /** A request failed. Returns what now is in the way of all of them, where that is news. `random` from 0 to 1. */
  failed(job: ServiceOf, failure: ApiFailure, { begun, now }: Period, random: number): Barrier | undefined {
    const barrier = barrierOf(failure, now - (this.#answeredAt.get(nameOf(job)) ?? -Infinity) < lately);
    const before = this.#blocked.get(nameOf(job));
    // Several requests were under way when the first of them failed: together they are one failure.
    const isSame = before !== undefined && before.metAt <= now && (begun <= before.metAt || before.until > now);
    if (barrier === undefined) {
      // The one that tried got as far as others would: nothing is in the way of all any more.
      if (!isSame) this.#blocked.delete(nameOf(job));
      return undefined;
    }
    const failures = before?.barrier === barrier ? before.failures + Number(!isSame) : 1;
    const until = now + pauseOf(barrier, failure, failures, random);
    // Whatever else they met: the longest wait that was asked for counts.
    if (isSame && (until <= before.until || (barrier === before.barrier && barrier !== 'limit'))) return undefined;
    this.#blocked.set(nameOf(job), { barrier, failure, failures, metAt: now, until });
    return before?.barrier === barrier ? undefined : barrier;
  }

  /** The service answered. True where that is news: what was asked before something was in the way tells nothing of it. */
  answered(job: ServiceOf, { begun, now }: Period): boolean {
    this.#answeredAt.set(nameOf(job), now);
    const before = this.#blocked.get(nameOf(job));
    const isBack = before !== undefined && (begun > before.metAt || before.metAt > now);
    return isBack && this.#blocked.delete(nameOf(job));
  }

  /**
   * A person asks, or something has changed: all is tried at once, but where the service has asked to wait. What is known to be in the
   * way is no news then.
   */
  retry(): void {
    for (const [name, blocked] of this.#blocked)
      if (blocked.barrier !== 'limit') this.#blocked.set(name, { ...blocked, metAt: 0, until: 0 });
  }

  /** A key was set, or the way out is another: nothing is known any more. */
  forget(): void {
    this.#blocked.clear();
  }
}

/** An answer not older than this (ms) shows that the key is taken. */
const lately = 60_000;

/** What was met in what is still to come was met by a clock that was set back since: nobody knows how long it has been. */
function isOver({ metAt, until }: Blocked, now: number): boolean {
  return until <= now || metAt > now;
}

/** A service, told from others. */
export function nameOf({ service, baseUrl }: ServiceOf): string {
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
    case 'server':
      return failure.retryAfter === undefined ? undefined : 'limit';
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
    case 'limit': {
      const asked = ('retryAfter' in failure ? failure.retryAfter : undefined) ?? 0;
      return Math.min(Math.max(growing, asked), limitPause);
    }
  }
}
