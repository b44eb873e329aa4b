import { arch, release } from 'node:os';
import * as vscode from 'vscode';
import { Setting } from '../contributions.ts';
import { hostOfAddress } from '../hostOfAddress.ts';
import type { Studio } from '../studio.ts';

/** Where the extension runs, as lines of a list. */
export function placeLines({ context }: Studio): readonly string[] {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const ui = vscode.env.uiKind === vscode.UIKind.Web ? 'browser' : 'desktop';
  const schemes = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [
    `Seedance Studio ${version}`,
    `${vscode.env.appName} ${vscode.version}, ${ui}, Node ${process.versions.node}`,
    `${process.platform} ${release()} ${arch()}`,
    `Remote: ${remoteKind()}`,
    `Workspace: ${schemes.length} folders (${[...new Set(schemes)].join(', ')}), ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}`,
  ];
}

/** The name of a remote is its kind, but for servers in a browser: theirs is where they are. */
function remoteKind(): string {
  const { remoteName } = vscode.env;
  if (remoteName === undefined) return 'none';
  return /^[a-z-]+$/.test(remoteName) ? remoteName : 'a server';
}

/** Settings of which the host may be told. */
const addresses: readonly string[] = [Setting.baseUrl, Setting.bucketEndpoint, Setting.bucketPublicUrl];

/** Our settings that are not as they come, without what they are set to. */
export function settingLines(): readonly string[] {
  return Object.values(Setting).flatMap((name) => {
    const found = vscode.workspace.getConfiguration().inspect<unknown>(name);
    const places = [
      found?.globalValue !== undefined && 'user',
      found?.workspaceValue !== undefined && 'workspace',
      found?.workspaceFolderValue !== undefined && 'folder',
    ].filter((place) => place !== false);
    if (places.length === 0) return [];
    const value = vscode.workspace.getConfiguration().get<unknown>(name);
    const host = addresses.includes(name) && typeof value === 'string' ? `: ${hostOfAddress(value)}` : '';
    return [`${name} (${places.join(', ')})${host}`];
  });
}

/** Which ways out are set, by VS Code's settings and by the environment. */
export function wayOutLines({ settings }: Studio): readonly string[] {
  const { proxy, noProxy = [], proxyAuthorization, strictSSL } = settings.network;
  const variables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'https_proxy', 'http_proxy', 'all_proxy'];
  return [
    `http.proxy: ${proxy === undefined ? 'not set' : hostOfAddress(proxy)}`,
    `http.noProxy: ${noProxy.length} hosts`,
    `http.proxyAuthorization ${proxyAuthorization === undefined ? 'is not set' : 'is set'}`,
    `http.proxyStrictSSL: ${String(strictSSL)}`,
    ...variables.flatMap((name) => {
      const value = process.env[name];
      return value === undefined || value === '' ? [] : [`${name}: ${hostOfAddress(value)}`];
    }),
  ];
}
