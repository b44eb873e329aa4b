import type { PictureCopy, Problem } from '../../shared/problem.ts';

interface Making {
  readonly copy: PictureCopy;
  /** `asked`: the host was asked for the original. `handedOver`: the host has the copy and has not shown it yet. */
  readonly stage: 'asked' | 'drawing' | 'handedOver';
}

/** The copies of pictures that are being made, at most one a reference. */
export class Copies {
  readonly #making = new Map<string, Making>();

  /** What is being made, by the id of the reference. */
  get making(): ReadonlyMap<string, PictureCopy> {
    return new Map([...this.#making].map(([id, { copy }]) => [id, copy]));
  }

  /** Starts a copy. False where one is being made of this reference already. */
  ask(copy: PictureCopy): boolean {
    if (this.#making.has(copy.referenceId)) return false;
    this.#making.set(copy.referenceId, { copy, stage: 'asked' });
    return true;
  }

  /** The original is here. False where this reference is being drawn already. */
  draw(copy: PictureCopy): boolean {
    if (this.#making.get(copy.referenceId)?.stage === 'drawing') return false;
    this.#making.set(copy.referenceId, { copy, stage: 'drawing' });
    return true;
  }

  /** The copy went to the host, which shows it with its next state. */
  handOver(copy: PictureCopy): void {
    this.#making.set(copy.referenceId, { copy, stage: 'handedOver' });
  }

  /** There will be no copy. */
  giveUp({ referenceId }: PictureCopy): void {
    this.#making.delete(referenceId);
  }

  /**
   * Takes a new state's problems: what was handed over is in it, and what it offers no more (the file went away, the reference was
   * removed) is not waited for.
   */
  receive(problems: readonly Problem[]): void {
    const offered = new Set(
      problems.flatMap(({ mend }) => (mend?.action.type === 'copy' ? [mend.action.copy.referenceId] : [])),
    );
    for (const [id, { stage }] of this.#making) {
      if (stage === 'handedOver' || (stage === 'asked' && !offered.has(id))) this.#making.delete(id);
    }
  }
}
