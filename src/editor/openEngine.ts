import * as vscode from 'vscode';
import type { Network } from '../engine/api/transport.ts';
import { Engine } from '../engine/engine.ts';
import { files } from './files.ts';
import { hostOfAddress } from './hostOfAddress.ts';
import { remembered } from './memory.ts';
import { rememberUnfinished } from './rememberUnfinished.ts';
import type { Studio } from './studio.ts';
import { speak } from './words/speak.ts';

/**
 * Opens an engine whose store is in this folder. Rejects where that cannot be opened. `onOpen`: called with it before it says anything,
 * as what it finds at once is told once. A file of its own, as most starts open none.
 */
export async function openEngine(studio: Studio, folder: string, onOpen: (engine: Engine) => void): Promise<Engine> {
  speak(vscode.env.language, vscode.l10n.bundle);
  const engine = new Engine({
    folder,
    ports: {
      files,
      log: studio.log,
      access: (kind, baseUrl) => studio.access(kind, baseUrl),
      network: () => network(studio),
      // Asked for anew each time: VS Code puts its own in the place of Node's.
      fetch: (...args) => globalThis.fetch(...args),
      hosting: () => studio.hosting(),
      recordPlace: () => studio.settings.recordPlace,
    },
  });
  try {
    attach(engine, studio);
  } catch (error) {
    // Half attached it would run on beside the next one.
    await engine.dispose();
    throw error;
  }
  onOpen(engine);
  return engine;
}

function attach(engine: Engine, { context, keyring, log, settings }: Studio): void {
  const reconnect = (): void => {
    engine.connectionChanged().catch((error: unknown) => log.warn('reconnecting failed', error));
  };
  engine.adopt(remembered(context));
  rememberUnfinished(context, engine);
  engine.setFocused(vscode.window.state.focused);
  context.subscriptions.push(
    vscode.window.onDidChangeWindowState(({ focused }) => engine.setFocused(focused)),
    keyring.onDidChange(reconnect),
    settings.onDidChange(({ network }) => {
      if (network) reconnect();
    }),
  );
}

function network({ log, settings }: Studio): Network {
  const { network } = settings;
  if (network.proxyAuthorization !== undefined) log.conceal(network.proxyAuthorization);
  const { proxy } = network;
  const way = proxy === undefined ? 'as the environment says' : proxy === '' ? 'direct' : hostOfAddress(proxy);
  log.info(`the way out: ${way}${network.strictSSL ? '' : ', any certificate is taken'}`);
  return network;
}
