import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import { Command } from '../contributions.ts';
import type { Studio } from '../studio.ts';

/** Commands about how local files travel: the wizard, what was uploaded, what was agreed to. Each loads what it needs. */
export function registerHosting(studio: Studio): vscode.Disposable {
  const { log } = studio;
  return vscode.Disposable.from(
    registerCommand(Command.setUpHosting, log, async () => (await import('./wizard.ts')).setUpHosting(studio)),
    registerCommand(Command.removeUploads, log, async () => (await import('./removeUploads.ts')).removeUploads(studio)),
    registerCommand(Command.forgetConsents, log, async () =>
      (await import('./forgetConsents.ts')).forgetConsents(studio),
    ),
  );
}
