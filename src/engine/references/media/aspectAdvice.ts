import * as l10n from '@vscode/l10n';
import type { Draft, Reference } from '../../../shared/draft.ts';
import type { Problem } from '../../../shared/problem.ts';
import { nearestRatio, ratioOf, timesApart } from './aspect.ts';
import type { MediaFacts } from './facts.ts';
import type { Advice } from './pictureAdvice.ts';

/** From here on the difference is seen at once: 3:2, the shape of most cameras, passes for 16:9, and 4:3 does not. */
const farApart = 1.25;

/**
 * A picture of quite another shape than the clip it begins or ends: the clip may take the picture's. `offered` are the shapes that
 * the model makes.
 */
export function aspectAdvice(
  { name }: Reference,
  { width, height }: MediaFacts,
  { aspectRatio }: Pick<Draft, 'aspectRatio'>,
  offered: readonly string[],
): Advice[] {
  const chosen = ratioOf(aspectRatio);
  if (width === undefined || height === undefined || chosen === undefined) return [];
  const ratio = width / height;
  if (timesApart(ratio, chosen) < farApart) return [];
  const message = l10n.t(
    '“{0}” ({1} × {2}) is far from {3}. The clip may take the shape of the picture, or cut it: choose a nearer shape or crop it.',
    name,
    width,
    height,
    aspectRatio,
  );
  // The chosen one first: another that is just as far off is no mend.
  const nearest = nearestRatio([aspectRatio, ...offered], ratio);
  return [{ message, ...(nearest !== undefined && nearest !== aspectRatio && useRatio(nearest)) }];
}

function useRatio(value: string): Pick<Problem, 'mend'> {
  return { mend: { label: l10n.t('Use {0}', value), action: { type: 'aspectRatio', value } } };
}
