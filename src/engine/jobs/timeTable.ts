/** Ms: the shortest time that a table tells apart from none, and the longest. */
const [shortest, longest] = [500, 48 * 3_600_000];

/** Of two neighbouring times of a table the later one is longer by this factor (as a logarithm). */
const step = 0.02;

const cells = Math.ceil(Math.log(longest / shortest) / step);

/** The times of a table, in ms: `timeAt(0)` to `timeAt(cells)`. */
function timeAt(index: number): number {
  return shortest * Math.exp(index * step);
}

/** How far along the times of a table `ms` is; whole numbers are its own times. */
function placeOf(ms: number): number {
  return Math.min(Math.max(Math.log(Math.max(ms, shortest) / shortest) / step, 0), cells);
}

/**
 * A distribution of times, tabulated: how likely something is to take longer than each of a row of times. Any mixture is a table like
 * another, and what is asked of it (survival, quantiles, rates) is looked up.
 */
export class TimeTable {
  /** At each time of the table: the chance of taking longer. */
  readonly #survival = new Float64Array(cells + 1);

  /** `mass`: of each cell, up to a constant factor. */
  private constructor(mass: (cell: number) => number) {
    // From the end on: far out in a tail what is left is small, but right.
    for (let cell = cells - 1; cell >= 0; cell--) this.#survival[cell] = this.#at(cell + 1) + mass(cell);
    // Of what has outlived all of the table nothing is left in it.
    const all = this.#at(0) || 1;
    for (let index = 0; index <= cells; index++) this.#survival[index] = this.#at(index) / all;
  }

  /** `density`: of the time's natural logarithm (of ms), up to a constant factor. */
  static ofLogarithm(density: (logarithm: number) => number): TimeTable {
    return new TimeTable((cell) => density(Math.log(shortest) + (cell + 0.5) * step));
  }

  /** `survival`: the chance of taking longer than so many ms. */
  static of(survival: (ms: number) => number): TimeTable {
    const at = Float64Array.from({ length: cells + 1 }, (_, index) => survival(timeAt(index)));
    return new TimeTable((cell) => (at[cell] ?? 0) - (at[cell + 1] ?? 0));
  }

  /** The chance of taking longer than `ms`. */
  survival(ms: number): number {
    return ms < shortest ? 1 : between(this.#survival, placeOf(ms));
  }

  /** Ms within which the `share` (0 to 1) ends. */
  quantile(share: number): number {
    let [low, high] = [0, cells];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (1 - this.#at(middle) <= share) low = middle;
      else high = middle;
    }
    const mass = this.#at(low) - this.#at(high);
    const into = mass > 0 ? (this.#at(low) - (1 - share)) / mass : 0;
    return timeAt(low + Math.min(Math.max(into, 0), 1));
  }

  /** Ms after `age` within which the `share` (0 to 1) ends of what gets that old. */
  left(age: number, share: number): number {
    return Math.max(this.quantile(1 - this.survival(age) * (1 - share)) - age, 0);
  }

  /** Calls back for each cell of the table in turn: how long it is (ms), the chance to end in it, and to be still under way in it. */
  forEachCell(callback: (cell: number, ms: number, ends: number, lasts: number) => void): void {
    for (let cell = 0; cell < cells; cell++) {
      const [from, to] = [this.#at(cell), this.#at(cell + 1)];
      callback(cell, timeAt(cell + 1) - timeAt(cell), from - to, (from + to) / 2);
    }
  }

  #at(index: number): number {
    return this.#survival[index] ?? 0;
  }
}

/** A quantity that only grows with time, tabulated at the times of a `TimeTable`. */
export class Growth {
  readonly #sums = new Float64Array(cells + 1);

  /** `growths`: by how much it grows in each cell. */
  constructor(growths: readonly number[]) {
    for (let cell = 0; cell < cells; cell++) this.#sums[cell + 1] = (this.#sums[cell] ?? 0) + (growths[cell] ?? 0);
  }

  /** How much it is after `ms`. */
  after(ms: number): number {
    return between(this.#sums, placeOf(ms));
  }

  /** Ms after which it is `amount`; infinite where it never is. */
  reaches(amount: number): number {
    const above = this.#sums.findIndex((sum) => sum >= amount);
    if (above <= 0) return above === 0 ? timeAt(0) : Infinity;
    const [low, high] = [this.#sums[above - 1] ?? 0, this.#sums[above] ?? 0];
    return timeAt(above - 1 + (amount - low) / (high - low));
  }
}

function between(values: Float64Array, place: number): number {
  const index = Math.min(Math.floor(place), cells - 1);
  const [from, to] = [values[index] ?? 0, values[index + 1] ?? 0];
  return from + (to - from) * (place - index);
}
