import assert from 'node:assert/strict';
import { commands, languages, Uri, window, workspace, type TextDocument } from 'vscode';
import { ContextKey } from '../../src/editor/contributions.ts';
import { trackDocumentsWithMedia } from '../../src/editor/urls/documentsWithMedia.ts';
import { until } from './until.ts';

describe('the menu of a document that names media', () => {
  const { executeCommand } = commands;
  let listed: readonly string[];
  let file: Uri;

  /** Listens to what the menu's `when` is told. */
  before(() => {
    Reflect.set(commands, 'executeCommand', (command: string, ...rest: unknown[]) => {
      if (command === 'setContext' && rest[0] === ContextKey.documentsWithMedia) listed = rest[1] as readonly string[];
      return executeCommand(command, ...rest);
    });
  });
  beforeEach(() => (listed = []));
  afterEach(async () => {
    await executeCommand('workbench.action.closeAllEditors');
    await workspace.fs.delete(file);
  });
  after(() => void Reflect.set(commands, 'executeCommand', executeCommand));

  /** A file in front, which is deleted in the end. One that was never saved would not close without a question. */
  async function show(name: string, content: string): Promise<TextDocument> {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    file = Uri.joinPath(folder.uri, name);
    await workspace.fs.writeFile(file, Buffer.from(content));
    const document = await workspace.openTextDocument(file);
    await window.showTextDocument(document);
    return document;
  }

  it('follows the language of the document: a path is a link in some of them only', async () => {
    const tracking = trackDocumentsWithMedia(['markdown', 'html']);
    try {
      const document = await show('path.txt', '![A](pictures/a.png)');
      await languages.setTextDocumentLanguage(document, 'markdown');
      await until('the document to be listed', () => listed.includes(document.uri.path));
      await languages.setTextDocumentLanguage(document, 'html');
      await until('it to be listed still', () => listed.includes(document.uri.path));
      await languages.setTextDocumentLanguage(document, 'plaintext');
      await until('it to be listed no more', () => !listed.includes(document.uri.path));
    } finally {
      tracking.dispose();
    }
  });

  it('stays where the language changes to another in which an address is media too', async () => {
    const tracking = trackDocumentsWithMedia(['markdown']);
    try {
      const document = await show('address.txt', 'https://example.com/a.png');
      await until('the document to be listed', () => listed.includes(document.uri.path));
      await languages.setTextDocumentLanguage(document, 'ini');
      await languages.setTextDocumentLanguage(document, 'markdown');
      await until('it to be listed still', () => listed.includes(document.uri.path));
      assert.deepEqual(listed, [document.uri.path]);
    } finally {
      tracking.dispose();
    }
  });
});
