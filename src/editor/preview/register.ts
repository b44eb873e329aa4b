import * as vscode from 'vscode';
import { chosenFiles } from '../chosenFiles.ts';
import { registerCommand } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import type { Previews } from './previews.ts';

/** The preview of a clip as a read-only editor: *Open With…*, the tree, and after a restart. */
export function registerPreview(studio: Studio, composers: () => Promise<Composers>): vscode.Disposable {
  let previews: Promise<Previews> | undefined;
  const loaded = (): Promise<Previews> =>
    (previews ??= import('./previews.ts').then(({ Previews }) => new Previews(studio, composers)));
  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(
      ViewType.preview,
      {
        openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
        resolveCustomEditor: async ({ uri }, panel) => (await loaded()).attach(uri, panel),
      },
      { supportsMultipleEditorsPerDocument: true },
    ),
    registerCommand(Command.continueFromLastFrame, studio.log, async (jobId: unknown) =>
      (await loaded()).continueFromLastFrame(jobId),
    ),
    registerCommand(Command.openPreview, studio.log, async (clicked: unknown, selected: unknown) =>
      (await loaded()).openFiles(chosenFiles(clicked, selected)),
    ),
  );
}
