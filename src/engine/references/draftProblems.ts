import * as l10n from '@vscode/l10n';
import { maxMediaUrls, type Capabilities } from '../../shared/capabilities.ts';
import type { Draft } from '../../shared/draft.ts';
import { canSplit, onePlan, splits, type Plan } from '../../shared/plan.ts';
import type { Problem } from '../../shared/problem.ts';
import { shotsOf } from '../drafts/series.ts';
import { checkDraft } from '../jobs/draftRequest.ts';
import type { Look } from './look.ts';
import { checkMedia } from './media/checks.ts';
import { needsUrl } from './ways.ts';

/** By which a prompt names an image that is not the first. */
const laterImage = /\[Image\s+(?!1\])\d+\]|@Image(?!1\b)\d+\b/i;

/**
 * All that is wrong with a draft, or worth knowing, by what is known of its references (`looks`, in their order; undefined as long as
 * nobody has looked), each thing once however many clips it becomes by the plan. `origin` is the service's.
 */
export function draftProblems(
  draft: Draft,
  looks: readonly (Look | undefined)[],
  capabilities: Capabilities,
  origin: string,
  plan: Plan = onePlan,
): Problem[] {
  const shots = shotsOf(draft, plan);
  const problems = shots.flatMap((shot) => {
    const places = shot.references.map((reference) => draft.references.indexOf(reference));
    return shotProblems(shot, places, looks, capabilities, origin);
  });
  const each = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...each.values(), ...planProblems(draft, plan)];
}

/** `places`: where the shot's references stand among those of the draft. The problems name those. */
function shotProblems(
  shot: Draft,
  places: readonly number[],
  looksOfAll: readonly (Look | undefined)[],
  capabilities: Capabilities,
  origin: string,
): Problem[] {
  const looks = places.map((place) => looksOfAll[place]);
  const urls = looks.map((look) => look?.offer?.url);
  const facts = looks.map((look) => look?.facts);
  const placed = ({ index, ...problem }: Problem): Problem => {
    const place = index === undefined ? undefined : places[index];
    return place === undefined ? problem : { ...problem, index: place };
  };
  const judged = [
    ...checkDraft(shot, urls, capabilities, origin, places),
    ...checkMedia(shot, facts, capabilities).map(placed),
  ];
  // A URL that is wrong as it stands, or a file that cannot be used, needs no word on how it would travel.
  const refused = new Set(judged.filter(({ severity }) => severity === 'error').map(({ index }) => index));
  const others = found(shot, looks)
    .map(placed)
    .filter(({ index }) => !refused.has(index));
  return [...judged.map((problem) => offered(shot, problem)), ...others];
}

/** More images than one clip takes can be a clip each. */
function offered({ references }: Draft, problem: Problem): Problem {
  const isTooMany = problem.field === 'mediaUrls' && problem.index === undefined && problem.severity === 'error';
  if (!isTooMany || references.length <= maxMediaUrls || !canSplit(references.map(({ kind }) => kind))) return problem;
  return { ...problem, mend: { label: l10n.t('One Clip for Each Image'), action: { type: 'eachImage' } } };
}

/** What is wrong with the words for the clips that the draft becomes. */
function planProblems({ prompt, references }: Draft, plan: Plan): Problem[] {
  const kinds = references.map(({ kind }) => kind);
  const [token] = splits(plan, kinds) ? (laterImage.exec(prompt) ?? []) : [];
  if (token === undefined) return [];
  const message = l10n.t(
    'Each clip has one image, so “{0}” names none. Call it “{1}”.',
    token,
    token.replace(/\d+/, '1'),
  );
  return [{ field: 'prompt', severity: 'error', message }];
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
