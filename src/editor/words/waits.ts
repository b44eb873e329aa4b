import * as vscode from 'vscode';
import type { Range, Remaining } from '../../engine/jobs/expectations.ts';
import { elapsed, number } from './amounts.ts';
import { rounded } from './rounded.ts';

/** From here on a time is told in minutes (ms). */
const minutesFrom = 90_000;

/** How long a clip of these settings usually takes: "usually ready in 2–3 min", or "1:40–2:50" where whole minutes would not do. */
export function usualText({ from, to }: Range): string {
  const [least, most] = [rounded(from), rounded(Math.max(to, 5000))];
  const [shortest, longest] = [told(least), told(most)];
  if ([least, most].some((ms) => ms >= minutesFrom && ms % 60_000 !== 0))
    return vscode.l10n.t('usually ready in {0}–{1}', elapsed(least), elapsed(most));
  if (shortest.unit !== longest.unit)
    return vscode.l10n.t('usually ready in {0} s to {1} min', shortest.number, longest.number);
  if (least === most)
    return longest.unit === 's'
      ? vscode.l10n.t('usually ready in {0} s', longest.number)
      : vscode.l10n.t('usually ready in {0} min', longest.number);
  return longest.unit === 's'
    ? vscode.l10n.t('usually ready in {0}–{1} s', shortest.number, longest.number)
    : vscode.l10n.t('usually ready in {0}–{1} min', shortest.number, longest.number);
}

/** In the unit that suits it. */
function told(ms: number): { readonly number: string; readonly unit: 's' | 'min' } {
  return ms < minutesFrom ? { number: number(ms / 1000), unit: 's' } : { number: number(ms / 60_000), unit: 'min' };
}

/** What is left of a job, as short as it can be said: "about 2 min left". */
export function leftText({ median, late }: Remaining): string {
  if (late) return vscode.l10n.t('longer than usual');
  const left = rough(Math.max(median, 1), median < minutesFrom ? Math.ceil : Math.round);
  const told = number(left.number);
  return left.unit === 's' ? vscode.l10n.t('about {0} s left', told) : vscode.l10n.t('about {0} min left', told);
}

/** The same, with how sure that is: "about 2 min left (usually 1:40–3:10)". Of what takes longer than usual nobody can tell. */
export function leftRange(remaining: Remaining): string {
  const { from, to, late } = remaining;
  const text = leftText(remaining);
  return late ? text : vscode.l10n.t('{0} (usually {1}–{2})', text, elapsed(from), elapsed(to));
}

/** Nobody knows it better than to ten seconds, or to a minute. `round`: makes the number of such steps a whole one. */
function rough(ms: number, round: (steps: number) => number): { readonly number: number; readonly unit: 's' | 'min' } {
  return ms < minutesFrom
    ? { number: round(ms / 10_000) * 10, unit: 's' }
    : { number: round(ms / 60_000), unit: 'min' };
}
