import * as vscode from 'vscode';
import { commandButton, type Button } from './buttons.ts';
import { Command, View } from './contributions.ts';
import { whyNotOutside } from './outside.ts';
import type { Studio } from './studio.ts';
import { mends, mendTitle, type Mend } from './words/troubles.ts';

/** What is to be mended: the service at `origin`, or the job. */
export interface Target {
  readonly origin?: string;
  readonly jobId?: string;
}

/** The button of a mend, wherever a failure is shown; none where there is none. The sandbox has no site to be opened. */
export function mendButton(mend: Mend | undefined, target: Target = {}): Button | undefined {
  if (mend === undefined || (mend === 'openService' && target.origin === undefined)) return undefined;
  const host = target.origin === undefined ? '' : new URL(target.origin).host;
  return commandButton(mendTitle(mend, host), Command.mend, mend, target);
}

/** Does what the button of a mend says. What it is given comes through a command, so from anybody: what is no mend does nothing. */
export async function doMend(studio: Studio, given: unknown, about: unknown): Promise<void> {
  const mend = mends.find((each) => each === given);
  const { origin, jobId } = targetOf(about);
  const run = vscode.commands.executeCommand;
  switch (mend) {
    case 'setKey':
      await run(Command.setKey, origin);
      break;
    case 'openService':
      if (origin !== undefined && (await isOurs(studio, origin)))
        await vscode.env.openExternal(vscode.Uri.parse(origin));
      break;
    case 'openProxySettings':
      await run('workbench.action.openSettings', 'http.proxy');
      break;
    case 'openSettings':
      await run(Command.openSettings);
      break;
    case 'setUpHosting':
      await run(Command.setUpHosting);
      break;
    case 'showJobs':
      await run(`${View.jobs}.focus`);
      break;
    case 'makeAgain':
    case 'chooseFolder':
      await run(Command[mend], jobId);
      break;
    case 'showStorage':
      await showStorage(studio.context.globalStorageUri);
      break;
    case 'reloadWindow':
      await run('workbench.action.reloadWindow');
      break;
    case 'updateExtension':
      await run('extension.open', studio.context.extension.id);
      break;
    case 'showLog':
      studio.log.show();
      break;
    case undefined:
  }
}

/** True for the service in use, and for those that a job went to. */
export async function isOurs(studio: Studio, origin: string): Promise<boolean> {
  if (origin === studio.settings.baseUrl) return true;
  const { store } = await studio.engine();
  return [...store.list(), ...store.unfinished()].some(({ baseUrl }) => baseUrl === origin);
}

function targetOf(about: unknown): Target {
  if (typeof about !== 'object' || about === null) return {};
  const { origin, jobId } = about as { readonly origin?: unknown; readonly jobId?: unknown };
  return { ...(typeof origin === 'string' && { origin }), ...(typeof jobId === 'string' && { jobId }) };
}

/** In the system's file manager; where there is none, its path is said. */
async function showStorage(folder: vscode.Uri): Promise<void> {
  if (whyNotOutside() === undefined) await vscode.commands.executeCommand('revealFileInOS', folder);
  else {
    await vscode.env.clipboard.writeText(folder.fsPath);
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} (copied)', folder.fsPath));
  }
}
