import * as vscode from 'vscode';
import { dropSnippets, kind, showingLanguages } from '../library/dropSnippet.ts';
import type { Studio } from '../studio.ts';
import { trackDocumentsWithMedia } from './documentsWithMedia.ts';
import { mediaHover } from './mediaHover.ts';

/** Languages in which files are named by links. */
const linking = ['markdown', 'html', 'css', 'scss', 'less', 'json', 'jsonc', 'yaml'];

const uriList = 'text/uri-list';

/**
 * What is done with documents: the editor's menu knows of the media that they link to, pointing at such a link shows it, and a clip that is
 * dropped into one is shown by it. Loaded with the first document.
 */
export function followDocuments(studio: Studio): vscode.Disposable {
  const { log } = studio;
  const orNothing = (error: unknown): undefined => {
    log.warn('a document gets nothing of ours', error);
  };
  return vscode.Disposable.from(
    trackDocumentsWithMedia(linking),
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
