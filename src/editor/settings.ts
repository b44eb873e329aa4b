import * as vscode from 'vscode';
import { isBaseUrl } from '../shared/url.ts';
import type { TokenStyle } from '../shared/referenceToken.ts';
import { recordPlaces, type RecordPlace } from '../engine/clips/recordPlace.ts';
import type { Network } from '../engine/api/transport.ts';
import { Setting } from './contributions.ts';
import { wayOut, type Sources } from './wayOut.ts';

/** Used where the setting cannot be: the address of the service's own page. */
export const defaultBaseUrl = 'https://www.seedance2.ink';

const defaultFileName = '{source}';

/** The user's settings as values. Each is read when asked for, so it is never stale. */
export class Settings {
  /** Fires when a setting of ours, or one of VS Code's `http.*`, was changed. */
  readonly onDidChange: vscode.Event<{ readonly network: boolean }> = (listener, thisArg, disposables) =>
    vscode.workspace.onDidChangeConfiguration(
      (event) => {
        const network = event.affectsConfiguration('http');
        if (network || event.affectsConfiguration('seedance')) listener.call(thisArg, { network });
      },
      undefined,
      disposables,
    );

  get sandbox(): boolean {
    return read(Setting.sandbox, false);
  }

  async setSandbox(on: boolean): Promise<void> {
    await vscode.workspace.getConfiguration().update(Setting.sandbox, on, vscode.ConfigurationTarget.Global);
  }

  /** Origin of the service, or undefined where the setting names no address that a key may go to. */
  get baseUrl(): string | undefined {
    const value = read(Setting.baseUrl, defaultBaseUrl).trim();
    return isBaseUrl(value) ? new URL(value).origin : undefined;
  }

  /** As it counts, and as the user has set it themself: a workspace and a remote machine are not trusted alike. */
  outputFolder(scope: vscode.Uri | undefined): { readonly effective: string; readonly own?: string } {
    const { own } = sourcesOf(Setting.outputFolder, scope);
    return { effective: read(Setting.outputFolder, '', scope), ...(typeof own === 'string' && { own }) };
  }

  /** The pattern of names; a blank one would name nothing, and counts as not set. */
  fileName(scope: vscode.Uri | undefined): string {
    const pattern = read<string>(Setting.fileName, defaultFileName, scope);
    return pattern.trim() === '' ? defaultFileName : pattern;
  }

  /** Where a finished clip keeps how it was made. A value that is none counts as the one that tells nobody anything. */
  get recordPlace(): RecordPlace {
    const value = read<string>(Setting.clipInfo, 'none');
    return recordPlaces.find((place) => place === value) ?? 'none';
  }

  get referenceToken(): TokenStyle {
    return read<string>(Setting.referenceToken, 'brackets') === 'at' ? 'at' : 'brackets';
  }

  /** Credits above which Generate asks first; undefined where it never does. What it cannot hold was meant to guard, so it asks always. */
  get confirmAbove(): number | undefined {
    const value = vscode.workspace.getConfiguration().get<unknown>(Setting.confirmAbove) ?? 0;
    if (typeof value !== 'number' || !(value >= 0)) return 0;
    return value > 0 ? value : undefined;
  }

  /** Prompt templates, by whom they are from. What stands there can be anything. */
  get promptTemplates(): { readonly user: unknown; readonly workspace: unknown; readonly machine: unknown } {
    const found = vscode.workspace.getConfiguration().inspect<unknown>(Setting.promptTemplates);
    const { own: user } = sourcesOf(Setting.promptTemplates);
    const machine: unknown = found === undefined ? undefined : Reflect.get(found, 'globalRemoteValue');
    return { user, workspace: found?.workspaceFolderValue ?? found?.workspaceValue, machine };
  }

  /** VS Code's own settings of the way out. */
  get network(): Network {
    return wayOut(sourcesOf, vscode.env.remoteName !== undefined);
  }
}

/** A dev container ships settings of its remote machine, and VS Code counts them as the user's; here they are told from each other. */
function sourcesOf(name: string, scope?: vscode.Uri): Sources {
  const configuration = vscode.workspace.getConfiguration(undefined, scope);
  const found = configuration.inspect<unknown>(name);
  const isRemote = vscode.env.remoteName !== undefined;
  // VS Code's types do not have it; where it is missing nobody can tell whose a value is, and it counts as a stranger's.
  const local: unknown = found === undefined ? undefined : Reflect.get(found, 'globalLocalValue');
  return { effective: configuration.get<unknown>(name), own: isRemote ? local : found?.globalValue };
}

/** A setting can hold anything: what is of another type counts as not set. */
function read<T extends string | boolean>(name: string, fallback: T, scope?: vscode.Uri): T {
  const value = vscode.workspace.getConfiguration(undefined, scope).get<unknown>(name);
  return typeof value === typeof fallback ? (value as T) : fallback;
}
