import * as vscode from 'vscode';
import type { ClipRecord, RecordedReference } from '../../engine/clips/clipRecord.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { Fact, ReferencesFact, ShownReference } from '../../shared/previewMessages.ts';
import type { Origin } from '../clips/draftOfClip.ts';
import { storedUri } from '../files.ts';
import { plain } from '../plain.ts';
import { seconds } from '../words/amounts.ts';
import { explainFolder } from '../words/failures.ts';
import { folderOf, titleOf } from '../words/jobText.ts';
import { modelName } from '../words/modelName.ts';
import { chargeOf, madeAt } from '../words/originText.ts';
import { mayBePicture } from './thumbnails.ts';

/** More of a prompt than anybody reads beside a picture, characters: a stranger's clip may bring a million. */
const maxPrompt = 20_000;

/**
 * What is said of a clip: how it was made, where that is known, and where it is. `parent`: the job of the clip that one of another machine
 * says that it came from, where that is known here.
 */
export function factsOf(uri: vscode.Uri, origin: Origin | undefined, parent?: Job): (Fact | ReferencesFact)[] {
  const file = { name: vscode.l10n.t('File'), value: plain(vscode.workspace.asRelativePath(uri), 1000) };
  return origin === undefined ? [file] : [...makingOf(origin, parent), file, ...placeOf(uri, origin)];
}

function makingOf(origin: Origin, parent: Job | undefined): (Fact | ReferencesFact)[] {
  const made = 'job' in origin ? origin.job.draft : origin.record;
  const { requestId } = 'job' in origin ? origin.job : origin.record;
  const { prompt, model, aspectRatio, duration, resolution } = made;
  const settings = `${aspectRatio} · ${seconds(duration)} · ${resolution}`;
  return [
    { name: vscode.l10n.t('Prompt'), value: prompt.slice(0, maxPrompt), wide: true },
    { name: vscode.l10n.t('Model'), value: modelName(model, 200) },
    { name: vscode.l10n.t('Settings'), value: plain(settings) },
    ...referencesOf(origin),
    ...('record' in origin ? parentOf(origin.record, parent) : []),
    ...fact(vscode.l10n.t('Charge'), chargeOf(origin)),
    ...fact(vscode.l10n.t('Made'), madeAt(origin)),
    ...fact(vscode.l10n.t('Request id'), requestId === undefined ? undefined : plain(requestId, 300)),
  ];
}

/** Of a clip that was made here it is shown in which chain it stands. */
function parentOf({ parent: said }: ClipRecord, parent: Job | undefined): Fact[] {
  const name = vscode.l10n.t('Comes from');
  if (parent !== undefined) {
    const isThere = parent.download.state === 'done';
    return [{ name, value: titleOf(parent), ...(isThere && { job: parent.id }) }];
  }
  if (said === undefined) return [];
  const clip = plain(said.name ?? '', 100) || vscode.l10n.t('A clip that is not known here');
  return [{ name, value: said.requestId === undefined ? clip : `${clip} · ${plain(said.requestId, 300)}` }];
}

/** A file that a record of a clip names is not looked for: it may be anywhere, and be another one. */
function referencesOf(origin: Origin): ReferencesFact[] {
  const references: ShownReference[] =
    'job' in origin
      ? origin.job.draft.references.map((each) => shown(each, mayBePicture(each, origin.job) ? each.id : undefined))
      : origin.record.references.map((each) => shown(each));
  return references.length === 0 ? [] : [{ name: vscode.l10n.t('References'), references }];
}

function shown({ name, kind }: Pick<RecordedReference, 'name' | 'kind'>, id?: string): ShownReference {
  return { name: plain(name), ...(kind !== undefined && { kind }), ...(id !== undefined && { id }) };
}

/** Why the clip is not in its folder. */
function placeOf(uri: vscode.Uri, origin: Origin): Fact[] {
  if (!('job' in origin)) return [];
  const { download } = origin.job;
  // A copy of the clip is where somebody has put it.
  if (download.state !== 'done' || download.aside === undefined || download.file !== storedUri(uri)) return [];
  const value = explainFolder(download.aside, folderOf(origin.job)).what;
  return [{ name: vscode.l10n.t('Not in its folder'), value }];
}

function fact(name: string, value: string | undefined): Fact[] {
  return value === undefined || value === '' ? [] : [{ name, value }];
}
