/** What a model can make. The documented table below is widened or narrowed by the service's own `/models` reply where that can be read. */
export interface ModelCapabilities {
  readonly id: string;
  /** The product's own name, never translated. */
  readonly label: string;
  /** Whole seconds, ascending. */
  readonly durations: readonly number[];
  readonly aspectRatios: readonly string[];
  readonly resolutions: readonly string[];
}

/** At least one model, the default first. */
export type Capabilities = readonly [ModelCapabilities, ...ModelCapabilities[]];

/** How many media a request may carry. Source: the vendor's page "Image to video". */
export const maxMediaUrls = 5;

const fourToFifteen = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const aspectRatios = ['16:9', '9:16', '1:1'];
const resolutions = ['480p', '720p', '1080p'];

/** The table of the vendor's own page "Image to video" (fields `model`, `aspectRatio`, `duration`, `resolution`). */
export const documentedCapabilities: Capabilities = [
  { id: 'seedance-2.0', label: 'Seedance 2.0', durations: fourToFifteen, aspectRatios, resolutions },
  { id: 'seedance-2.0-fast', label: 'Seedance 2.0 Fast', durations: fourToFifteen, aspectRatios, resolutions },
  { id: 'seedance-1.5-pro', label: 'Seedance 1.5 Pro', durations: [5, 10], aspectRatios, resolutions },
];

/** The capabilities of the model with this id, or undefined where the table does not know it. */
export function modelOf(capabilities: Capabilities, id: string): ModelCapabilities | undefined {
  return capabilities.find((model) => model.id === id);
}

/** The duration (s) of `durations` that is nearest to `wanted`; of two equally near ones the shorter, as it costs less. */
export function nearestDuration(durations: readonly number[], wanted: number): number | undefined {
  let nearest: number | undefined;
  for (const candidate of durations) {
    if (nearest === undefined || Math.abs(candidate - wanted) < Math.abs(nearest - wanted)) nearest = candidate;
  }
  return nearest;
}
