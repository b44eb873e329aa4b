import * as vscode from 'vscode';
import { report } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';
import type { Studio } from '../studio.ts';
import { trackChangedMedia } from './changedMedia.ts';

/** The ways in that begin with an address: a link to VS Code itself, and those that stand in documents. Each is loaded when it is met. */
export function registerUrls(studio: Studio, composers: () => Promise<Composers>): vscode.Disposable {
  const { context, log } = studio;
  let loaded = false;
  const load = (): void => {
    if (loaded || vscode.window.visibleTextEditors.length === 0) return;
    loaded = true;
    import('./inDocuments.ts').then(
      ({ followDocuments }) => context.subscriptions.push(followDocuments(studio)),
      (error: unknown) => report(error, log),
    );
  };
  load();
  // The Source Control view may be opened before any document.
  trackChangedMedia().then(
    (tracking) => context.subscriptions.push(tracking),
    (error: unknown) => log.warn('the changes of git are not followed', error),
  );
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(load),
    vscode.window.registerUriHandler({
      handleUri: (uri) =>
        import('./openLink.ts')
          .then(({ openLink }) => openLink(uri, composers))
          .catch((error: unknown) => report(error, log, 'a link')),
    }),
  );
}
