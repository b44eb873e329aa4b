/** Where a finished clip's record is kept: in the clip, in a file beside it, or nowhere. */
export const recordPlaces = ['inFile', 'beside', 'none'] as const;
export type RecordPlace = (typeof recordPlaces)[number];

/** What the name of a record beside its clip has more than the clip's. */
export const besideEnding = '.seedance.json';

/** URI, path or name of the record beside the clip that this is of. */
export function besideOf(clip: string): string {
  return clip + besideEnding;
}
