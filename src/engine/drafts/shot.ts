import type { Draft } from '../../shared/draft.ts';

/** Which shot a draft is a take of: takes of one shot come from one draft, made again or varied. */
export function shotOf({ id, lineage }: Draft): string {
  return lineage?.shot ?? id;
}
