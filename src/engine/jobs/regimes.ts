/** Student's t over the natural logarithm of a time in ms. */
export interface LogT {
  readonly mean: number;
  readonly scale: number;
  /** Degrees of freedom: the fewer, the heavier the tails. */
  readonly freedom: number;
}

/** Some distributions, each as likely to be the right one as its weight says (together 1). */
export type Mixture = readonly { readonly weight: number; readonly t: LogT }[];

/** What is known of times before the first of them: their middle (natural logarithm of ms), and how far off it may be, likewise. */
export interface Prior {
  readonly mean: number;
  readonly scale: number;
}

/** Tails of what nothing is known of yet. */
const openFreedom = 4;

/** Times of one kind differ by about this (logarithm) where nothing else is known, as sure as `spreadWeight` observations of it are. */
const spread = 0.3;
const spreadWeight = 1;

/** The chance that from one job to the next the service has become another: faster, or slower. */
const change = 0.01;

/** How far it may be off then. */
const changeScale = 0.9;

/** What is known of a log-normal's mean and variance: a normal-inverse-χ² distribution, the conjugate one. */
interface Belief {
  readonly mean: number;
  /** As sure of the mean as so many observations make one. */
  readonly meanWeight: number;
  readonly freedom: number;
  readonly variance: number;
}

interface Regime {
  readonly logWeight: number;
  readonly next: LogT;
  readonly belief: Belief;
}

/** More regimes than this are never likely at once. */
const maxRegimes = 24;

/**
 * What the next time will be, after these (natural logarithms of ms, oldest first): log-normal with a mean and variance that are
 * learned, so a Student's t each; a mixture, as the service may have become another after any of them. That makes it robust: a time
 * that nobody could expect lets what was learned before count for little at once, and the times after it for all.
 *
 * Sources: R. P. Adams, D. J. C. MacKay, *Bayesian Online Changepoint Detection*, 2007 (arXiv:0710.3742); K. P. Murphy, *Conjugate
 * Bayesian analysis of the Gaussian distribution*, 2007, section 5.
 */
export function learn(logarithms: readonly number[], prior: Prior): Mixture {
  let regimes: Regime[] = [fresh(0, prior)];
  for (const logarithm of logarithms) {
    const grown = regimes.map(({ logWeight, next, belief }) => {
      const after = observe(belief, logarithm);
      return { logWeight: logWeight + logDensity(next, logarithm), next: predictive(after), belief: after };
    });
    const heaviest = grown.reduce((best, regime) => (regime.logWeight > best.logWeight ? regime : best));
    const total = logSum(grown.map(({ logWeight }) => logWeight));
    const stay = Math.log(1 - change) - total;
    const another = fresh(Math.log(change), { mean: heaviest.belief.mean, scale: changeScale });
    regimes = [...grown.map((regime) => ({ ...regime, logWeight: regime.logWeight + stay })), another]
      .toSorted((a, b) => b.logWeight - a.logWeight)
      .slice(0, maxRegimes);
  }
  const likely = regimes.filter(({ logWeight }) => logWeight > Math.log(0.001));
  const total = logSum(likely.map(({ logWeight }) => logWeight));
  return likely.map(({ logWeight, next }) => ({ weight: Math.exp(logWeight - total), t: next }));
}

/** The mixture's density at a logarithm. */
export function densityOf(mixture: Mixture): (logarithm: number) => number {
  const parts = mixture.map(({ weight, t }) => ({ t, factor: weight * Math.exp(logDensity(t, t.mean)) }));
  return (logarithm) => {
    let sum = 0;
    for (const { t, factor } of parts) {
      const distance = (logarithm - t.mean) / t.scale;
      sum += factor * (1 + (distance * distance) / t.freedom) ** (-(t.freedom + 1) / 2);
    }
    return sum;
  };
}

/** Nothing seen yet: its mean is as open as the prior says. */
function fresh(logWeight: number, { mean, scale }: Prior): Regime {
  const meanWeight = 1 / Math.max((scale / spread) ** 2 - 1, 0.05);
  return {
    logWeight,
    next: { mean, scale, freedom: openFreedom },
    belief: { mean, meanWeight, freedom: spreadWeight, variance: spread ** 2 },
  };
}

function observe({ mean, meanWeight, freedom, variance }: Belief, logarithm: number): Belief {
  const off = logarithm - mean;
  return {
    mean: mean + off / (meanWeight + 1),
    meanWeight: meanWeight + 1,
    freedom: freedom + 1,
    variance: (freedom * variance + (meanWeight / (meanWeight + 1)) * off * off) / (freedom + 1),
  };
}

function predictive({ mean, meanWeight, freedom, variance }: Belief): LogT {
  return { mean, scale: Math.sqrt(variance * (1 + 1 / meanWeight)), freedom };
}

function logDensity({ mean, scale, freedom }: LogT, logarithm: number): number {
  const distance = (logarithm - mean) / scale;
  return logNorm(freedom) - Math.log(scale) - ((freedom + 1) / 2) * Math.log1p((distance * distance) / freedom);
}

/** There are few: observations are counted. */
const logNorms = new Map<number, number>();

function logNorm(freedom: number): number {
  const known = logNorms.get(freedom);
  if (known !== undefined) return known;
  const norm = logGamma((freedom + 1) / 2) - logGamma(freedom / 2) - Math.log(Math.PI * freedom) / 2;
  logNorms.set(freedom, norm);
  return norm;
}

/** Stirling's series, with the argument raised to where it is exact to ten digits. */
function logGamma(value: number): number {
  if (value < 8) return logGamma(value + 1) - Math.log(value);
  const series = 1 / (12 * value) - 1 / (360 * value ** 3) + 1 / (1260 * value ** 5);
  return (value - 0.5) * Math.log(value) - value + Math.log(2 * Math.PI) / 2 + series;
}

function logSum(logarithms: readonly number[]): number {
  const largest = Math.max(...logarithms);
  return largest + Math.log(logarithms.reduce((sum, each) => sum + Math.exp(each - largest), 0));
}
