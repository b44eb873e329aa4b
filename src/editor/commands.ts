import * as vscode from 'vscode';
import type { Button } from './buttons.ts';
import type { CommandId } from './contributions.ts';
import type { SafeLog } from './log.ts';
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
  if (error instanceof UserError) {
    // Its words are for the person it was shown to, and may quote a file's name or the service.
    log.warn(`${from}: said why not`, error.cause);
    show(error.message, error.button);
    return;
  }
  log.error(error);
  void import('./tellFault.ts').then(({ tellFault }) => tellFault(error, log));
}

function show(message: string, button: Button | undefined): void {
  const titles = button === undefined ? [] : [button.title];
  void vscode.window.showErrorMessage(plain(message, 600), ...titles).then((choice) => {
    if (choice !== undefined) button?.press();
  });
}
