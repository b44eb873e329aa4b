import type { MediaKind } from './media.ts';

/**
 * How the service will use the references. It is not a field: the service infers it from their number and kinds
 * (the vendor's overview page): none is text to video, one image the first frame, two images the first and the last.
 */
export type Mode = 'text' | 'firstFrame' | 'firstAndLastFrame' | 'references';

/** The mode that the service will infer from references of these kinds, in this order. An unknown kind counts as no image. */
export function modeOf(kinds: readonly (MediaKind | undefined)[]): Mode {
  if (kinds.length === 0) return 'text';
  if (kinds.every((kind) => kind === 'image')) {
    if (kinds.length === 1) return 'firstFrame';
    if (kinds.length === 2) return 'firstAndLastFrame';
  }
  return 'references';
}
