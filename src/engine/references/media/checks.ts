import * as l10n from '@vscode/l10n';
import { modelOf, type Capabilities } from '../../../shared/capabilities.ts';
import type { Draft } from '../../../shared/draft.ts';
import { modeOf } from '../../../shared/mode.ts';
import type { Problem } from '../../../shared/problem.ts';
import { aspectAdvice } from './aspectAdvice.ts';
import { endingAdvice } from './endingAdvice.ts';
import type { MediaFacts } from './facts.ts';
import { pictureAdvice } from './pictureAdvice.ts';
import { refusal } from './refusal.ts';

/**
 * Holds the references against what they are in truth (`facts`, in their order; undefined where nobody could look). Errors are what
 * the service's own page rules out, and files picked by mistake; what only the model behind it is said to want is a warning.
 */
export function checkMedia(
  draft: Draft,
  facts: readonly (MediaFacts | undefined)[],
  capabilities: Capabilities,
): Problem[] {
  const kinds = draft.references.map(({ kind }, index) => facts[index]?.kind ?? kind);
  const mode = modeOf(kinds);
  const offered = modelOf(capabilities, draft.model)?.aspectRatios ?? [];
  const problems = draft.references.flatMap((reference, index): Problem[] => {
    const fact = facts[index];
    if (fact === undefined) return [];
    const refused = refusal(reference, fact);
    if (refused !== undefined) return [{ ...refused, field: 'mediaUrls', severity: 'error', index }];
    const advice = [
      ...endingAdvice(reference, fact),
      ...(fact.kind === 'image' ? pictureAdvice(reference, fact) : []),
      ...(mode === 'firstFrame' || mode === 'firstAndLastFrame' ? aspectAdvice(reference, fact, draft, offered) : []),
    ];
    return advice.map((one) => ({ ...one, field: 'mediaUrls', severity: 'warning', index }));
  });
  // What is refused leaves the rest in another company.
  const isRefused = problems.some(({ severity }) => severity === 'error');
  return isRefused ? problems : [...problems, ...checkTogether(kinds)];
}

/** What the references are worth together. */
function checkTogether(kinds: readonly (string | undefined)[]): Problem[] {
  const warning = (message: string): Problem[] => [{ field: 'mediaUrls', severity: 'warning', message }];
  if (kinds.length > 0 && kinds.every((kind) => kind === 'audio'))
    return warning(l10n.t('Sound alone may be refused. Add a picture or a video.'));
  if (kinds.includes('image') && (kinds.includes('video') || kinds.includes('audio')))
    return warning(
      l10n.t(
        'A picture together with a video or sound may be refused. To be sure, send pictures only, or video and sound.',
      ),
    );
  return [];
}
