import * as vscode from 'vscode';
import { ContextKey } from '../contributions.ts';
import { hasMediaPath } from './linkedMedia.ts';
import { hasMediaUrl } from './mediaUrls.ts';

/** A document longer than this (characters) is not searched: its menu would not be worth the wait. */
const maxLength = 1_000_000;

/** A document is searched this long (ms) after the last change to it. */
const settle = 300;

/**
 * Keeps the list of documents that name media, for the `when` of the editor's menu: by an address, or in one of the languages `linking`
 * by a path too. By document, as a key that follows the
 * selection is stale at a right-click; by path, as a remote document has another URI in the window than here.
 */
export function trackDocumentsWithMedia(linking: readonly string[]): vscode.Disposable {
  const found = new Map<string, readonly string[]>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const publish = (): void => {
    void vscode.commands.executeCommand('setContext', ContextKey.documentsWithMedia, [...found.values()].flat());
  };
  const look = (document: vscode.TextDocument): void => {
    const { fsPath, path } = document.uri;
    const uri = document.uri.toString();
    const text = document.getText();
    const has =
      text.length <= maxLength && (hasMediaUrl(text) || (linking.includes(document.languageId) && hasMediaPath(text)));
    if (has === found.has(uri)) return;
    // The window writes the path of a file as its own system does, and that of anything else with slashes.
    if (has) found.set(uri, [...new Set([fsPath, path])]);
    else found.delete(uri);
    publish();
  };
  const lookSoon = (document: vscode.TextDocument): void => {
    const uri = document.uri.toString();
    clearTimeout(waiting.get(uri));
    waiting.set(
      uri,
      setTimeout(() => {
        waiting.delete(uri);
        look(document);
      }, settle),
    );
  };
  for (const { document } of vscode.window.visibleTextEditors) look(document);
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) look(document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isVisible(document)) lookSoon(document);
    }),
    // One whose language changes is closed and opened again, in the same editor.
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isVisible(document)) look(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      clearTimeout(waiting.get(uri.toString()));
      if (found.delete(uri.toString())) publish();
    }),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}

function isVisible(document: vscode.TextDocument): boolean {
  return vscode.window.visibleTextEditors.some((editor) => editor.document === document);
}
