import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import {
  previewRequestSchema,
  type PreviewAction,
  type PreviewEvent,
  type PreviewState,
} from '../../shared/previewMessages.ts';
import { previewStrings } from '../../shared/strings.ts';
import { originOf, type Origin } from '../clips/draftOfClip.ts';
import { report } from '../commands.ts';
import { Command } from '../contributions.ts';
import { globEscaped } from '../globEscaped.ts';
import { pageHtml, pageRoot, soundRoot } from '../page.ts';
import { plain } from '../plain.ts';
import { revealFile, whyNotOutside, whyNotRevealed } from '../outside.ts';
import type { Studio } from '../studio.ts';
import { factsOf } from './facts.ts';

/** One preview of one clip. */
export class PreviewPanel {
  readonly #uri: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  readonly #studio: Studio;
  readonly #makeAgain: (job: Job) => Promise<void>;
  /** Grows when the file was changed: the page must not show what it has kept. */
  #version = Date.now();

  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel, studio: Studio, makeAgain: (job: Job) => Promise<void>) {
    this.#uri = uri;
    this.#panel = panel;
    this.#studio = studio;
    this.#makeAgain = makeAgain;
    const name = fileName(uri);
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), globEscaped(name)),
    );
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message) => this.#receive(message)),
      watcher,
      watcher.onDidChange(() => {
        this.#version = Date.now();
        this.#push();
      }),
    );
    panel.onDidDispose(() => void listening.dispose());
    const extension = studio.context.extensionUri;
    panel.webview.options = {
      enableScripts: true,
      // As narrow as VS Code lets it be: a root is a folder.
      localResourceRoots: [pageRoot(extension), soundRoot(extension), vscode.Uri.joinPath(uri, '..')],
    };
    panel.webview.html = pageHtml(panel.webview, extension, { entry: 'preview', title: name, media: true });
  }

  #receive(message: unknown): void {
    const request = previewRequestSchema.safeParse(message);
    if (!request.success) {
      this.#studio.log.warn('a message of the preview page could not be read');
      return;
    }
    if (request.data.type === 'ready') {
      this.#push();
      return;
    }
    this.#act(request.data.action).catch((error: unknown) => report(error, this.#studio.log));
  }

  async #act(action: PreviewAction): Promise<void> {
    // The page does not offer it, so nobody has pressed it.
    const origin = await this.#origin();
    if (this.#disabled(origin)[action] !== undefined) return;
    switch (action) {
      case 'again':
        if (origin !== undefined && 'job' in origin) await this.#makeAgain(origin.job);
        else await vscode.commands.executeCommand(Command.makeAgainFromFile, this.#uri);
        break;
      case 'reveal':
        await revealFile(this.#uri);
        break;
      case 'openOutside':
        await vscode.env.openExternal(this.#uri);
        break;
      case 'copyPath':
        await vscode.env.clipboard.writeText(this.#uri.scheme === 'file' ? this.#uri.fsPath : this.#uri.toString());
    }
  }

  #push(): void {
    this.#state()
      .then(async (state) => {
        await this.#post({ type: 'strings', strings: previewStrings() });
        await this.#post({ type: 'state', state });
      })
      .catch((error: unknown) => this.#studio.log.error(error));
  }

  async #state(): Promise<PreviewState> {
    const origin = await this.#origin();
    const { webview } = this.#panel;
    const decoders = vscode.Uri.joinPath(soundRoot(this.#studio.context.extensionUri), 'sound.wasm');
    const source = webview.asWebviewUri(this.#uri);
    return {
      source: source.with({ query: `version=${this.#version}` }).toString(),
      decoders: webview.asWebviewUri(decoders).toString(),
      title: plain(fileName(this.#uri), 255),
      facts: factsOf(this.#uri, origin),
      sandbox: origin !== undefined && ('job' in origin ? origin.job : origin.record).service === 'sandbox',
      disabled: this.#disabled(origin),
    };
  }

  #disabled(origin: Origin | undefined): PreviewState['disabled'] {
    const reveal = whyNotRevealed(this.#uri);
    const openOutside = whyNotOutside();
    return {
      ...(origin === undefined && { again: vscode.l10n.t('Only for clips that say how they were made') }),
      ...(reveal !== undefined && { reveal }),
      ...(openOutside !== undefined && { openOutside }),
    };
  }

  /** A clip that was not made here has facts all the same; a store that cannot be opened is no reason not to play it. */
  async #origin(): Promise<Origin | undefined> {
    const engine: Engine | undefined = await this.#studio.engine().catch(() => undefined);
    return engine && originOf(this.#uri, engine);
  }

  async #post(event: PreviewEvent): Promise<void> {
    await this.#panel.webview.postMessage(event);
  }
}

function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
