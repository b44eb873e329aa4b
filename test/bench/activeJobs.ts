import { logNormalRuns } from '../support/engine/simulatedJobs.ts';
import { seededRandom } from '../support/faults/random.ts';

/** Jobs under way at a time, always. */
export const jobs = 1000;

/** Ms; how far (σ of the logarithm) the times of jobs differ. */
const [median, sigma] = [120_000, 0.4];

/** A job of the bench `active-1k`. Its id tells the service when it ends. */
export interface ActiveJob {
  readonly requestId: string;
  /** Ms since 1970. */
  readonly acceptedAt: number;
  readonly endsAt: number;
}

/** When a job ends by its id, ms since 1970. */
export function endOf(requestId: string): number {
  return Number(requestId.split('_')[1]);
}

/** The jobs of a service that is in the midst of its work: of all ages, and a new one for each that ends. The same for all who ask. */
export class ActiveJobs {
  readonly #random = seededRandom(1);
  #count = 0;

  /** Times (ms) of jobs that have finished before. */
  past(count: number): number[] {
    return logNormalRuns(count, median, sigma, this.#random).map(({ processing }) => processing);
  }

  /** Those under way at `now` (ms since 1970). */
  first(now: number): ActiveJob[] {
    const found: ActiveJob[] = [];
    // Of a job twice as long twice as many are under way: so many of each as would not have ended yet.
    while (found.length < jobs) {
      const age = this.#random() * 8 * median;
      const [time = 0] = this.past(1);
      if (time > age) found.push(this.#job(now - age, time));
    }
    return found;
  }

  /** One that is accepted at `now`. */
  next(now: number): ActiveJob {
    const [time = 0] = this.past(1);
    return this.#job(now, time);
  }

  #job(acceptedAt: number, time: number): ActiveJob {
    const endsAt = Math.round(acceptedAt + time);
    return { requestId: `req_${endsAt}_${this.#count++}`, acceptedAt: Math.round(acceptedAt), endsAt };
  }
}

/** What following them came to. */
export interface Followed {
  /** Share of one core, in percent. */
  readonly cpu: number;
  /** Seconds from a job's end to when the client knew. */
  readonly delays: readonly number[];
}

/** Measures for so many ms; `delays` is filled meanwhile. */
export async function measureFor(ms: number, delays: number[]): Promise<Followed> {
  delays.length = 0;
  const [started, before] = [performance.now(), process.cpuUsage()];
  await new Promise((resolve) => setTimeout(resolve, ms));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 10 / (performance.now() - started), delays: [...delays] };
}
