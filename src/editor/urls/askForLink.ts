import * as vscode from 'vscode';
import { UserError } from '../commands.ts';
import { plain } from '../plain.ts';
import { editorOf, urlAtCursor } from './askForUrl.ts';
import { linkedFile } from './linkedFile.ts';
import { linkedMediaAt, linkedMediaIn, type LinkedMedia } from './linkedMedia.ts';

/** More links than this are not looked for on the disk: nobody reads such a list. */
const mostShown = 200;

/**
 * What is meant by *Generate Video…* in a document's menu: the link at the cursor, which a right-click sets, else one of those of the
 * document that lead somewhere. An address, or a file of the workspace; undefined where the person thought better of it. Throws a
 * `UserError` where there is none.
 */
export async function askForLink(clicked: vscode.Uri): Promise<string | vscode.Uri | undefined> {
  const editor = editorOf(clicked);
  const document = editor?.document ?? (await vscode.workspace.openTextDocument(clicked));
  const pointed =
    editor && linkedMediaAt(document.lineAt(editor.selection.active).text, editor.selection.active.character);
  if (pointed !== undefined) return pointedAt(document.uri, pointed);
  const url = editor && urlAtCursor(editor);
  if (url !== undefined) return url;
  const items = (
    await Promise.all(
      linkedMediaIn(document.getText())
        .slice(0, mostShown)
        .map(async (linked) => itemOf(nameOf(linked), await leadsTo(document.uri, linked))),
    )
  ).flat();
  if (items.length === 0)
    throw new UserError(vscode.l10n.t('This document links to no picture, video or sound that is there.'));
  const options = { placeHolder: vscode.l10n.t('Which link of this document?'), matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.target;
}

async function pointedAt(document: vscode.Uri, linked: LinkedMedia): Promise<string | vscode.Uri> {
  const target = await leadsTo(document, linked);
  if (target === undefined)
    throw new UserError(vscode.l10n.t('“{0}” is not in the workspace.', plain(nameOf(linked), 200)));
  return target;
}

async function leadsTo(document: vscode.Uri, { target }: LinkedMedia): Promise<string | vscode.Uri | undefined> {
  return 'url' in target ? target.url : linkedFile(document, target.path);
}

function nameOf({ target }: LinkedMedia): string {
  return 'url' in target ? target.url : target.path;
}

function itemOf(name: string, target: string | vscode.Uri | undefined) {
  if (target === undefined) return [];
  return [{ label: plain(name.split('/').at(-1) ?? name, 80), description: plain(name, 160), target }];
}
