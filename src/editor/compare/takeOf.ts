import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import type { SettingKey, Take } from '../../shared/compareMessages.ts';
import type { Reference } from '../../shared/draft.ts';
import { cleaned } from '../../shared/line.ts';
import { plain } from '../plain.ts';
import { dateTime } from '../words/amounts.ts';
import { chargeText } from '../words/jobText.ts';
import { modelName } from '../words/modelName.ts';
import { isThere, nameOf } from './clip.ts';

/** All that the page shows of one clip. `source` is a URI of its file for the page; `job` is undefined for a clip that was not made here. */
export async function takeOf(uri: vscode.Uri, source: string, job: Job | undefined): Promise<Take> {
  const missing = (await isThere(uri)) ? undefined : vscode.l10n.t('This file is not there any more.');
  return {
    id: uri.toString(),
    name: plain(nameOf(uri), 255),
    source,
    sandbox: job?.service === 'sandbox',
    ...(missing !== undefined && { missing }),
    ...(job === undefined
      ? { unjudged: vscode.l10n.t('Only for clips that were made here') }
      : { settings: settingsOf(job), ...(job.verdict !== undefined && { verdict: job.verdict }) }),
  };
}

function settingsOf(job: Job): Record<SettingKey, string> {
  const { prompt, model, aspectRatio, duration, resolution, references } = job.draft;
  return {
    prompt: cleaned(prompt),
    model: modelName(model),
    aspectRatio: plain(aspectRatio, 40),
    duration: vscode.l10n.t('{0} s', duration),
    resolution: plain(resolution, 40),
    references: references.map(placeOf).join('\n'),
    charge: chargeText(job),
    made: dateTime(job.createdAt),
  };
}

/** By more than its name, which two files may share; never with the signature of a URL. */
function placeOf({ source, name }: Reference): string {
  if (source.type === 'file') return plain(vscode.workspace.asRelativePath(vscode.Uri.parse(source.uri)), 300);
  if (!URL.canParse(source.url)) return plain(name, 300);
  const { host, pathname } = new URL(source.url);
  return plain(`${host}${pathname}`, 300);
}
