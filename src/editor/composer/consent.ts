import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Look } from '../../engine/references/look.ts';
import type { Consent } from '../../engine/references/way.ts';
import { plain } from '../plain.ts';

/**
 * Asks before files leave this machine, once a destination; not where somebody agreed to it for good. Resolves to what was agreed to
 * (`Consent.once`), or to undefined where somebody did not agree.
 */
export async function askConsent(consents: readonly Consent[], engine: Engine): Promise<readonly string[] | undefined> {
  const remembered = engine.consents();
  const open = Map.groupBy(
    consents.filter(({ destination }) => !remembered.has(destination)),
    ({ destination }) => destination,
  );
  for (const [destination, asked] of open) {
    const { place = '', always = '', readers = '' } = asked[0] ?? {};
    const upload = vscode.l10n.t('Upload');
    const question = vscode.l10n.t('Upload to {0}?', plain(place, 200));
    const detail = `${asked.map(({ file }) => plain(file, 300)).join('\n')}\n\n${plain(readers, 600)}`;
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, upload, always);
    if (answer === undefined) return undefined;
    if (answer === always) engine.rememberConsent(destination);
  }
  return [...open.values()].flat().map(({ once }) => once);
}

/** What somebody has to agree to; that a picture tells where it was taken is said once more there. */
export function consentsOf({ offer, facts }: Look): Consent[] {
  if (offer?.consent === undefined) return [];
  const { consent } = offer;
  return facts?.located === true
    ? [{ ...consent, file: vscode.l10n.t('{0}: it tells where it was taken', consent.file) }]
    : [consent];
}
