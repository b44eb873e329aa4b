import * as vscode from 'vscode';
import { chosenFiles } from '../chosenFiles.ts';
import { registerCommand, UserError } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import type { PreviewPanel } from './previewPanel.ts';

/** What the preview is offered for, as package.json says it too. */
const isVideo = /\.(mp4|m4v|mov|webm)$/i;

/** The preview of a clip as a read-only editor: *Open With…*, the tree, and after a restart. */
export function registerPreview(studio: Studio, composers: () => Promise<Composers>): vscode.Disposable {
  /** The one opened last comes last. */
  const open = new Map<string, PreviewPanel>();
  /** Clips whose last frame is wanted as soon as they are shown. */
  const wanted = new Set<string>();

  const continueFromLastFrame = async (clip: vscode.Uri): Promise<void> => {
    const key = clip.toString();
    wanted.add(key);
    await vscode.commands.executeCommand('vscode.openWith', clip, ViewType.preview);
    // A preview that was open already has taken nothing from the set.
    if (wanted.delete(key)) open.get(key)?.useLastFrame('continue');
  };

  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      const { PreviewPanel } = await import('./previewPanel.ts');
      const preview = new PreviewPanel(uri, panel, studio, composers);
      const key = uri.toString();
      open.set(key, preview);
      panel.onDidDispose(() => {
        if (open.get(key) === preview) open.delete(key);
      });
      if (wanted.delete(key)) preview.useLastFrame('continue');
    },
  };

  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(ViewType.preview, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
    registerCommand(Command.continueFromLastFrame, studio.log, async (jobId: unknown) => {
      const { store } = await studio.engine();
      const download = typeof jobId === 'string' ? store.get(jobId)?.download : undefined;
      if (download?.state !== 'done') throw new UserError(vscode.l10n.t('The clip is not downloaded yet.'));
      await continueFromLastFrame(vscode.Uri.parse(download.file));
    }),
    registerCommand(Command.openPreview, studio.log, async (clicked: unknown, selected: unknown) => {
      const uris = chosenFiles(clicked, selected).filter(({ path }) => isVideo.test(path));
      if (uris.length === 0) throw new UserError(vscode.l10n.t('Choose a video in the Explorer first.'));
      // Of several none takes the tab of another.
      const options = { preview: uris.length === 1 };
      for (const uri of uris) await vscode.commands.executeCommand('vscode.openWith', uri, ViewType.preview, options);
    }),
  );
}
