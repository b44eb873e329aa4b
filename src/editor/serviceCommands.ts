import * as vscode from 'vscode';
import { registerCommand, UserError } from './commands.ts';
import { Command, Setting } from './contributions.ts';
import type { Studio } from './studio.ts';

/** Commands about the service itself: its key, the sandbox in its place, the settings, the first steps. `show` shows a job's row. */
export function registerServiceCommands(studio: Studio, show: (jobId: string) => Promise<void>): vscode.Disposable {
  const { keyring, log, settings } = studio;
  const origin = (): string => {
    const { baseUrl } = settings;
    if (baseUrl === undefined)
      throw new UserError(vscode.l10n.t('The setting “seedance.baseUrl” is no https:// address. Mend it first.'), {
        button: {
          title: vscode.l10n.t('Open Settings'),
          press: () => vscode.commands.executeCommand('workbench.action.openSettings', `@id:${Setting.baseUrl}`),
        },
      });
    return baseUrl;
  };
  return vscode.Disposable.from(
    registerCommand(Command.setKey, log, async (given: unknown) => {
      // Of jobs that went to another service than the one in use.
      const isKnown =
        typeof given === 'string' && (await import('./mends.ts').then(({ isOurs }) => isOurs(studio, given)));
      // Not for the one in use instead: a key that somebody has at hand for the one would go to the other.
      if (typeof given === 'string' && !isKnown) return;
      const asked = isKnown ? given : origin();
      const host = new URL(asked).host;
      if (await keyring.ask(asked))
        void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is set.', host));
    }),
    registerCommand(Command.clearKey, log, async () => {
      await keyring.clear(origin());
      await keyring.updateContext();
      const left = (await keyring.get(origin())) !== undefined;
      const message = left
        ? vscode.l10n.t('The stored key is cleared. The one in SEEDANCE_API_KEY is still used.')
        : vscode.l10n.t('The key is cleared.');
      void vscode.window.showInformationMessage(message);
    }),
    registerCommand(Command.trySample, log, async () => (await import('./start/sample.ts')).trySample(studio, show)),
    registerCommand(Command.getStarted, log, async () =>
      (await import('./start/getStarted.ts')).getStarted(studio.context.extension),
    ),
    registerCommand(Command.turnOnSandbox, log, () => settings.setSandbox(true)),
    registerCommand(Command.turnOffSandbox, log, () => settings.setSandbox(false)),
    registerCommand(Command.copyDiagnostics, log, async () =>
      (await import('./diagnostics/copyDiagnostics.ts')).copyDiagnostics(studio),
    ),
    registerCommand(Command.exportCosts, log, async () => (await import('./costs/exportCosts.ts')).exportCosts(studio)),
    registerCommand(Command.openSettings, log, () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${studio.context.extension.id}`),
    ),
  );
}
