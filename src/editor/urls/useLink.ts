import * as vscode from 'vscode';
import { mediaKindOf } from '../../shared/media.ts';
import { isFetchable } from '../../shared/url.ts';
import { UserError } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';

/**
 * Takes what the hover of a link names into a draft: a public address, or a media file of the workspace. It comes through a command, so
 * from anybody: anything else is refused with a `UserError`.
 */
export async function useLink(link: string, composers: Composers): Promise<void> {
  if (isFetchable(link, 'https://nobody.invalid')) return composers.addUrl(link);
  const file = fileOf(link);
  if (file === undefined)
    throw new UserError(vscode.l10n.t('This is neither a public https:// address nor a media file of the workspace.'));
  await composers.addFiles([file]);
}

/** The media file of the workspace that a link names. */
function fileOf(link: string): vscode.Uri | undefined {
  if (!/^[a-z][\w+.-]+:/i.test(link)) return undefined;
  try {
    const uri = vscode.Uri.parse(link, true);
    const isOurs = vscode.workspace.getWorkspaceFolder(uri) !== undefined && !/(^|\/)\.\.(\/|$)/.test(uri.path);
    return isOurs && mediaKindOf(uri.path) !== undefined ? uri : undefined;
  } catch {
    return undefined;
  }
}
