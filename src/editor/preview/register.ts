import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { chosenFiles } from '../chosenFiles.ts';
import { registerCommand, UserError } from '../commands.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';

/** What the preview is offered for, as package.json says it too. */
const isVideo = /\.(mp4|m4v|mov|webm)$/i;

/** The preview of a clip as a read-only editor: *Open With…*, the tree, and after a restart. */
export function registerPreview(studio: Studio, makeAgain: (job: Job) => Promise<void>): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(
      ViewType.preview,
      {
        openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
        async resolveCustomEditor({ uri }, panel) {
          const { PreviewPanel } = await import('./previewPanel.ts');
          new PreviewPanel(uri, panel, studio, makeAgain);
        },
      },
      { supportsMultipleEditorsPerDocument: true },
    ),
    registerCommand(Command.openPreview, studio.log, async (clicked: unknown, selected: unknown) => {
      const uris = chosenFiles(clicked, selected).filter(({ path }) => isVideo.test(path));
      if (uris.length === 0) throw new UserError(vscode.l10n.t('Choose a video in the Explorer first.'));
      // Of several none takes the tab of another.
      const options = { preview: uris.length === 1 };
      for (const uri of uris) await vscode.commands.executeCommand('vscode.openWith', uri, ViewType.preview, options);
    }),
  );
}
