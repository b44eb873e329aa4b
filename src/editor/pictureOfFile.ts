import * as vscode from 'vscode';
import { maxPictureBytes, pictureOf, type Picture } from '../engine/references/picture.ts';
import { files } from './files.ts';

/** The picture in a file, to be shown small. Rejects with an `Error` in the user's language that is short enough for the picture's place. */
export async function pictureOfFile(uri: string): Promise<Picture> {
  const size = await files.size(uri);
  if (size === undefined) throw new Error(vscode.l10n.t('file not found'));
  if (size > maxPictureBytes) throw new Error(vscode.l10n.t('too large to be shown'));
  return pictureOf(await files.read(uri));
}
