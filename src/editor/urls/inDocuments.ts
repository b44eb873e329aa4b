import * as vscode from 'vscode';
import { kind, showingLanguages } from '../library/dropWays.ts';
import type { Studio } from '../studio.ts';
import { trackDocumentsWithMedia } from './documentsWithMedia.ts';
import { linkedMediaAt } from './linkedMedia.ts';

/** Languages in which files are named by links. */
const linking = ['markdown', 'html', 'css', 'scss', 'less', 'json', 'jsonc', 'yaml'];

const uriList = 'text/uri-list';

/**
 * What is done with documents: the editor's menu knows of the media that they link to, pointing at such a link shows it, and a clip that is
 * dropped into one is shown by it. Loaded with the first document; the rest with the first link that is pointed at, or the first drop.
 */
export function followDocuments(studio: Studio): vscode.Disposable {
  const { log } = studio;
  const orNothing = (error: unknown): undefined => {
    log.warn('a document gets nothing of ours', error);
  };
  return vscode.Disposable.from(
    trackDocumentsWithMedia(linking),
    vscode.languages.registerHoverProvider(linking, {
      provideHover: async (document, position) => {
        const linked = linkedMediaAt(document.lineAt(position).text, position.character);
        if (linked === undefined) return undefined;
        const { mediaHover } = await import('./mediaHover.ts');
        return mediaHover(document, position.line, linked).catch(orNothing);
      },
    }),
    vscode.languages.registerDocumentDropEditProvider(
      showingLanguages,
      {
        provideDocumentDropEdits: async (document, _position, transfer) => {
          const list = await transfer.get(uriList)?.asString();
          if (list === undefined) return undefined;
          const { dropSnippets } = await import('../library/dropSnippet.ts');
          return dropSnippets(document, list, () => studio.engine()).catch(orNothing);
        },
      },
      { providedDropEditKinds: [kind], dropMimeTypes: [uriList] },
    ),
  );
}
