/** What was measured, run by run, ours and the peer's in turn. */
export interface Measured {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

/** A comparison with a program that does the same. The larger figure is the better one. */
export interface Bench {
  /** Of the figures. */
  readonly unit: string;
  /** What ours is held against. */
  readonly peer: string;
  /** What ours should reach at least, as a share of the peer's. */
  readonly goal: number;
  /** Measures several runs; rejects where it cannot. */
  measure(): Promise<Measured>;
}
