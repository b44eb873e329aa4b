// What the maker of the model says of pictures. The service may pass it on or not: good for advice, never for a refusal.

/** Of each side, px. */
export const sides = { least: 300, most: 6000 } as const;

/** Width by height. */
export const ratios = { least: 0.4, most: 2.5 } as const;

/** Of one picture, bytes. */
export const maxPictureSize = 30 * 1024 * 1024;
