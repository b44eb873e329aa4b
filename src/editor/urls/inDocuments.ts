import * as vscode from 'vscode';
import { dropSnippets, kind, showingLanguages } from '../library/dropSnippet.ts';
import type { Studio } from '../studio.ts';
import { trackChangedMedia } from './changedMedia.ts';
import { trackDocumentsWithMediaUrl } from './documentsWithMediaUrl.ts';
import { mediaHover } from './mediaHover.ts';

/** Languages in which files are named by links. */
const linking = ['markdown', 'html', 'css', 'scss', 'less', 'json', 'jsonc', 'yaml'];

const uriList = 'text/uri-list';

/**
 * What is done with documents: the editor's menu knows of the media that they link to, pointing at such a link shows it, and a clip that is
 * dropped into one is shown by it. Loaded with the first document, as are the changes of git, most of which are of documents.
 */
export function followDocuments(studio: Studio): vscode.Disposable {
  const { context, log } = studio;
  const orNothing = (error: unknown): undefined => {
    log.warn('a document gets nothing of ours', error);
  };
  void trackChangedMedia().then((tracking) => context.subscriptions.push(tracking), orNothing);
  return vscode.Disposable.from(
    trackDocumentsWithMediaUrl(),
    vscode.languages.registerHoverProvider(linking, {
      provideHover: (document, position) => mediaHover(document, position).catch(orNothing),
    }),
    vscode.languages.registerDocumentDropEditProvider(
      showingLanguages,
      {
        provideDocumentDropEdits: async (document, _position, transfer) => {
          const list = await transfer.get(uriList)?.asString();
          return list === undefined ? undefined : dropSnippets(document, list, () => studio.engine()).catch(orNothing);
        },
      },
      { providedDropEditKinds: [kind], dropMimeTypes: [uriList] },
    ),
  );
}
