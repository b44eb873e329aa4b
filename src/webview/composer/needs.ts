import type { ComposerState } from '../../shared/composerMessages.ts';

/** What a reference needs, or what was given because it needed it. */
export interface Need {
  /** No way is open to it. */
  readonly stuck: boolean;
  /** A public URL can be typed in. */
  readonly takesUrl: boolean;
  /** Why each way that was tried is closed. */
  readonly tried: readonly string[];
}

/** A reason why a way is closed, with the ids of the references that it closes it to. */
export interface Reason {
  readonly text: string;
  readonly references: readonly string[];
}

/**
 * What the references need, by their ids, in the order of the page. `before` is what stands there now: it stays while a reference is
 * looked at anew, for its URL may be typed at that moment. A URL that was given stays too: it may be mended.
 */
export function needsOf(
  { draft, travel }: Pick<ComposerState, 'draft' | 'travel'>,
  before: ReadonlyMap<string, Need>,
): ReadonlyMap<string, Need> {
  const needs = new Map<string, Need>();
  for (const { id, publicUrl } of draft.references) {
    const { way, tried, typedUrl } = travel.find(({ referenceId }) => referenceId === id) ?? {};
    const kept = way === 'checking' ? before.get(id) : undefined;
    if (kept !== undefined) needs.set(id, kept);
    else if (way === 'needsUrl' || tried !== undefined)
      needs.set(id, { stuck: true, takesUrl: way === 'needsUrl', tried: tried ?? [] });
    else if (publicUrl !== undefined || typedUrl !== undefined)
      needs.set(id, { stuck: false, takesUrl: true, tried: [] });
  }
  return needs;
}

/** Every reason once: first those of single references, in the order of the page, then what several share. */
export function reasonsOf(needs: ReadonlyMap<string, Need>): Reason[] {
  const references = new Map<string, string[]>();
  for (const [id, { tried }] of needs) {
    for (const text of new Set(tried)) references.set(text, [...(references.get(text) ?? []), id]);
  }
  return [...references]
    .map(([text, ids]) => ({ text, references: ids }))
    .sort((one, other) => one.references.length - other.references.length);
}
