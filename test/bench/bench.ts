/** What was measured, run by run, ours and a peer's in turn. */
export interface Measured {
  /** Of the line that tells it. */
  readonly name: string;
  /** What ours is held against. */
  readonly peer: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** A comparison with programs that do the same. */
export interface Bench {
  /** Of the figures. */
  readonly unit: string;
  readonly better: 'larger' | 'smaller';
  /** What ours should reach at least (where smaller is better: keep to at most), as a share of the peer's. */
  readonly goal: number;
  /** Of figures with a goal of their own, by name. */
  readonly goals?: Readonly<Record<string, number>>;
  /** Measures against each peer; rejects where it cannot. */
  measure(): Promise<readonly Measured[]>;
}
