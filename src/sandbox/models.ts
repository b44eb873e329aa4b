/** The models of the reference. */
export const modelNames = {
  'seedance-2.0': 'Seedance 2.0',
  'seedance-2.0-fast': 'Seedance 2.0 Fast',
  'seedance-1.5-pro': 'Seedance 1.5 Pro',
} as const;

export const aspectRatios = ['16:9', '9:16', '1:1'] as const;
export const resolutions = ['480p', '720p', '1080p'] as const;

export type Model = keyof typeof modelNames;
export type AspectRatio = (typeof aspectRatios)[number];
export type Resolution = (typeof resolutions)[number];

export const models = Object.keys(modelNames) as readonly Model[];

/** Whole seconds that a model makes: 4–15, or 5 and 10. */
export function durationsOf(model: Model): readonly number[] {
  return model === 'seedance-1.5-pro' ? [5, 10] : [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
}
