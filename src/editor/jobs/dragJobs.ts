import * as vscode from 'vscode';
import { leftOutNotice } from '../../engine/drafts/draft.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { mediaKindOf } from '../../shared/media.ts';
import type { Composers } from '../composer/composers.ts';
import { pointAtFiles, pointAtUris, type Pointed } from '../composer/gestures.ts';
import { keepDropped } from '../keptFile.ts';
import type { Studio } from '../studio.ts';
import { chosenJobs } from './chosenJobs.ts';

/** The list of URIs that a drag carries, by the name that VS Code and systems have for it. */
const uriList = 'text/uri-list';

/** Lets the clips of rows be dragged: as links to their files, which every editor and every other view can take. */
export function dragClips(store: JobStore, rows: readonly string[], transfer: vscode.DataTransfer): void {
  const jobs = chosenJobs(store, rows[0], rows);
  const files = jobs.flatMap(({ download }) => (download.state === 'done' ? [download.file] : []));
  // Lines end so in lists of URIs (RFC 2483).
  if (files.length > 0) transfer.set(uriList, new vscode.DataTransferItem(files.join('\r\n')));
}

/** Takes what is dropped onto the list of jobs into a draft: items of the explorer, links, files from outside VS Code. */
export async function dropOnJobs(
  transfer: vscode.DataTransfer,
  studio: Studio,
  composers: () => Promise<Composers>,
): Promise<void> {
  const dropped = await pointed(transfer, studio);
  if (dropped.references.length > 0 || dropped.leftOut !== undefined) await (await composers()).addPointed(dropped);
}

async function pointed(transfer: vscode.DataTransfer, studio: Studio): Promise<Pointed> {
  const uris = urisIn((await transfer.get(uriList)?.asString()) ?? '');
  // An address says more than bytes: the file is read where it lies.
  if (uris.length > 0) return pointAtUris(uris);
  const files = Array.from(transfer, ([, item]) => item.asFile()).filter((file) => file !== undefined);
  const isMedia = ({ name }: vscode.DataTransferFile): boolean => mediaKindOf(name) !== undefined;
  const media = files.filter(isMedia);
  const kept = await Promise.all(media.map(async (file) => keepDropped(studio, file.name, await file.data())));
  const others = leftOutNotice(files.filter((file) => !isMedia(file)).map(({ name }) => name));
  return { references: pointAtFiles(kept).references, ...(others !== undefined && { leftOut: others }) };
}

/** The URIs of a list: one a line, lines with `#` are comments. */
export function urisIn(list: string): string[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
