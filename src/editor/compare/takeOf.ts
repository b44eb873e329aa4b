import * as vscode from 'vscode';
import type { SettingKey, Take } from '../../shared/compareMessages.ts';
import type { Reference } from '../../shared/draft.ts';
import { cleaned } from '../../shared/line.ts';
import type { Origin } from '../clips/draftOfClip.ts';
import { plain } from '../plain.ts';
import { chargeOf, madeAt } from '../words/originText.ts';
import { modelName } from '../words/modelName.ts';
import { isThere, nameOf } from './clip.ts';
import { seconds } from '../words/amounts.ts';

/** All that the page shows of one clip. `source` is a URI of its file for the page. */
export async function takeOf(uri: vscode.Uri, source: string, origin: Origin | undefined): Promise<Take> {
  const missing = (await isThere(uri)) ? undefined : vscode.l10n.t('This file is not there any more.');
  const job = origin !== undefined && 'job' in origin ? origin.job : undefined;
  return {
    id: uri.toString(),
    name: plain(nameOf(uri), 255),
    source,
    sandbox: origin !== undefined && ('job' in origin ? origin.job : origin.record).service === 'sandbox',
    ...(missing !== undefined && { missing }),
    ...(origin !== undefined && { settings: settingsOf(origin) }),
    ...(job === undefined && { unjudged: vscode.l10n.t('Only for clips that were made here') }),
    ...(job?.verdict !== undefined && { verdict: job.verdict }),
  };
}

function settingsOf(origin: Origin): Record<SettingKey, string> {
  const { prompt, model, aspectRatio, duration, resolution } = 'job' in origin ? origin.job.draft : origin.record;
  return {
    prompt: cleaned(prompt),
    model: modelName(model),
    aspectRatio: plain(aspectRatio, 40),
    duration: seconds(duration),
    resolution: plain(resolution, 40),
    references: referencesOf(origin).join('\n'),
    charge: chargeOf(origin) ?? '',
    made: madeAt(origin) ?? '',
  };
}

function referencesOf(origin: Origin): string[] {
  if ('job' in origin) return origin.job.draft.references.map(placeOf);
  return origin.record.references.map(({ name, url }) => (url === undefined ? plain(name, 300) : addressOf(url, name)));
}

/** By more than its name, which two files may share. */
function placeOf({ source, name }: Reference): string {
  return source.type === 'file'
    ? plain(vscode.workspace.asRelativePath(vscode.Uri.parse(source.uri)), 300)
    : addressOf(source.url, name);
}

/** Never with the signature of a URL. */
function addressOf(url: string, name: string): string {
  if (!URL.canParse(url)) return plain(name, 300);
  const { host, pathname } = new URL(url);
  return plain(`${host}${pathname}`, 300);
}
