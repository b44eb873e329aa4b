import * as vscode from 'vscode';
import { isBaseUrl } from '../shared/url.ts';
import type { TokenStyle } from '../shared/referenceToken.ts';
import type { Network } from '../engine/api/transport.ts';
import { Setting } from './contributions.ts';

/** Used where the setting cannot be: the address of the service's own page. */
export const defaultBaseUrl = 'https://www.seedance2.ink';

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

  /** As set by the user, and as set by the workspace: they are not trusted alike. */
  outputFolder(scope: vscode.Uri | undefined): { readonly user?: string; readonly workspace?: string } {
    const found = vscode.workspace.getConfiguration(undefined, scope).inspect<unknown>(Setting.outputFolder);
    const workspace = found?.workspaceFolderValue ?? found?.workspaceValue;
    const user = found?.globalValue ?? found?.defaultValue;
    return { ...(typeof user === 'string' && { user }), ...(typeof workspace === 'string' && { workspace }) };
  }

  fileName(scope: vscode.Uri | undefined): string {
    return read(Setting.fileName, '{source}', scope);
  }

  get referenceToken(): TokenStyle {
    return read<string>(Setting.referenceToken, 'brackets') === 'at' ? 'at' : 'brackets';
  }

  /** VS Code's own settings of the way out. */
  get network(): Network {
    const isOff = read<string>('http.proxySupport', 'override') === 'off';
    const proxy: string = read<string>('http.proxy', '');
    const noProxy = read<readonly string[]>('http.noProxy', []);
    const proxyAuthorization = vscode.workspace.getConfiguration().get<unknown>('http.proxyAuthorization');
    return {
      strictSSL: read('http.proxyStrictSSL', true),
      ...(isOff ? { proxy: '' } : proxy !== '' && { proxy }),
      ...(noProxy.length > 0 && { noProxy }),
      ...(typeof proxyAuthorization === 'string' && { proxyAuthorization }),
    };
  }
}

/** A setting can hold anything: what is of another type counts as not set. */
function read<T extends string | boolean | readonly string[]>(name: string, fallback: T, scope?: vscode.Uri): T {
  const value = vscode.workspace.getConfiguration(undefined, scope).get<unknown>(name);
  const fits = Array.isArray(fallback)
    ? Array.isArray(value) && value.every((item) => typeof item === 'string')
    : typeof value === typeof fallback;
  return fits ? (value as T) : fallback;
}
