import * as vscode from 'vscode';
import { isActive } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { leftText } from '../words/waits.ts';

/** How many clips are in the making, and when the next of them may be there; undefined where none is. `now` in ms since 1970. */
export function statusText(
  store: JobStore,
  now: number,
): { readonly text: string; readonly tooltip: string } | undefined {
  const active = store.countActive();
  if (active === 0) return undefined;
  const count = active === 1 ? vscode.l10n.t('1 clip in the making') : vscode.l10n.t('{0} clips in the making', active);
  const [next] = store
    .unfinished()
    .filter(isActive)
    .flatMap((job) => store.expectations.remaining(job, now) ?? [])
    .sort((one, other) => Number(one.late) - Number(other.late) || one.median - other.median);
  if (next === undefined) return { text: `$(loading~spin) ${active}`, tooltip: count };
  const left = leftText(next);
  return {
    text: `$(loading~spin) ${active} · ${left}`,
    tooltip: active === 1 ? `${count}, ${left}` : vscode.l10n.t('{0}; the next: {1}', count, left),
  };
}
