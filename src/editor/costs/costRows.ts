import * as vscode from 'vscode';
import { sumOf, type Charge, type Charges } from '../../engine/jobs/charges.ts';
import { dayOf, monthOf, type Period } from '../../engine/jobs/periods.ts';
import { counted, credits } from '../words/amounts.ts';
import { modelName } from '../words/modelName.ts';

/** A line of the view of costs, as text. */
export interface CostRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Something that nobody knows the price of: the service named none, or nobody knows whether it was charged at all. */
  readonly uncertain?: 'unnamed' | 'unknown';
  readonly open?: true;
  readonly rows: readonly CostRow[];
}

/** Today, this month, and the months before in which something was charged, each by model. `now` in ms since 1970. */
export function costRows(charges: Charges, now: number): CostRow[] {
  const month = monthOf(now);
  const others = charges.months().filter(({ start }) => start !== month.start);
  return [
    { ...rowOf(charges, dayOf(now), 'today', vscode.l10n.t('Today')) },
    { ...rowOf(charges, month, `month ${month.start}`, vscode.l10n.t('This month')), open: true },
    ...others.map((each) => rowOf(charges, each, `month ${each.start}`, monthName(each))),
  ];
}

function rowOf(charges: Charges, period: Period, id: string, label: string): CostRow {
  const models = charges.during(period);
  const sum = sumOf(models);
  const ofModels = models
    .filter(({ jobs }) => jobs > 0)
    .map((charge) => {
      const name = modelName(charge.model);
      return {
        id: `${id} ${charge.model}`,
        label: name,
        description: amount(charge),
        tooltip: named(charge),
        rows: [],
      };
    });
  return {
    id,
    label,
    description: sum.jobs === 0 ? withoutSum(sum) : amount(sum),
    tooltip: [named(sum), ...uncertain(id, sum).map(({ tooltip }) => tooltip)].join('\n'),
    rows: [...ofModels, ...uncertain(id, sum)],
  };
}

/** Where the service named no charge at all: that is not to say that there was none. */
function withoutSum({ unnamed, unknown }: Charge): string {
  if (unnamed > 0) return vscode.l10n.t('charge not named');
  return unknown > 0 ? vscode.l10n.t('may be charged') : vscode.l10n.t('nothing charged');
}

/** What is in no sum, as nobody knows what it was. */
function uncertain(id: string, { unnamed, unknown }: Charge): CostRow[] {
  const row = (kind: 'unnamed' | 'unknown', label: string, count: number, tooltip: string): CostRow[] =>
    count === 0
      ? []
      : [{ id: `${id} (${kind})`, label, description: jobCount(count), tooltip, uncertain: kind, rows: [] }];
  return [
    ...row(
      'unnamed',
      vscode.l10n.t('Charge not named'),
      unnamed,
      vscode.l10n.t('{0} accepted without a word on the charge; not in the sum.', jobCount(unnamed)),
    ),
    ...row(
      'unknown',
      vscode.l10n.t('May be charged'),
      unknown,
      vscode.l10n.t('{0} sent without an answer, which may have been charged; not in the sum.', jobCount(unknown)),
    ),
  ];
}

function named(charge: Charge): string {
  return vscode.l10n.t('Charged {0} for {1}, as the service named it.', credits(charge.credits), jobCount(charge.jobs));
}

function amount(charge: Charge): string {
  return `${credits(charge.credits)} · ${jobCount(charge.jobs)}`;
}

function jobCount(count: number): string {
  return counted(vscode.l10n.t('{0} job | {0} jobs'), count);
}

function monthName({ start }: Period): string {
  return new Intl.DateTimeFormat(vscode.env.language, { month: 'long', year: 'numeric' }).format(start);
}
