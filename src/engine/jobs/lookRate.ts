import { Growth, type TimeTable } from './timeTable.ts';

/** Ms that pass on average between a job's end and the look that notices it. */
const meanDelay = 5000;

/**
 * When to look at a job: as seldom as a mean delay of 5 s lets it be.
 *
 * With `n(t)` looks per ms at age `t`, `f` the density of the end, `S` the chance to last longer and `h = f / S` the hazard, a job
 * costs `∫ n S dt` looks and is noticed `∫ f / (2n) dt` late, half an interval. The least `looks + λ · delay` has, at every age,
 * `S = λ f / (2 n²)`, so **`n = √(λh/2)`: intervals in proportion to one over the square root of the hazard**. With `A = ∫ √(f S) dt`
 * the delay is then `A / √(2λ)` and the looks are `A √(λ/2)`; for a delay of `D` that makes `n = A √h / (2D)`. The next look comes where
 * `∫ n dt` from now on is 1: where the hazard is zero no look is due, however long that lasts.
 *
 * Sources: R. E. Barlow, L. C. Hunter, F. Proschan, *Optimum checking procedures*, J. SIAM 11 (1963), for the best times; J. B.
 * Keller, *Optimum checking schedules for systems subject to random failure*, Management Science 21 (1974), for the density `√(λh/2)`.
 */
export class LookRate {
  readonly #looks: Growth;

  /** `times`: how long jobs take. */
  constructor(times: TimeTable) {
    // What is out in the tail could be anything: it says nothing of what a look is worth.
    const usual = times.survival(times.quantile(0.95));
    let area = 0;
    const roots: number[] = [];
    times.forEachCell((_, ms, ends, lasts) => {
      if (lasts > usual) area += Math.sqrt(ends * lasts * ms);
      roots.push(lasts > 0 ? Math.sqrt((ends / lasts) * ms) : 0);
    });
    this.#looks = new Growth(roots.map((root) => (root * area) / (2 * meanDelay)));
  }

  /** Ms from `age` (ms) to the next look; infinite where none is due any more. */
  nextAfter(age: number): number {
    return this.#looks.reaches(this.#looks.after(age) + 1) - age;
  }
}
