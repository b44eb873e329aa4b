import * as vscode from 'vscode';
import type { CommandId } from './contributions.ts';

/** A button below a message, and what a press of it does. */
export interface Button {
  readonly title: string;
  readonly press: () => unknown;
}

type Show = (message: string, ...titles: string[]) => Thenable<string | undefined>;

/** Shows a message by one of VS Code's ways, and does what its button says. */
export async function tell(show: Show, message: string, buttons: readonly (Button | undefined)[]): Promise<void> {
  const shown = buttons.filter((button) => button !== undefined);
  const choice = await show(message, ...shown.map(({ title }) => title));
  await shown.find(({ title }) => title === choice)?.press();
}

/** A button for a command. */
export function commandButton(title: string, command: CommandId | `${string}.focus`, ...args: unknown[]): Button {
  return { title, press: () => vscode.commands.executeCommand(command, ...args) };
}
