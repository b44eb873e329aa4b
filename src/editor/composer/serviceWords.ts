import * as vscode from 'vscode';
import type { Problem } from '../../shared/problem.ts';
import type { Service } from '../studio.ts';
import { credits } from '../words/amounts.ts';

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

/** The price line. `last`: what the last job with the same settings was charged, credits. */
export function priceText(service: Service | undefined, last: number | undefined): string {
  if (service?.kind === 'sandbox') return vscode.l10n.t('Nothing is charged in the sandbox');
  return last === undefined
    ? vscode.l10n.t('Price shown after the first clip with these settings')
    : vscode.l10n.t('About {0} (last time for these settings)', credits(last));
}
