import { bySeries, rejoin } from '../../engine/drafts/series.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import type { Draft } from '../../shared/draft.ts';

/** A draft that is in no tab: of several clips that were to be sent together, all that was not. */
export interface ClosedDraft {
  /** Id of the first draft of its series; its own where it is one alone. */
  readonly series: string;
  readonly draft: Draft;
}

/** The drafts that can be reopened, the last changed first: neither those that are open, nor what a window is sending just now. */
export function closedDrafts(store: JobStore, open: readonly Draft[]): ClosedDraft[] {
  const taken = new Set(open.flatMap(({ id, series }) => [id, series]));
  return [...bySeries(store.drafts.list())].flatMap(([series, [first, ...others]]) => {
    if (first === undefined || taken.has(series) || [first, ...others].some(({ id }) => taken.has(id))) return [];
    if (isBeingSent(store, series)) return [];
    const { draft } = rejoin([first, ...others]);
    return draft.prompt !== '' || draft.references.length > 0 ? [{ series, draft }] : [];
  });
}

/** True while a job of the series is being sent, by whichever window: what comes after it is sent next. */
export function isBeingSent(store: JobStore, series: string): boolean {
  return store
    .unfinished()
    .some(({ state, draft }) => state === 'submitting' && (draft.id === series || draft.series === series));
}
