import type { Job } from './job.ts';
import { earliestLook, farthest } from './schedule.ts';

/** Of the last look at a job. */
interface Last {
  /** When it was back, whatever it brought; ms since 1970. */
  readonly at: number;
  /** The next one, which was put off as nobody looks, and when it would be due if somebody did; ms since 1970. */
  readonly putOff?: { readonly pollAt: number; readonly watched: number };
}

/** A look that is due. Ms since 1970. */
interface Wanted {
  readonly pollAt: number;
  /** See `lastLook`. */
  readonly lastLook: number;
}

/** When a look that is wanted may be made. It knows of the looks of this window: another one that takes over begins with none. */
export class Pace {
  readonly #looks = new Map<string, Last>();

  /** Somebody was asked about a job: whatever comes of it, the next look is not to follow at once. */
  looked(id: string, last: Last): void {
    this.#looks.set(id, last);
  }

  /** When a job was last looked at, ms since 1970. `lookedAt`: when it last was with an answer, as far as that is known. */
  lastLook({ id }: Job, lookedAt = 0): number {
    return Math.max(this.#looks.get(id)?.at ?? 0, lookedAt);
  }

  /** When a look is due that is wanted at `pollAt`. All in ms since 1970. */
  dueAt(job: Job, { pollAt, lastLook }: Wanted, { now, watched }: { now: number; watched: boolean }): number {
    const putOff = watched ? this.#looks.get(job.id)?.putOff : undefined;
    const wanted = putOff?.pollAt === pollAt ? Math.min(putOff.watched, pollAt) : pollAt;
    // One that was looked at in what is to come was so by a clock that was set back since.
    if (lastLook > now) return wanted;
    // Another window may have put it off, and told nobody that it did.
    const isPutOff = watched && lastLook > 0 && job.pollFailures === 0;
    return Math.max(isPutOff ? Math.min(wanted, lastLook + farthest) : wanted, earliestLook(job, lastLook));
  }

  /** This one is looked at no more. */
  forget(id: string): void {
    this.#looks.delete(id);
  }

  /** What became of looks before says nothing any more. */
  clear(): void {
    this.#looks.clear();
  }
}
