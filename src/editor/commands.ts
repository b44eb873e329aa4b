import * as vscode from 'vscode';
import type { Button } from './buttons.ts';
import { Command, type CommandId } from './contributions.ts';
import type { SafeLog } from './log.ts';
import { StoreError } from '../engine/jobs/storeError.ts';
import { plain } from './plain.ts';

/** An error that is meant to be read by the user: its message says what happened and what to do, `button` does it. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly button: Button | undefined;

  constructor(message: string, { button, ...options }: ErrorOptions & { readonly button?: Button | undefined } = {}) {
    super(message, options);
    this.button = button;
  }
}

/**
 * Registers a command. The one place that looks at what a command throws: a `UserError` is shown as it is, a cancellation is silent,
 * anything else is a fault of ours, logged whole and shown short.
 */
export function registerCommand(id: CommandId, log: SafeLog, run: (...args: unknown[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      await run(...args);
    } catch (error) {
      report(error, log, id);
    }
  });
}

/** Shows and logs an error as a command would; `from` says in the log what met it. */
export function report(error: unknown, log: SafeLog, from = 'the start'): void {
  if (error instanceof vscode.CancellationError) return;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UserError) {
    // Its words are for the person it was shown to, and may quote a file's name or the service.
    log.warn(`${from}: said why not`, error.cause);
    show(message, error.button);
    return;
  }
  log.error(error);
  if (error instanceof StoreError) {
    void import('./tellStore.ts').then(({ tellStore }) => tellStore(error));
    return;
  }
  const showLog = vscode.l10n.t('Show Log');
  const copyDiagnostics = vscode.l10n.t('Copy Diagnostics');
  void vscode.window
    .showErrorMessage(vscode.l10n.t('Seedance met an error of its own: {0}', plain(message)), showLog, copyDiagnostics)
    .then((choice) => {
      if (choice === showLog) log.show();
      if (choice === copyDiagnostics) void vscode.commands.executeCommand(Command.copyDiagnostics);
    });
}

function show(message: string, button: Button | undefined): void {
  const titles = button === undefined ? [] : [button.title];
  void vscode.window.showErrorMessage(plain(message, 600), ...titles).then((choice) => {
    if (choice !== undefined) button?.press();
  });
}
