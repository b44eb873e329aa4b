import { randomUUID } from 'node:crypto';
import type { Draft, Reference } from '../../shared/draft.ts';
import { isImage, splits, type Plan } from '../../shared/plan.ts';
import type { Job } from '../jobs/job.ts';
import { haveSameSources } from './draft.ts';
import { shotOf, variationsOf } from './lineage.ts';

/** What is left of a series, as one draft and the plan by which it becomes that again. */
export interface Rejoined {
  readonly draft: Draft;
  readonly plan: Plan;
  /** Takes of a shot of which some are made already: they fit into no plan with the others, and stay drafts of their own. */
  readonly apart: readonly Draft[];
}

/**
 * The drafts that one draft becomes by the plan, in the order in which they are sent: takes of one shot, or of a shot for each image,
 * with what is no image in all of them. The first has the draft's id, the others say that they belong to its series.
 */
export function clipsOf(draft: Draft, plan: Plan): [Draft, ...Draft[]] {
  const [first, ...shots] = shotsOf(alone(draft), plan);
  const [head, ...takes] = variationsOf(first, plan.takes);
  const others = [...takes, ...shots.flatMap((shot) => variationsOf(shot, plan.takes))];
  return [head, ...others.map((other) => ({ ...other, series: draft.id }))];
}

/**
 * The draft as it is sent by the plan: a shot of its own where it is to be made from other references than all takes of the shot that it
 * came from. Other words alone make another take.
 */
export function inItsShot(draft: Draft, plan: Plan, takes: readonly Pick<Job, 'draft'>[]): Draft {
  const [first] = shotsOf(draft, plan);
  const isTake = takes.length === 0 || takes.some((take) => haveSameSources(take.draft, first));
  return isTake ? draft : { ...draft, lineage: { ...draft.lineage, shot: draft.id } };
}

/** A shot each, without their takes; one with all references where the plan asks for no more. */
export function shotsOf(draft: Draft, plan: Plan): [Draft, ...Draft[]] {
  const kinds = draft.references.map(({ kind }) => kind);
  const [first, ...others] = splits(plan, kinds) ? draft.references.filter(({ kind }) => isImage(kind)) : [];
  if (first === undefined) return [draft];
  const withOnly = (image: Reference): Draft => ({
    ...draft,
    references: draft.references.filter((reference) => reference === image || !isImage(reference.kind)),
  });
  return [withOnly(first), ...others.map((image) => newShot(withOnly(image)))];
}

/** The draft as one that was never to be sent with others. */
export function alone(draft: Draft): Draft {
  const copy = { ...draft };
  delete copy.series;
  return copy;
}

/** One draft of those that are left of a series. `order`: all its references, where their order is known. */
export function rejoin(left: readonly [Draft, ...Draft[]], order?: readonly Reference[]): Rejoined {
  const shots = [...Map.groupBy(left, shotOf).values()];
  const takes = Math.max(...shots.map(({ length }) => length));
  const wholeShots = shots.filter(({ length }) => length === takes);
  const whole = wholeShots.flat();
  const apart = left.filter((draft) => !whole.includes(draft));
  const kept = new Map(whole.flatMap(({ references }) => references).map((reference) => [reference.id, reference]));
  const references = order?.filter(({ id }) => kept.has(id)) ?? [...kept.values()];
  const plan = { takes, eachImage: wholeShots.length > 1 };
  return { draft: { ...alone(whole[0] ?? left[0]), references }, plan, apart };
}

/** The drafts by the series to which they belong, by the id of its first draft; one that was sent with no other is one of its own. */
export function bySeries(drafts: readonly Draft[]): Map<string, Draft[]> {
  return Map.groupBy(drafts, ({ id, series }) => series ?? id);
}

/** A shot that has nothing in common with another but its settings and words. */
function newShot(draft: Draft): Draft {
  const shot = { ...draft, id: randomUUID() };
  delete shot.lineage;
  return shot;
}
