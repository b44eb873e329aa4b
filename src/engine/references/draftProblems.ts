import type { Capabilities } from '../../shared/capabilities.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Problem } from '../../shared/problem.ts';
import { checkDraft } from '../jobs/draftRequest.ts';
import type { Look } from './look.ts';
import { checkMedia } from './media/checks.ts';
import { needsUrl } from './ways.ts';

/**
 * All that is wrong with a draft, or worth knowing, by what is known of its references (`looks`, in their order; undefined as long as
 * nobody has looked). `origin` is the service's.
 */
export function draftProblems(
  draft: Draft,
  looks: readonly (Look | undefined)[],
  capabilities: Capabilities,
  origin: string,
): Problem[] {
  const urls = looks.map((look) => look?.offer?.url);
  const facts = looks.map((look) => look?.facts);
  const judged = [...checkDraft(draft, urls, capabilities, origin), ...checkMedia(draft, facts, capabilities)];
  // A URL that is wrong as it stands, or a file that cannot be used, needs no word on how it would travel.
  const refused = new Set(judged.filter(({ severity }) => severity === 'error').map(({ index }) => index));
  return [...judged, ...found(draft, looks).filter(({ index }) => !refused.has(index))];
}

/** What the looks themselves have found. */
function found({ references }: Draft, looks: readonly (Look | undefined)[]): Problem[] {
  return references.flatMap((reference, index): Problem[] => {
    const look = looks[index];
    const isStuck = look?.travel.tried !== undefined;
    const missing = isStuck ? [{ severity: 'error', message: needsUrl(reference) } as const] : [];
    return [...missing, ...(look?.problems ?? [])].map((problem) => ({ ...problem, field: 'mediaUrls', index }));
  });
}
