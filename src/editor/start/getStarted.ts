import * as vscode from 'vscode';
import { ContextKey } from '../contributions.ts';

/**
 * Opens the walkthrough. VS Code reads it when one is first opened, and never ticks a step whose condition holds at that very moment: what
 * was done before is held back until it is open.
 */
export async function getStarted({ id }: Pick<vscode.Extension<unknown>, 'id'>): Promise<void> {
  const { executeCommand } = vscode.commands;
  await executeCommand('setContext', ContextKey.opensWalkthrough, true);
  try {
    await executeCommand('workbench.action.openWalkthrough', `${id}#start`);
  } finally {
    await executeCommand('setContext', ContextKey.opensWalkthrough, false);
  }
}
