import type { TravelWay } from '../../shared/composerMessages.ts';
import type { Problem, ProblemField } from '../../shared/problem.ts';
import { ids } from './ids.ts';
import type { ComposerModel } from './model.ts';

/** The fields in the order in which they stand on the page. */
const pageOrder: readonly ProblemField[] = [
  'mediaUrls',
  'prompt',
  'model',
  'aspectRatio',
  'duration',
  'resolution',
  'fileName',
  'webhookUrl',
  'metadata',
];

/** What the rules of showing a problem look at. */
type Page = Pick<ComposerModel, 'state' | 'settings' | 'typedUrls' | 'touched' | 'tried'>;

/**
 * Everything that stops a Generate, in the order of the page. What is said of a reference that is still looked at may be otherwise in a
 * moment: it is no error yet, and the host waits for it when Generate is pressed.
 */
export function errors({ state }: Pick<Page, 'state'>): Problem[] {
  return state.problems
    .filter((problem) => problem.severity === 'error' && !isChecking(state, problem))
    .sort(
      (one, other) =>
        pageOrder.indexOf(one.field) - pageOrder.indexOf(other.field) || (one.index ?? -1) - (other.index ?? -1),
    );
}

/** What is worth knowing, for the list above the price. */
export function warnings({ state }: Pick<Page, 'state'>): Problem[] {
  return state.problems.filter(({ severity }) => severity === 'warning');
}

/**
 * The errors to show at a field (at one of the references, with `index`). A field that was never filled is not wrong
 * until Generate was tried: a fresh page does not scold.
 */
export function shownErrors(page: Page, field: ProblemField, index?: number): Problem[] {
  return allShownErrors(page).filter((problem) => problem.field === field && indexOf(page, problem) === index);
}

/** Those that stand anywhere on the page. */
export function allShownErrors(page: Page): Problem[] {
  return errors(page).filter((problem) => page.tried || !isUnfilled(page, problem));
}

/** A problem of a reference that is not on the page stands with those of the whole field rather than nowhere. */
function indexOf({ state }: Page, { index }: Problem): number | undefined {
  return index === undefined || state.draft.references[index] === undefined ? undefined : index;
}

function isChecking(state: Page['state'], { field, index }: Problem): boolean {
  const reference = field === 'mediaUrls' && index !== undefined ? state.draft.references[index] : undefined;
  return reference !== undefined && wayOf(state, reference.id) === 'checking';
}

function isUnfilled({ state, settings, typedUrls, touched }: Page, { field, index, mend }: Problem): boolean {
  if (field === 'prompt') return settings.prompt === '' && !touched.has(ids.prompt);
  // What can be mended is wrong with the file itself, wherever its URL may come from.
  if (field !== 'mediaUrls' || index === undefined || mend !== undefined) return false;
  const reference = state.draft.references[index];
  if (reference === undefined || wayOf(state, reference.id) !== 'needsUrl') return false;
  return (typedUrls.get(reference.id) ?? reference.publicUrl ?? '') === '' && !touched.has(reference.id);
}

/** How a reference gets to the service, or undefined where the host has not said. */
export function wayOf(state: ComposerModel['state'], referenceId: string): TravelWay | undefined {
  return state.travel.find((travel) => travel.referenceId === referenceId)?.way;
}
