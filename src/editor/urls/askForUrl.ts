import * as vscode from 'vscode';
import { plain } from '../plain.ts';
import { findMediaUrls, findUrls } from './mediaUrls.ts';

/**
 * The URL that the user means: the one at the cursor or in the selection, else one of the document's, else one that is typed.
 * `clicked` is the document whose menu was opened; the editor in front may still be another one then.
 */
export async function askForUrl(clicked: vscode.Uri | undefined): Promise<string | undefined> {
  const editor = editorOf(clicked);
  const pointed = editor && urlAtCursor(editor);
  if (pointed !== undefined) return pointed;
  const document = editor?.document ?? (clicked && (await vscode.workspace.openTextDocument(clicked)));
  const urls = document === undefined ? [] : findMediaUrls(document.getText());
  return urls.length === 0 ? typeUrl() : chooseUrl(urls);
}

/** The editor in front, unless another document's menu was opened. */
export function editorOf(clicked: vscode.Uri | undefined): vscode.TextEditor | undefined {
  const active = vscode.window.activeTextEditor;
  return clicked === undefined || active?.document.uri.toString() === clicked.toString() ? active : undefined;
}

/** The URL in the selection or at the cursor. */
export function urlAtCursor({ document, selection }: vscode.TextEditor): string | undefined {
  const selected = document.getText(selection);
  const inSelection = findUrls(selected)[0]?.url;
  if (inSelection !== undefined) return inSelection;
  const { character } = selection.active;
  const line = document.lineAt(selection.active).text;
  return findUrls(line).find(({ start, end }) => start <= character && character <= end)?.url;
}

async function chooseUrl(urls: readonly string[]): Promise<string | undefined> {
  const items = urls.map((url) => ({
    label: plain(url.split('/').at(-1) ?? url, 80),
    description: plain(url, 160),
    url,
  }));
  return (
    await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Which URL of this document?'),
      matchOnDescription: true,
    })
  )?.url;
}

async function typeUrl(): Promise<string | undefined> {
  const url = await vscode.window.showInputBox({
    title: vscode.l10n.t('Generate Video from URL'),
    prompt: vscode.l10n.t('Public https:// URL of an image, video or audio file'),
    placeHolder: 'https://…',
    validateInput: (value) =>
      value.trim() === '' || (URL.canParse(value.trim()) && new URL(value.trim()).protocol === 'https:')
        ? undefined
        : vscode.l10n.t('The service fetches URLs that start with https:// only.'),
  });
  return url === undefined || url.trim() === '' ? undefined : url.trim();
}
