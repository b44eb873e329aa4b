import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Draft } from '../../shared/draft.ts';
import { plain } from '../plain.ts';
import type { Service, Studio } from '../studio.ts';
import { counted, credits, seconds } from '../words/amounts.ts';
import { modelName } from '../words/modelName.ts';
import { sentences } from '../words/sentences.ts';

/** A question before something is paid for, and its explanation. */
interface Question {
  readonly message: string;
  readonly detail: string;
}

/**
 * Asks once for all that is to be sent at once: where it is several clips, and where it would cost more than the user wants to spend
 * unasked (`seedance.confirmAbove`), or nobody knows what it costs. True where it may be sent.
 */
export async function confirmCost(
  drafts: readonly Draft[],
  { kind }: Service,
  { settings }: Studio,
  { store }: Engine,
): Promise<boolean> {
  if (kind === 'sandbox') return true;
  const prices = drafts.map((draft) => store.lastCharge({ draft, service: kind }));
  const question = costQuestion(drafts, prices, settings.confirmAbove);
  if (question === undefined) return true;
  const { message, detail } = question;
  const generate = vscode.l10n.t('Generate');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, generate)) === generate;
}

/** What to ask before these are sent; undefined where nothing is. `prices`: of each in credits, `limit`: of all of them, where there is one. */
export function costQuestion(
  drafts: readonly Draft[],
  prices: readonly (number | undefined)[],
  limit: number | undefined,
): Question | undefined {
  const sum = prices.reduce(
    (total, price) => (total === undefined || price === undefined ? undefined : total + price),
    0,
  );
  const isAbove = limit !== undefined && (sum === undefined || sum > limit);
  if (!isAbove && drafts.length === 1) return undefined;
  const detail = [
    ...new Set(drafts.map(settingsText)),
    ...new Set(drafts.flatMap(({ references }) => references.map(({ name }) => plain(name, 100)))),
    '',
    reason(sum, isAbove ? limit : undefined),
  ].join('\n');
  return { message: messageOf(drafts.length, sum), detail };
}

function messageOf(clips: number, sum: number | undefined): string {
  if (sum === undefined)
    return clips === 1
      ? vscode.l10n.t('Generate, though the price is not known?')
      : counted(
          vscode.l10n.t(
            'Generate {0} clip, though the price is not known? | Generate {0} clips, though the price is not known?',
          ),
          clips,
        );
  return clips === 1
    ? vscode.l10n.t('Generate for about {0}?', credits(sum))
    : counted(
        vscode.l10n.t('Generate {0} clip for about {1}? | Generate {0} clips for about {1}?'),
        clips,
        credits(sum),
      );
}

function settingsText({ model, aspectRatio, duration, resolution }: Draft): string {
  return [modelName(model), aspectRatio, seconds(duration), resolution].join(' · ');
}

/** `limit`: that it is above. Several clips are asked for whatever they cost. */
function reason(sum: number | undefined, limit: number | undefined): string {
  const known =
    sum === undefined
      ? vscode.l10n.t('It is known after the first clip with these settings.')
      : vscode.l10n.t('That is what was charged the last time for these settings.');
  if (limit === undefined) return known;
  return sentences([known, vscode.l10n.t('You are asked above {0} (seedance.confirmAbove).', credits(limit))]);
}
