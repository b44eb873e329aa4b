import type { Model, Resolution } from './models.ts';

// Whole tenths, so that no rounding error of floating point is ever charged. The two published charges, both for 5 s of seedance-2.0
// in 720p, fix the base: 64 credits with an image, 40 without. The factors are this sandbox's guess.
const base = { withMedia: 128, withoutMedia: 80 };
const resolutionFactor: Record<Resolution, number> = { '480p': 5, '720p': 10, '1080p': 25 };
const modelFactor: Record<Model, number> = { 'seedance-2.0': 10, 'seedance-2.0-fast': 6, 'seedance-1.5-pro': 4 };

/** Thousandths of a credit for one second. */
function rate(model: Model, resolution: Resolution, withMedia: boolean): number {
  return (withMedia ? base.withMedia : base.withoutMedia) * resolutionFactor[resolution] * modelFactor[model];
}

/** The price of one second, in credits (not whole). */
export function creditsPerSecond(model: Model, resolution: Resolution, withMedia: boolean): number {
  return rate(model, resolution, withMedia) / 1000;
}

/** What a generation is charged, in whole credits, rounded up. */
export function creditsFor(generation: {
  readonly model: Model;
  readonly resolution: Resolution;
  /** Seconds. */
  readonly duration: number;
  readonly mediaUrls: readonly string[];
}): number {
  const { model, resolution, duration, mediaUrls } = generation;
  return Math.ceil((duration * rate(model, resolution, mediaUrls.length > 0)) / 1000);
}
