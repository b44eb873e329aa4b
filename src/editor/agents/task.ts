import { systemClock, type Clock } from '../../engine/clock.ts';

/** A sum ends when nothing was spent of it for so long (ms): whoever typed it may have forgotten it. The question for it says so. */
const idleLimit = 30 * 60_000;

/** What a person allowed for the rest of a task. Credits; whole and in memory only. */
interface Allowance {
  /** The service that the sum was allowed for, as the person was shown it. */
  readonly host: string;
  left: number;
  /** When it was allowed, or a clip was last paid from it. */
  usedAt: number;
}

/** What kind of task it is. */
export interface Kind {
  readonly remembers: boolean;
  /** A connection, by which one agent may hold several conversations: nobody here can tell them apart. */
  readonly isConnection?: boolean;
}

/** What is to be paid and uploaded for one clip. `price`: credits, undefined where nobody knows it. */
export interface Cost {
  readonly host: string;
  readonly price: number | undefined;
  /** All that would leave this machine for it: `Consent.once`. */
  readonly uploads: readonly string[];
}

/** Holds a part of the sum while a clip is sent. What it came to is said once; as long as nothing is said the part stays used. */
export interface Hold {
  /**
   * It was sent, or may have been. `charged`: what the service said, credits; where it did not, the part that was held stays used:
   * the price that was agreed to, or all of the sum where nobody knew that.
   */
  sent(charged?: number): void;
  /** Surely nothing was sent: the part comes back. */
  released(): void;
}

/**
 * One task of an agent: a chat, or a connection. Knows what a person agreed to for it, which is forgotten with it, and which jobs it has
 * made. One that does not remember asks each time.
 */
export class Task {
  /** Who it is, as a person is told; any text. */
  readonly agent: string;
  readonly remembers: boolean;
  readonly isConnection: boolean;
  /** Ids of the jobs that were made in it. */
  readonly jobs = new Set<string>();
  #allowance: Allowance | undefined;
  readonly #uploads = new Set<string>();
  readonly #clock: Pick<Clock, 'now'>;

  constructor(agent: string, { remembers, isConnection = false }: Kind, clock: Pick<Clock, 'now'> = systemClock) {
    this.agent = agent;
    this.remembers = remembers;
    this.isConnection = isConnection;
    this.#clock = clock;
  }

  /** What is left of the sum for this service, credits; undefined where none was allowed. */
  left(host: string): number | undefined {
    const allowance = this.#current();
    return allowance?.host === host ? Math.max(0, allowance.left) : undefined;
  }

  /** Takes the price out of the sum, if all of this was agreed to before. Undefined where a person has to be asked. */
  hold({ host, price, uploads }: Cost): Hold | undefined {
    const allowance = this.#current();
    // What has no known price, or is to leave this machine for the first time, fits into no sum.
    if (price === undefined || allowance?.host !== host || allowance.left < price) return undefined;
    if (!uploads.every((once) => this.#uploads.has(once))) return undefined;
    allowance.usedAt = this.#clock.now();
    return holdOf(allowance, price);
  }

  /** A person allowed `sum` credits for all clips to come, this one among them, and these uploads. Takes the place of what was allowed before. */
  allow(sum: number, { host, price, uploads }: Cost): Hold | undefined {
    if (!this.remembers) return undefined;
    this.#allowance = { host, left: sum, usedAt: this.#clock.now() };
    for (const once of uploads) this.#uploads.add(once);
    // What has no known price may cost all of it: no other clip is paid from it meanwhile.
    return holdOf(this.#allowance, price ?? sum);
  }

  /** Takes back what a person allowed for it. What is being sent goes on, and its jobs stay its own. */
  forget(): void {
    this.#allowance = undefined;
    this.#uploads.clear();
  }

  #current(): Allowance | undefined {
    if (this.#allowance !== undefined && this.#clock.now() - this.#allowance.usedAt >= idleLimit) this.forget();
    return this.#allowance;
  }
}

function holdOf(allowance: Allowance, part: number): Hold {
  allowance.left -= part;
  let open = true;
  const settle = (used: number): void => {
    if (open) allowance.left += part - used;
    open = false;
  };
  return { sent: (charged = part) => settle(charged), released: () => settle(0) };
}
