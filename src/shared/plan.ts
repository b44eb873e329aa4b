import type { MediaKind } from './media.ts';

/**
 * How many clips become of one draft. A tab has it over a reload; it is not kept with the draft: one that is opened anew becomes one clip, and
 * costs no more.
 */
export interface Plan {
  /** Takes of each shot, 1 to `maxTakes`. */
  readonly takes: number;
  /** Where there are several images: a shot for each of them, not one with all of them. */
  readonly eachImage: boolean;
}

/** One clip with all references. */
export const onePlan: Plan = { takes: 1, eachImage: false };

/** How many takes of a shot can be made at once. */
export const maxTakes = 4;

/** How many shots can be made at once, each of its own image. */
export const maxImages = 20;

/** True where the service takes a reference of this kind for an image: also where nobody knows its kind. */
export function isImage(kind: MediaKind | undefined): boolean {
  return (kind ?? 'image') === 'image';
}

/** True where references of these kinds can become a shot for each image. */
export function canSplit(kinds: readonly (MediaKind | undefined)[]): boolean {
  return kinds.filter(isImage).length > 1;
}

/** True where the plan makes a shot for each image of references of these kinds. */
export function splits({ eachImage }: Plan, kinds: readonly (MediaKind | undefined)[]): boolean {
  return eachImage && canSplit(kinds);
}

/** How many clips the plan makes of references of these kinds. */
export function clipCount(plan: Plan, kinds: readonly (MediaKind | undefined)[]): number {
  return plan.takes * (splits(plan, kinds) ? kinds.filter(isImage).length : 1);
}
