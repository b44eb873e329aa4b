import * as vscode from 'vscode';
import { fileReference } from '../../engine/drafts/draft.ts';
import { errorText } from '../../engine/log/errorText.ts';
import { pictureOf } from '../../engine/references/picture.ts';
import type { FrameUse } from '../../shared/previewMessages.ts';
import type { Origin } from '../clips/draftOfClip.ts';
import { tell, type Button } from '../buttons.ts';
import { UserError } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';
import { keepFile } from '../keptFile.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import { frameFile, frameName } from './frameFile.ts';

/** The largest frame that is taken from a page, bytes: 8K with three bytes a pixel is 100 MB before it is packed. */
const maxFrameBytes = 100 * 1024 * 1024;

/** One picture of a clip. */
export interface Frame {
  /** Counted from 1; left out where it is not known. */
  readonly number?: number;
  /** Seconds from the start; likewise. */
  readonly at?: number;
  readonly png: Uint8Array;
}

/** A clip, and how it was made, where that is known. */
export interface FrameSource {
  readonly clip: vscode.Uri;
  readonly origin: Origin | undefined;
}

/** Does with a frame what somebody asked for. Rejects with `UserError` where the page sent no picture, or nothing can be written. */
export async function useFrame(
  use: FrameUse,
  frame: Frame,
  source: FrameSource,
  studio: Studio,
  composers: () => Promise<Composers>,
): Promise<void> {
  const png = new Uint8Array(frame.png);
  if (!isPng(png)) throw new UserError(vscode.l10n.t('The frame could not be read from the clip.'));
  if (use === 'save') await save({ ...frame, png }, source.clip);
  else {
    const { uri, notices } = await inPlace({ ...frame, png }, source.clip, studio);
    const picture = fileReference(uri.toString(), nameOf(uri));
    const taken = {
      ...{ way: use, picture, clip: nameOf(source.clip) },
      ...(frame.at !== undefined && { at: frame.at }),
      ...(source.origin !== undefined && { origin: source.origin }),
    };
    await (await composers()).goOn(taken, notices);
  }
}

async function save(frame: Frame, clip: vscode.Uri): Promise<void> {
  const saved = await frameFile(clip, frame.number, frame.png).catch((error: unknown) => {
    const message = vscode.l10n.t('The frame could not be saved beside the clip: {0}', plain(errorText(error), 300));
    throw new UserError(message, { cause: error, button: saveElsewhere(frame, clip) });
  });
  await tellSaved(saved);
}

function saveElsewhere(frame: Frame, clip: vscode.Uri): Button {
  return {
    title: vscode.l10n.t('Save Elsewhere…'),
    press: async () => {
      const chosen = await vscode.window.showSaveDialog({
        title: vscode.l10n.t('Save Frame'),
        filters: { PNG: ['png'] },
        ...(vscode.workspace.workspaceFolders?.[0] !== undefined && {
          defaultUri: vscode.Uri.joinPath(
            vscode.workspace.workspaceFolders[0].uri,
            `${frameName(clip, frame.number)}.png`,
          ),
        }),
      });
      if (chosen === undefined) return;
      await vscode.workspace.fs.writeFile(chosen, frame.png);
      await tellSaved(chosen);
    },
  };
}

async function tellSaved(file: vscode.Uri): Promise<void> {
  const name = plain(nameOf(file), 100);
  await tell(vscode.window.showInformationMessage, vscode.l10n.t('The frame is in “{0}”.', name), [
    { title: vscode.l10n.t('Open'), press: () => vscode.commands.executeCommand('vscode.open', file) },
  ]);
}

/** The frame beside its clip; in our storage where nothing can be written there, as the next shot needs it all the same. */
async function inPlace(
  { number, png }: Frame,
  clip: vscode.Uri,
  studio: Studio,
): Promise<{ readonly uri: vscode.Uri; readonly notices: readonly string[] }> {
  try {
    return { uri: await frameFile(clip, number, png), notices: [] };
  } catch (error) {
    studio.log.warn('a frame is kept in the storage', error);
    return {
      uri: await keepFile(studio, `${frameName(clip, number)}.png`, png),
      notices: [vscode.l10n.t('The frame could not be put beside its clip; it is kept in the extension’s storage.')],
    };
  }
}

function isPng(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    return pictureOf(bytes, maxFrameBytes).mime === 'image/png';
  } catch {
    return false;
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
