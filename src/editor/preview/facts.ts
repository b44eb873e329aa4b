import * as vscode from 'vscode';
import type { Fact } from '../../shared/previewMessages.ts';
import type { Origin } from '../clips/draftOfClip.ts';
import { credits, dateTime } from '../words/amounts.ts';
import { chargeText } from '../words/jobText.ts';

/** More of a prompt than anybody reads beside a picture, characters: a stranger's clip may bring a million. */
const maxPrompt = 20_000;

/** What is said of how a clip was made. */
export function factsOf(origin: Origin): Fact[] {
  const made = 'job' in origin ? origin.job.draft : origin.record;
  const { requestId } = 'job' in origin ? origin.job : origin.record;
  const { prompt, model, aspectRatio, duration, resolution, references } = made;
  const settings = `${aspectRatio} · ${vscode.l10n.t('{0} s', duration)} · ${resolution}`;
  return [
    { name: vscode.l10n.t('Prompt'), value: prompt.slice(0, maxPrompt), wide: true },
    { name: vscode.l10n.t('Model'), value: model },
    { name: vscode.l10n.t('Settings'), value: settings },
    ...fact(vscode.l10n.t('References'), references.map(({ name }) => name).join(', ')),
    ...fact(vscode.l10n.t('Charge'), chargeOf(origin)),
    ...fact(vscode.l10n.t('Made'), madeAt(origin)),
    ...fact(vscode.l10n.t('Request id'), requestId),
  ];
}

function fact(name: string, value: string | undefined): Fact[] {
  return value === undefined || value === '' ? [] : [{ name, value }];
}

function chargeOf(origin: Origin): string | undefined {
  if ('job' in origin) return chargeText(origin.job);
  const { creditsCharged, service } = origin.record;
  // What the sandbox calls a charge is none.
  return creditsCharged === undefined || service === 'sandbox' ? undefined : credits(creditsCharged);
}

function madeAt(origin: Origin): string | undefined {
  if ('job' in origin) return dateTime(origin.job.createdAt);
  const { createdAt } = origin.record;
  return createdAt === undefined ? undefined : dateTime(Date.parse(createdAt));
}
