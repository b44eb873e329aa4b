import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import {
  previewRequestSchema,
  type Fact,
  type PreviewAction,
  type PreviewEvent,
  type PreviewState,
} from '../../shared/previewMessages.ts';
import { previewStrings } from '../../shared/strings.ts';
import { report } from '../commands.ts';
import { storedUri } from '../files.ts';
import { pageHtml, pageRoot, soundRoot } from '../page.ts';
import { plain } from '../plain.ts';
import { revealFile, whyNotOutside, whyNotRevealed } from '../outside.ts';
import type { Studio } from '../studio.ts';
import { dateTime } from '../words/amounts.ts';
import { explainFolder } from '../words/failures.ts';
import { chargeText, folderOf } from '../words/jobText.ts';
import { Posters } from './posters.ts';
import { troubleOf } from './troubleOf.ts';

/** One preview of one clip. */
export class PreviewPanel {
  readonly #uri: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  readonly #studio: Studio;
  readonly #makeAgain: (job: Job) => Promise<void>;
  readonly #posters: Posters;
  /** Grows when the file was changed: the page must not show what it has kept. */
  #version = Date.now();

  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel, studio: Studio, makeAgain: (job: Job) => Promise<void>) {
    this.#uri = uri;
    this.#panel = panel;
    this.#studio = studio;
    this.#makeAgain = makeAgain;
    this.#posters = new Posters(join(studio.context.globalStorageUri.fsPath, 'posters'));
    const name = fileName(uri);
    const extension = studio.context.extensionUri;
    panel.webview.options = {
      enableScripts: true,
      // As narrow as VS Code lets it be: a root is a folder.
      localResourceRoots: [pageRoot(extension), soundRoot(extension), vscode.Uri.joinPath(uri, '..')],
    };
    // First of all: the clip begins to load with the page.
    panel.webview.html = pageHtml(panel.webview, extension, {
      ...{ entry: 'preview', title: name, media: true },
      clip: this.#source(),
    });
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), globEscaped(name)),
    );
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message) => this.#receive(message)),
      watcher,
      watcher.onDidChange(() => this.#reload()),
      watcher.onDidCreate(() => this.#reload()),
    );
    panel.onDidDispose(() => void listening.dispose());
  }

  #receive(message: unknown): void {
    const request = previewRequestSchema.safeParse(message);
    if (!request.success) {
      this.#studio.log.warn('a message of the preview page could not be read');
      return;
    }
    switch (request.data.type) {
      case 'ready':
        this.#push();
        break;
      case 'poster':
        // Without one it is only a little later that something is seen.
        this.#posters
          .keep(this.#uri, request.data.bytes)
          .catch((error: unknown) => this.#studio.log.warn('a poster could not be kept', error));
        break;
      case 'failed':
        void troubleOf(this.#uri).then((trouble) => this.#post({ type: 'trouble', trouble }));
        break;
      case 'action':
        this.#act(request.data.action).catch((error: unknown) => report(error, this.#studio.log));
    }
  }

  #reload(): void {
    this.#version = Date.now();
    this.#push();
  }

  async #act(action: PreviewAction): Promise<void> {
    // The page does not offer it, so nobody has pressed it.
    const job = await this.#job();
    if (this.#disabled(job)[action] !== undefined) return;
    switch (action) {
      case 'again':
        if (job !== undefined) await this.#makeAgain(job);
        break;
      case 'reveal':
        await revealFile(this.#uri);
        break;
      case 'openOutside':
        await vscode.env.openExternal(this.#uri);
        break;
      case 'copyPath':
        await vscode.env.clipboard.writeText(this.#uri.scheme === 'file' ? this.#uri.fsPath : this.#uri.toString());
        break;
      case 'downloadAgain': {
        const { downloadAgain } = await import('./downloadAgain.ts');
        if (job !== undefined) await downloadAgain(await this.#studio.engine(), job, this.#uri);
        break;
      }
      case 'reload':
        this.#reload();
    }
  }

  /** What is known at once comes first: what is known of the job waits for the store, which may have to be opened. */
  #push(): void {
    const source = this.#source();
    const given = [
      this.#post({ type: 'strings', strings: previewStrings() }),
      this.#posters.read(this.#uri).then((poster) => this.#post({ type: 'poster', source, ...(poster && { poster }) })),
      this.#state().then((state) => this.#post({ type: 'state', state })),
    ];
    Promise.all(given).catch((error: unknown) => this.#studio.log.error(error));
  }

  #source(): string {
    return this.#panel.webview
      .asWebviewUri(this.#uri)
      .with({ query: `version=${this.#version}` })
      .toString();
  }

  async #state(): Promise<PreviewState> {
    const job = await this.#job();
    const { webview } = this.#panel;
    const decoders = vscode.Uri.joinPath(soundRoot(this.#studio.context.extensionUri), 'sound.wasm');
    const file: Fact = { name: vscode.l10n.t('File'), value: plain(vscode.workspace.asRelativePath(this.#uri), 1000) };
    return {
      source: this.#source(),
      decoders: webview.asWebviewUri(decoders).toString(),
      title: plain(fileName(this.#uri), 255),
      facts: job === undefined ? [file] : [...factsOf(job), file, ...placeOf(job)],
      sandbox: job?.service === 'sandbox',
      disabled: this.#disabled(job),
    };
  }

  #disabled(job: Job | undefined): PreviewState['disabled'] {
    const reveal = whyNotRevealed(this.#uri);
    const openOutside = whyNotOutside();
    return {
      ...(job === undefined && { again: notMadeHere(), downloadAgain: notMadeHere() }),
      ...(reveal !== undefined && { reveal }),
      ...(openOutside !== undefined && { openOutside }),
    };
  }

  /** A clip that was not made here has facts all the same; a store that cannot be opened is no reason not to play it. */
  async #job(): Promise<Job | undefined> {
    const engine: Engine | undefined = await this.#studio.engine().catch(() => undefined);
    return engine?.store.findByFile(storedUri(this.#uri));
  }

  async #post(event: PreviewEvent): Promise<void> {
    await this.#panel.webview.postMessage(event);
  }
}

function factsOf(job: Job): Fact[] {
  const { draft } = job;
  return [
    { name: vscode.l10n.t('Prompt'), value: draft.prompt, wide: true },
    { name: vscode.l10n.t('Model'), value: plain(draft.model) },
    {
      name: vscode.l10n.t('Settings'),
      value: `${draft.aspectRatio} · ${vscode.l10n.t('{0} s', draft.duration)} · ${draft.resolution}`,
    },
    ...(draft.references.length === 0
      ? []
      : [{ name: vscode.l10n.t('References'), value: draft.references.map(({ name }) => plain(name)).join(', ') }]),
    { name: vscode.l10n.t('Charge'), value: chargeText(job) },
    { name: vscode.l10n.t('Made'), value: dateTime(job.createdAt) },
    ...(job.requestId === undefined ? [] : [{ name: vscode.l10n.t('Request id'), value: plain(job.requestId, 300) }]),
  ];
}

/** Why the clip is not in its folder. */
function placeOf(job: Job): Fact[] {
  if (job.download.state !== 'done' || job.download.aside === undefined) return [];
  const value = explainFolder(job.download.aside, folderOf(job)).what;
  return [{ name: vscode.l10n.t('Not in its folder'), value }];
}

function notMadeHere(): string {
  return vscode.l10n.t('Only for clips that were made here');
}

function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}

/** The name as a pattern that means itself. */
function globEscaped(name: string): string {
  return name.replace(/[[\]{}*?]/g, (character) => `[${character}]`);
}
