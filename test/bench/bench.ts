/** What figures are of, and how they are judged. */
export interface Scale {
  /** Of the figures. */
  readonly unit: string;
  readonly better: 'larger' | 'smaller';
  /** What ours should reach at least (where smaller is better: keep to at most), as a share of the peer's. Left out: nothing is asked of it. */
  readonly goal?: number;
}

/** What was measured, run by run, ours and a peer's in turn. Left out of its scale: as the bench has it. */
export interface Measured extends Partial<Scale> {
  /** Of the line that tells it. */
  readonly name: string;
  /** What ours is held against: a program, or a bound. */
  readonly peer: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** A comparison with programs that do the same, or with what was promised. */
export interface Bench extends Scale {
  /** Measures against each peer; rejects where it cannot. */
  measure(): Promise<readonly Measured[]>;
}

/** The peer of what has none: a figure that was promised, in the unit of ours. */
export const promised = 'the goal';
