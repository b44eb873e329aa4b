import type { OpenApi } from '../api/client.ts';
import { ApiError, type ApiFailure } from '../api/failure.ts';
import type { Generation } from '../api/replies.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../ports.ts';
import type { Job } from './job.ts';
import { nameOf, Reach, type ServiceOf } from './reach.ts';

/** Not asked, as what was met before is in the way still: `failure` is what that was. */
export class HeldOff extends ApiError {}

export interface AskingDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** The client for a job's service. Rejects where there is none just now (no key). */
  api(job: Job): Promise<OpenApi>;
}

/** What a service said of a job. */
export interface Answer {
  readonly generation: Generation;
  /** What was in the way of all is not any more: who has waited can go on. */
  readonly isBack: boolean;
}

/** Asks services what became of jobs, for looks and for downloads: what one of them meets is not met by each of them. */
export class Asking {
  readonly #deps: AskingDeps;
  readonly #signal: AbortSignal;
  readonly #reach = new Reach();
  /** The one request to a service that tries for all whether something is in the way still. */
  readonly #trials = new Map<string, Promise<unknown>>();

  /** `signal` ends all that is under way, as the window closes. */
  constructor(deps: AskingDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
  }

  /** See `Reach.opensAt`. */
  opensAt(job: ServiceOf): number | undefined {
    return this.#reach.opensAt(job, this.#deps.clock.now());
  }

  /** True while one request tries for all: what comes of it is worth waiting for. */
  isTrying(job: ServiceOf): boolean {
    return this.#trials.has(nameOf(job));
  }

  /** See `Reach.retry`. */
  retry(): void {
    this.#reach.retry();
  }

  /** See `Reach.forget`. */
  forget(): void {
    this.#reach.forget();
  }

  /** Asks the service once, where that is of use. Rejects with `ApiError`, `HeldOff` where it is not, or the signal's reason. */
  async ask(job: Job, requestId: string): Promise<Answer> {
    const name = nameOf(job);
    for (let trial = this.#trials.get(name); trial !== undefined; trial = this.#trials.get(name)) await trial;
    const { clock } = this.#deps;
    const opensAt = this.opensAt(job);
    if (opensAt === undefined) return this.#ask(job, requestId);
    const failure = this.#reach.failure(job);
    if (opensAt > clock.now() && failure !== undefined) throw new HeldOff(failure);
    const answer = this.#ask(job, requestId);
    const trial = answer.then(
      () => undefined,
      () => undefined,
    );
    this.#trials.set(name, trial);
    await trial;
    this.#trials.delete(name);
    return answer;
  }

  async #ask(job: Job, requestId: string): Promise<Answer> {
    const { clock, log } = this.#deps;
    const begun = clock.now();
    try {
      const api = await this.#deps.api(job);
      const generation = await api.get(requestId, { signal: this.#signal });
      const isBack = this.#reach.answered(job, { begun, now: clock.now() });
      if (isBack) log.info(`${job.baseUrl} answers again`);
      return { generation, isBack };
    } catch (error) {
      if (!this.#signal.aborted) this.#note(job, failureOf(error), begun, error);
      throw error;
    }
  }

  /** Tells of what is in the way of all once, not for each that meets it. */
  #note(job: Job, failure: ApiFailure, begun: number, error: unknown): void {
    const { clock, log } = this.#deps;
    const news = this.#reach.failed(job, failure, { begun, now: clock.now() }, Math.random());
    if (this.opensAt(job) === undefined) log.warn(`the service cannot be asked about job ${job.id}`, error);
    if (news !== undefined) log.warn(`${job.baseUrl} cannot be asked for now: ${news}`, error);
  }
}

/** What an error of `Asking.ask` says of the service. */
export function failureOf(error: unknown): ApiFailure {
  return error instanceof ApiError ? error.failure : { kind: 'badReply', status: 0, message: String(error) };
}
