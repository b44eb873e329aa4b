/** Where a finished clip's record is kept: in the clip, in a file beside it, or nowhere. */
export const recordPlaces = ['inFile', 'beside', 'none'] as const;
export type RecordPlace = (typeof recordPlaces)[number];
