import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Draft } from '../../shared/draft.ts';
import { plain } from '../plain.ts';
import type { Service, Studio } from '../studio.ts';
import { credits } from '../words/amounts.ts';
import { modelName } from '../words/modelName.ts';

/**
 * Asks where all that is to be sent at once would cost more than the user wants to spend unasked (`seedance.confirmAbove`), or where
 * nobody knows what it costs. True where it may be sent.
 */
export async function confirmCost(
  drafts: readonly Draft[],
  { kind }: Service,
  { settings }: Studio,
  { store }: Engine,
): Promise<boolean> {
  const limit = settings.confirmAbove;
  if (kind === 'sandbox' || limit === undefined) return true;
  const prices = drafts.map((draft) => store.lastCharge({ draft, service: kind }));
  const known = prices.filter((price) => price !== undefined);
  const sum = known.length < prices.length ? undefined : known.reduce((total, price) => total + price, 0);
  if (sum !== undefined && sum <= limit) return true;
  const generate = vscode.l10n.t('Generate');
  const detail = [
    ...new Set(drafts.map(settingsText)),
    ...new Set(drafts.flatMap(({ references }) => references.map(({ name }) => plain(name, 100)))),
    '',
    reason(sum, limit),
  ].join('\n');
  const answer = await vscode.window.showWarningMessage(
    question(drafts.length, sum),
    { modal: true, detail },
    generate,
  );
  return answer === generate;
}

function question(clips: number, sum: number | undefined): string {
  if (sum === undefined)
    return clips === 1
      ? vscode.l10n.t('Generate, though the price is not known?')
      : vscode.l10n.t('Generate {0} clips, though the price is not known?', clips);
  return clips === 1
    ? vscode.l10n.t('Generate for about {0}?', credits(sum))
    : vscode.l10n.t('Generate {0} clips for about {1}?', clips, credits(sum));
}

function settingsText({ model, aspectRatio, duration, resolution }: Draft): string {
  return [modelName(model), aspectRatio, vscode.l10n.t('{0} s', duration), resolution].join(' · ');
}

function reason(sum: number | undefined, limit: number): string {
  const asked = vscode.l10n.t('You are asked above {0} (seedance.confirmAbove).', credits(limit));
  return sum === undefined
    ? vscode.l10n.t('No job with these settings was charged yet. {0}', asked)
    : vscode.l10n.t('That is what the last job with these settings was charged. {0}', asked);
}
