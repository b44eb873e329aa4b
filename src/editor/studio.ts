import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../engine/engine.ts';
import type { ServiceKind } from '../engine/jobs/job.ts';
import type { Access } from '../engine/ports.ts';
import type { Hosting } from '../engine/references/hosting.ts';
import type { Sandbox } from '../sandbox/server.ts';
import { BucketSecrets } from './hosting/bucketSecrets.ts';
import type { Keyring } from './keyring.ts';
import type { SafeLog } from './log.ts';
import { remembered } from './memory.ts';
import type { Settings } from './settings.ts';

/** A service to send to: which one, and where. */
export interface Service {
  readonly kind: ServiceKind;
  /** Origin. For the sandbox a name of ours: where it answers is known once it runs. */
  readonly baseUrl: string;
}

/** True where both send to the same place. */
export function isSame(service: Service, other: Service | undefined): boolean {
  return service.kind === other?.kind && service.baseUrl === other.baseUrl;
}

/** What the sandbox's jobs were sent to, whatever port it has by now. */
export const sandboxOrigin = 'http://127.0.0.1';

/** The sandbox takes any key of this shape; it never is a real one. */
const sandboxKey = 'sd2_sandbox';

/** What all features of the editor share. The engine, and the sandbox under it, are loaded and started when first asked for. */
export class Studio {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly keyring: Keyring;
  readonly log: SafeLog;
  readonly bucketSecrets: BucketSecrets;
  readonly #openEmitter = new vscode.EventEmitter<Engine>();
  readonly #closeEmitter = new vscode.EventEmitter<void>();
  #engine: Promise<Engine> | undefined;
  #sandbox: Promise<Sandbox> | undefined;

  /** Fires once, when the engine was opened. */
  readonly onDidOpenEngine = this.#openEmitter.event;

  /** Fires when the window closes, while the engine can still be written to. */
  readonly onWillClose = this.#closeEmitter.event;

  constructor(context: vscode.ExtensionContext, settings: Settings, keyring: Keyring, log: SafeLog) {
    this.context = context;
    this.settings = settings;
    this.keyring = keyring;
    this.log = log;
    this.bucketSecrets = new BucketSecrets(context.secrets, log);
  }

  /** The service that a new job goes to, or undefined where the base URL is none. */
  get service(): Service | undefined {
    if (this.settings.sandbox) return { kind: 'sandbox', baseUrl: sandboxOrigin };
    const { baseUrl } = this.settings;
    return baseUrl === undefined ? undefined : { kind: 'live', baseUrl };
  }

  /** The engine; opened at the first call. Rejects where its store cannot be opened, and tries anew at the next call. */
  engine(): Promise<Engine> {
    this.#engine ??= this.#openEngine().catch((error: unknown) => {
      this.#engine = undefined;
      throw error;
    });
    return this.#engine;
  }

  /** Goes on with what an earlier start left unfinished. Opens nothing where there never was a job. */
  async resume(): Promise<void> {
    const hasStore = await stat(join(this.#folder, 'jobs.db')).then(
      () => true,
      () => false,
    );
    if (hasStore || remembered(this.context).length > 0) await this.engine();
  }

  /** Where a service answers now and with which key. */
  async access(kind: ServiceKind, baseUrl: string): Promise<Access> {
    if (kind === 'sandbox') return { baseUrl: (await this.#startSandbox()).origin, key: sandboxKey };
    const key = await this.keyring.get(new URL(baseUrl).origin);
    return { baseUrl, ...(key !== undefined && { key }) };
  }

  /** How local files may travel: what the settings say now. */
  async hosting(): Promise<Hosting> {
    const [{ hostingSettings }, { vscodeGit }, { workspaceFolders }] = await Promise.all([
      import('./hosting/hostingSettings.ts'),
      import('./git.ts'),
      import('./hosting/workspaceFolders.ts'),
    ]);
    const { bucket, ...settings } = hostingSettings();
    const git = settings.ways.includes('git') ? await vscodeGit() : undefined;
    const secret = bucket && (await this.bucketSecrets.get(bucket).catch((error: unknown) => this.#noSecret(error)));
    return {
      ...settings,
      trusted: vscode.workspace.isTrusted,
      folders: await workspaceFolders(),
      ...(git !== undefined && { git }),
      ...(bucket !== undefined && { bucket: { bucket, ...(secret !== undefined && { secret }) } }),
    };
  }

  /** Waits for what is under way, as far as VS Code lets it. */
  async dispose(): Promise<void> {
    this.#closeEmitter.fire();
    const [engine, sandbox] = await Promise.allSettled([this.#engine, this.#sandbox]);
    if (engine.status === 'fulfilled') await engine.value?.dispose();
    if (sandbox.status === 'fulfilled') await sandbox.value?.close();
  }

  get #folder(): string {
    return this.context.globalStorageUri.fsPath;
  }

  async #openEngine(): Promise<Engine> {
    const { openEngine } = await import('./openEngine.ts');
    return openEngine(this, this.#folder, (engine) => this.#openEmitter.fire(engine));
  }

  /** A keyring that cannot be read holds no secret for us. */
  #noSecret(error: unknown): undefined {
    this.log.warn('the secret storage cannot be read', error);
  }

  #startSandbox(): Promise<Sandbox> {
    this.#sandbox ??= import('../sandbox/server.ts')
      .then(({ startSandbox }) =>
        startSandbox({
          folder: join(this.#folder, 'sandbox'),
          clips: vscode.Uri.joinPath(this.context.extensionUri, 'media', 'sandbox').fsPath,
        }),
      )
      .catch((error: unknown) => {
        this.#sandbox = undefined;
        throw error;
      });
    return this.#sandbox;
  }
}
