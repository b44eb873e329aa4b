import * as vscode from 'vscode';
import { ContextKey } from './contributions.ts';
import type { SafeLog } from './log.ts';
import type { Settings } from './settings.ts';

/** Name of the variable whose key is used, and never stored, where none is set. */
const variable = 'SEEDANCE_API_KEY';

/** The API keys, in VS Code's secret storage only, each bound to the origin that it was entered for. */
export class Keyring implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #settings: Settings;
  readonly #log: SafeLog;
  readonly #changeEmitter = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;

  /** Fires when a key was set, replaced or cleared, in any window. */
  readonly onDidChange = this.#changeEmitter.event;

  constructor(secrets: vscode.SecretStorage, settings: Settings, log: SafeLog) {
    this.#secrets = secrets;
    this.#settings = settings;
    this.#log = log;
    this.#listening = vscode.Disposable.from(
      secrets.onDidChange(({ key }) => {
        if (!key.startsWith(prefix)) return;
        this.#changeEmitter.fire();
        void this.#tell(key);
        void this.updateContext();
      }),
      settings.onDidChange(() => void this.updateContext()),
    );
  }

  /** The key for this origin, or undefined. */
  async get(origin: string): Promise<string | undefined> {
    const stored = await this.#secrets.get(prefix + origin);
    // The variable is meant for the service in use, not for one that an old job went to.
    const key = stored ?? (origin === this.#settings.baseUrl ? process.env[variable]?.trim() : undefined);
    if (key === undefined || key === '') return undefined;
    // Whoever gets a key may come to log something that quotes it.
    this.#log.conceal(key);
    return key;
  }

  async clear(origin: string): Promise<void> {
    await this.#secrets.delete(prefix + origin);
  }

  /**
   * Asks for the key of this origin and stores it; a key that is set in another window meanwhile is the answer too. Resolves to false
   * where the person thought better of it. Rejects where the system's keyring does not take it.
   */
  async ask(origin: string): Promise<boolean> {
    const { askForKey } = await import('./askForKey.ts');
    const before = await this.get(origin);
    const isSetElsewhere = async (): Promise<boolean> => {
      const now = await this.get(origin);
      return now !== undefined && now !== before;
    };
    const stop = new vscode.CancellationTokenSource();
    const listening = this.onDidChange(async () => {
      if (await isSetElsewhere()) stop.cancel();
    });
    const key = await askForKey(origin, stop.token).finally(() => void listening.dispose());
    if (key === undefined) return isSetElsewhere();
    this.#log.conceal(key);
    await this.#secrets.store(prefix + origin, key);
    await this.updateContext();
    return true;
  }

  /** Tells the views whether the service in use has a key. */
  async updateContext(): Promise<void> {
    const origin = this.#settings.baseUrl;
    // A keyring that cannot be read holds no key for us.
    const key = origin === undefined ? undefined : await this.get(origin).catch(() => undefined);
    const has = key !== undefined;
    await vscode.commands.executeCommand('setContext', ContextKey.hasKey, has);
  }

  async #tell(secret: string): Promise<void> {
    // A keyring that cannot be read is told of by who needs it.
    const is = await this.#secrets.get(secret).then(
      (key) => (key === undefined ? 'cleared' : 'set'),
      () => 'changed',
    );
    this.#log.info(`the key for ${secret.slice(prefix.length)} was ${is}`);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changeEmitter.dispose();
  }
}

const prefix = 'key:';
