import * as vscode from 'vscode';
import { isActive } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { conditionText } from '../words/conditionText.ts';
import { leftRange, leftText } from '../words/waits.ts';
import { conditionsOf } from './conditions.ts';
import { counted } from '../words/amounts.ts';

/** What the status bar says. `warns`: that something holds the jobs up. */
export interface Status {
  readonly text: string;
  readonly tooltip: string;
  readonly warns: boolean;
}

/**
 * How many clips are in the making, and when the next of them may be there, or what holds them up; undefined where none is.
 * `now` in ms since 1970.
 */
export function statusText(store: JobStore, now: number): Status | undefined {
  const active = store.countActive();
  if (active === 0) return undefined;
  const count = counted(vscode.l10n.t('{0} clip in the making | {0} clips in the making'), active);
  const unfinished = store.unfinished();
  const conditions = conditionsOf(unfinished);
  if (conditions.length > 0) {
    const tooltip = [count, ...conditions.map(conditionText)].join('\n');
    return { text: `$(warning) ${active}`, tooltip, warns: true };
  }
  const [next] = unfinished
    .filter(isActive)
    .flatMap((job) => store.expectations.remaining(job, now) ?? [])
    .sort((one, other) => Number(one.late) - Number(other.late) || one.median - other.median);
  if (next === undefined) return { text: `$(loading~spin) ${active}`, tooltip: count, warns: false };
  // There is room for how sure it is only in what is shown to who points at it.
  const left = leftRange(next);
  return {
    text: `$(loading~spin) ${active} · ${leftText(next)}`,
    tooltip: active === 1 ? `${count}, ${left}` : vscode.l10n.t('{0}; the next: {1}', count, left),
    warns: false,
  };
}
