import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { StoreChange } from '../../engine/jobs/store.ts';
import {
  libraryRequestSchema,
  type Card,
  type LibraryAction,
  type LibraryEvent,
} from '../../shared/libraryMessages.ts';
import { libraryStrings } from '../../shared/strings.ts';
import { report } from '../commands.ts';
import { Command } from '../contributions.ts';
import { pageHtml, pageRoot } from '../page.ts';
import { Posters } from '../preview/posters.ts';
import type { Studio } from '../studio.ts';
import { cardOf } from './card.ts';
import { actOn } from './libraryActions.ts';
import { OpenDocument } from './openDocument.ts';
import { Presence } from './presence.ts';
import { rootsOf } from './roots.ts';

/** The tab with all clips. */
export class LibraryPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #studio: Studio;
  readonly #engine: Engine;
  readonly #posters: Posters;
  readonly #presence: Presence;
  readonly #document = new OpenDocument();
  #roots = new Set<string>();
  /** What was made ready for the first page, as long as nothing has changed. */
  #ready: readonly Card[] | undefined;

  constructor(panel: vscode.WebviewPanel, engine: Engine, studio: Studio) {
    this.#panel = panel;
    this.#engine = engine;
    this.#studio = studio;
    this.#posters = new Posters(join(studio.context.globalStorageUri.fsPath, 'posters'));
    this.#presence = new Presence(engine, () => panel.visible);
    const { webview } = panel;
    const parts = [
      webview.onDidReceiveMessage((message) => this.#receive(message)),
      this.#presence,
      this.#presence.onDidChange((ids) => this.#tell(ids.flatMap((id) => engine.store.get(id) ?? []))),
      this.#document,
      engine.store.onDidChange((change) => this.#follow(change)),
    ];
    panel.onDidDispose(() => parts.forEach((part) => void part.dispose()));
    const extension = studio.context.extensionUri;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'tab-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'tab-dark.svg'),
    };
    const jobs = engine.store.list();
    this.#allow(rootsOf(jobs));
    webview.html = pageHtml(webview, extension, { entry: 'library', title: panel.title, pictures: true, clips: true });
    // While the page loads: it asks for them as soon as it can.
    this.#ready = jobs.map((job) => this.#card(job));
  }

  #receive(message: unknown): void {
    const request = libraryRequestSchema.safeParse(message).data;
    switch (request?.type) {
      case undefined:
        this.#studio.log.warn('a message of the library page could not be read');
        break;
      case 'ready':
        this.#do(this.#push());
        break;
      case 'action':
        this.#do(this.#act(request.action, request.ids));
        break;
      case 'posters':
        this.#do(this.#givePosters(request.ids));
        break;
      case 'poster':
        this.#do(this.#keepPoster(request.id, request.bytes));
        break;
      case 'newClip':
        this.#do(Promise.resolve(vscode.commands.executeCommand(Command.generateFromText)));
    }
  }

  #do(work: Promise<unknown>): void {
    work.catch((error: unknown) => report(error, this.#studio.log));
  }

  async #push(): Promise<void> {
    const cards = this.#ready ?? this.#engine.store.list().map((job) => this.#card(job));
    this.#ready = undefined;
    await this.#post({ type: 'strings', strings: libraryStrings() });
    await this.#post({ type: 'state', state: { language: vscode.env.language, cards } });
    // Nobody waits for it: what is gone says so a moment later.
    await this.#presence.look();
  }

  async #act(action: LibraryAction, ids: readonly string[]): Promise<void> {
    const jobs = [...new Set(ids)].flatMap((id) => this.#engine.store.get(id) ?? []);
    // The page does not offer it for others, so nobody has pressed it.
    const able = jobs.filter((job) => this.#card(job).actions.includes(action));
    const text = await actOn(action, able, this.#studio, this.#document.uri);
    if (text !== undefined) await this.#post({ type: 'done', text });
  }

  async #givePosters(ids: readonly string[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        const file = this.#fileOf(id);
        const bytes = file && (await this.#posters.read(file));
        await this.#post({ type: 'poster', id, ...(bytes !== undefined && { bytes }) });
      }),
    );
  }

  async #keepPoster(id: string, bytes: Uint8Array): Promise<void> {
    const file = this.#fileOf(id);
    // Without one it is made once more the next time.
    await (file && this.#posters.keep(file, bytes))?.catch((error: unknown) =>
      this.#studio.log.warn('a poster could not be kept', error),
    );
  }

  #fileOf(id: string): vscode.Uri | undefined {
    const download = this.#engine.store.get(id)?.download;
    return download?.state === 'done' ? vscode.Uri.parse(download.file) : undefined;
  }

  #follow({ changed, removed }: StoreChange): void {
    const roots = rootsOf(changed);
    // A page that may load from another folder is another page: it comes back as it was, and asks for all.
    if (roots.some((root) => !this.#roots.has(root.toString()))) this.#allow(roots);
    this.#tell(changed, removed);
  }

  /** What the page may load from grows only: a folder that is taken away would make it load anew for nothing. */
  #allow(roots: readonly vscode.Uri[]): void {
    for (const root of roots) this.#roots.add(root.toString());
    this.#panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [
        pageRoot(this.#studio.context.extensionUri),
        ...Array.from(this.#roots, (root) => vscode.Uri.parse(root)),
      ],
    };
  }

  #tell(jobs: readonly Job[], removed: readonly string[] = []): void {
    if (jobs.length === 0 && removed.length === 0) return;
    this.#ready = undefined;
    this.#do(this.#post({ type: 'changed', cards: jobs.map((job) => this.#card(job)), removed }));
  }

  #card(job: Job): Card {
    const { webview } = this.#panel;
    return cardOf(job, this.#presence.isMissing(job.id), (uri) => webview.asWebviewUri(uri));
  }

  async #post(event: LibraryEvent): Promise<void> {
    await this.#panel.webview.postMessage(event);
  }
}
