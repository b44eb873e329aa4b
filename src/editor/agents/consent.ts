import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { Look } from '../../engine/references/look.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Agree, Asked } from '../composer/agree.ts';
import { hostOf } from '../composer/serviceWords.ts';
import { AgentError } from './agentError.ts';
import type { Answer, Wish } from './question.ts';
import type { Cost, Hold, Task } from './task.ts';

/** Brings a question to a person. */
export type AskPerson = (wish: Wish) => Promise<Answer>;

/** What was agreed to for one clip. */
interface Agreement {
  readonly draft: Draft;
  readonly consented: readonly string[];
  /** Where it is paid from a sum. */
  readonly hold?: Hold | undefined;
}

/**
 * Sees to it that nobody pays for what no person has agreed to. One question at a time, over all agents: the next may be answered by what
 * the one before has brought.
 */
export class ConsentDesk {
  readonly #engine: Engine;
  readonly #ask: AskPerson;
  readonly #allowed = new Set<Task>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, ask: AskPerson) {
    this.#engine = engine;
    this.#ask = ask;
  }

  /**
   * Does `send` with the agreement for one clip of `task`, and takes out of the sum what it cost: what surely was not sent gives its part
   * back. `signal`: of an agent that went away; what was not sent by then is not.
   */
  async during(
    task: Task,
    signal: AbortSignal,
    send: (askFor: (draft: Draft, looks: readonly Look[]) => Agree) => Promise<Job>,
  ): Promise<Job> {
    let agreed: Agreement | undefined;
    const askFor =
      (draft: Draft, looks: readonly Look[]): Agree =>
      async (asked) => {
        agreed = await this.#inTurn(() => this.#agree(task, draft, looks, asked, signal));
        // It may have gone while the question stood there.
        if (signal.aborted) return { notice: stopped() };
        return agreed === undefined
          ? { notice: vscode.l10n.t('The person did not agree to it.') }
          : { consented: agreed.consented };
      };
    try {
      const job = await send(askFor);
      agreed?.hold?.sent(job.creditsCharged);
      task.jobs.add(job.id);
      return job;
    } catch (error) {
      if (agreed !== undefined && (error instanceof AgentError || this.#isUnsent(agreed.draft)))
        agreed.hold?.released();
      throw error;
    }
  }

  /** Takes back every sum. */
  forgetSums(): void {
    for (const task of this.#allowed) task.forget();
    this.#allowed.clear();
  }

  async #agree(
    task: Task,
    draft: Draft,
    looks: readonly Look[],
    { service, consents }: Asked,
    signal: AbortSignal,
  ): Promise<Agreement | undefined> {
    if (signal.aborted) return undefined;
    const host = hostOf(service);
    const price = this.#engine.store.lastCharge({ draft, service: service.kind });
    // Also where somebody agreed to a place for good: that was for files that they choose themselves.
    const uploads = consents.map(({ once }) => once);
    const cost: Cost = { host, price, uploads };
    const held = task.hold(cost);
    if (held !== undefined) return { draft, consented: uploads, hold: held };
    const { agent, remembers, isConnection } = task;
    const left = task.left(host);
    const answer = await this.#ask({ agent, draft, looks, service, price, remembers, isConnection, left });
    if (answer === undefined) return undefined;
    if (answer === 'once') return { draft, consented: uploads };
    this.#allowed.add(task);
    return { draft, consented: uploads, hold: task.allow(answer.upTo, cost) };
  }

  /** True where nothing of it left: it would be on disk as a job. Of one that cannot be looked up nobody knows. */
  #isUnsent({ id }: Draft): boolean {
    try {
      return this.#engine.store.findByDraft(id) === undefined;
    } catch {
      return false;
    }
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function stopped(): string {
  return vscode.l10n.t('Stopped. Nothing was sent.');
}
