import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { unknownStrings } from '../../shared/strings/unknown.ts';
import { unknownRequestSchema, type UnknownEvent, type UnknownRequest } from '../../shared/unknownMessages.ts';
import { report } from '../commands.ts';
import { Command } from '../contributions.ts';
import { pageHtml, pageRoot } from '../page.ts';
import type { Studio } from '../studio.ts';
import { supportMessage, unknownState } from './unknownState.ts';

/** What the tab asks of the rest of the editor. */
export interface UnknownGestures {
  /** A new draft, filled as the job's was. */
  readonly openDraft: (job: Job) => Promise<void>;
  /** The job's row. */
  readonly show: (id: string) => Promise<void>;
}

/** A tab about one job of which nobody knows what became. Follows the job: an answer that comes late is said at once. */
export class UnknownPanel {
  readonly #id: string;
  readonly #panel: vscode.WebviewPanel;
  readonly #studio: Studio;
  readonly #engine: Engine;
  readonly #gestures: UnknownGestures;
  #ready = false;
  #disposed = false;

  constructor(id: string, panel: vscode.WebviewPanel, studio: Studio, engine: Engine, gestures: UnknownGestures) {
    this.#id = id;
    this.#panel = panel;
    this.#studio = studio;
    this.#engine = engine;
    this.#gestures = gestures;
    const extension = studio.context.extensionUri;
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message) => this.#receive(message)),
      engine.store.onDidChange(({ changed, removed }) => {
        if (removed.includes(id)) panel.dispose();
        else if (changed.some((job) => job.id === id)) this.#push();
      }),
      // Not told while it was hidden.
      panel.onDidChangeViewState(() => this.#push()),
    );
    panel.onDidDispose(() => {
      this.#disposed = true;
      listening.dispose();
    });
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'tab-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'tab-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extension)] };
    panel.webview.html = pageHtml(panel.webview, extension, { entry: 'unknown', title: vscode.l10n.t('What Now?') });
  }
  #receive(message: unknown): void {
    const request = unknownRequestSchema.safeParse(message);
    if (!request.success) {
      this.#studio.log.warn('a message of the page about an unknown job could not be read');
      return;
    }
    this.#handle(request.data).catch((error: unknown) => report(error, this.#studio.log));
  }

  async #handle(request: UnknownRequest): Promise<void> {
    if (request.type === 'ready') {
      this.#ready = true;
      this.#post({ type: 'strings', jobId: this.#id, strings: unknownStrings() });
      this.#push();
      return;
    }
    const job = this.#engine.store.get(this.#id);
    if (job === undefined) return;
    switch (request.action) {
      case 'copyId':
        await this.#copy(job.id);
        break;
      case 'copyMessage':
        await this.#copy(supportMessage(job, request.withPrompt));
        break;
      case 'showJob':
        await this.#gestures.show(job.id);
        break;
      case 'again':
        await vscode.commands.executeCommand(Command.makeAgain, job.id);
        break;
      case 'forget':
        // An answer may have come while the page still offered this.
        if (job.state !== 'unknown') break;
        // The draft first: the job stays in the list where that fails.
        await this.#gestures.openDraft(job);
        this.#engine.forget(job.id);
    }
  }

  async #copy(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    this.#post({ type: 'done', text: vscode.l10n.t('Copied.') });
  }

  #push(): void {
    // What a hidden page is told would be kept for it without end; one that is shown again asks for all.
    if (this.#disposed || !this.#panel.visible) return;
    const job = this.#engine.store.get(this.#id);
    if (job === undefined) return;
    const { store } = this.#engine;
    this.#post({ type: 'state', state: unknownState(job, store.lastCharge(job)) });
  }

  #post(event: UnknownEvent): void {
    if (this.#ready && !this.#disposed) void this.#panel.webview.postMessage(event);
  }
}
