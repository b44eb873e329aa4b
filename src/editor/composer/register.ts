import * as vscode from 'vscode';
import { chosenFiles } from '../chosenFiles.ts';
import { registerCommand, UserError } from '../commands.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import type { Composers } from './composers.ts';

/** The gestures that open a composer. `composers` loads it at the first one. */
export function registerComposer(studio: Studio, composers: () => Promise<Composers>): vscode.Disposable {
  const { log } = studio;
  return vscode.Disposable.from(
    registerCommand(Command.generateFromFiles, log, async (...args: unknown[]) => {
      const { filesMeant } = await import('./gestures.ts');
      const files = await filesMeant(args);
      if (files !== undefined) await (await composers()).addFiles(files);
    }),
    registerCommand(Command.generateFromUrl, log, async (clicked: unknown) => {
      if (typeof clicked === 'string') return (await import('../urls/useLink.ts')).useLink(clicked, await composers());
      const { askForUrl } = await import('../urls/askForUrl.ts');
      const url = await askForUrl(clicked instanceof vscode.Uri ? clicked : undefined);
      if (url !== undefined) await (await composers()).addUrl(url);
    }),
    registerCommand(Command.generateFromLink, log, async (clicked: unknown) => {
      if (!(clicked instanceof vscode.Uri)) return;
      const { askForLink } = await import('../urls/askForLink.ts');
      const target = await askForLink(clicked);
      if (typeof target === 'string') await (await composers()).addUrl(target);
      else if (target !== undefined) await (await composers()).addFiles([target]);
    }),
    registerCommand(Command.makeAgainFromFile, log, async (clicked: unknown) => {
      const [clip] = chosenFiles(clicked, undefined);
      if (clip === undefined) throw new UserError(vscode.l10n.t('Choose a clip in the Explorer first.'));
      await (await composers()).openAgainFrom(clip);
    }),
    registerCommand(Command.generateFromText, log, async () => (await composers()).openEmpty()),
    registerCommand(Command.reopenDraft, log, async () => (await composers()).reopen()),
    registerCommand(Command.promptHistory, log, async () => (await composers()).insertFrom('history')),
    registerCommand(Command.promptTemplates, log, async () => (await composers()).insertFrom('templates')),
    vscode.window.registerWebviewPanelSerializer(ViewType.composer, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await composers()).restore(panel, state),
    }),
  );
}
