import * as vscode from 'vscode';
import type { Problem } from '../../shared/problem.ts';
import type { Service } from '../studio.ts';
import { counted, credits, number } from '../words/amounts.ts';

/** The service's name in sentences; empty where there is none. */
export function hostOf(service: Service | undefined): string {
  if (service === undefined) return '';
  return service.kind === 'sandbox' ? vscode.l10n.t('The sandbox') : new URL(service.baseUrl).host;
}

/** Another service came in the place of the one that was shown. */
export function switched(service: Service): string {
  return vscode.l10n.t(
    'The service was switched meanwhile; nothing was sent. Look at it once more: {0}.',
    hostOf(service),
  );
}

/** The settings name no service that a key may go to. */
export function noService(): Problem {
  const message = vscode.l10n.t('The setting “seedance.baseUrl” is no https:// address. Mend it in the settings.');
  const label = vscode.l10n.t('Open Settings');
  return { field: 'model', severity: 'error', message, mend: { label, action: { type: 'openSettings' } } };
}

/** The price line. `prices`: for each clip what the last job with the same settings was charged, credits. */
export function priceText(service: Service | undefined, prices: readonly (number | undefined)[]): string {
  const clips = prices.length;
  if (service?.kind === 'sandbox')
    return clips === 1
      ? vscode.l10n.t('Nothing is charged in the sandbox')
      : counted(
          vscode.l10n.t('{0} clip. Nothing is charged in the sandbox | {0} clips. Nothing is charged in the sandbox'),
          clips,
        );
  const known = prices.filter((price) => price !== undefined);
  const [first] = known;
  if (first === undefined || known.length < clips)
    return clips === 1
      ? vscode.l10n.t('Price shown after the first clip with these settings')
      : counted(
          vscode.l10n.t(
            '{0} clip. Price shown after the first clip with these settings | {0} clips. Price shown after the first clip with these settings',
          ),
          clips,
        );
  const sum = credits(known.reduce((total, price) => total + price, 0));
  if (clips === 1) return vscode.l10n.t('About {0} (last time for these settings)', sum);
  return known.every((price) => price === first)
    ? vscode.l10n.t('About {0} × {1} = {2} (last time for these settings)', number(clips), number(first), sum)
    : counted(
        vscode.l10n.t(
          '{0} clip, about {1} (last time for these settings) | {0} clips, about {1} (last time for these settings)',
        ),
        clips,
        sum,
      );
}
