import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
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
import { libraryStrings } from '../../shared/strings/library.ts';
import { report } from '../commands.ts';
import { Command } from '../contributions.ts';
import { pageHtml, pageRoot } from '../page.ts';
import { Posters, type PosterState } from '../preview/posters.ts';
import type { Studio } from '../studio.ts';
import { cardOf } from './card.ts';
import { actOn } from './libraryActions.ts';
import { OpenDocument } from './openDocument.ts';
import { Presence } from './presence.ts';
import { rootsOf } from './roots.ts';

/** Clips of the first part that the page is told: more than a screen holds. Those of each part after it are some ms of work. */
const firstPart = 100;
const laterPart = 400;

/** The tab with all clips. */
export class LibraryPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #studio: Studio;
  readonly #engine: Engine;
  readonly #posters: Posters;
  readonly #presence: Presence;
  readonly #document = new OpenDocument();
  /** What the page was asked for pictures of, by job. */
  readonly #pictured = new Map<string, PosterState>();
  #roots = new Set<string>();
  /** Which page is told of all clips: one that was loaded anew is told anew. */
  #page = 0;

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
      ...[this.#presence.onDidChange, this.#presence.onDidRewrite].map((tells) =>
        tells((ids) => this.#tell(this.#listed(ids))),
      ),
      this.#document,
      engine.store.onDidChange((change) => this.#follow(change)),
    ];
    panel.onDidDispose(() => {
      this.#page = 0;
      for (const part of parts) part.dispose();
    });
    const extension = studio.context.extensionUri;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'tab-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'tab-dark.svg'),
    };
    const clips = engine.store.clips.files().map(({ file }) => file);
    this.#allow(rootsOf(clips, engine.store.unfinished()));
    webview.html = pageHtml(webview, extension, { entry: 'library', title: panel.title, pictures: true, clips: true });
  }

  /** The text file that somebody was last in, if it is open still. */
  get document(): vscode.Uri | undefined {
    return this.#document.uri;
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
        break;
      case 'getStarted':
        this.#do(Promise.resolve(vscode.commands.executeCommand(Command.getStarted)));
    }
  }

  #do(work: Promise<unknown>): void {
    work.catch((error: unknown) => report(error, this.#studio.log));
  }

  async #push(): Promise<void> {
    const page = ++this.#page;
    this.#do(this.#post({ type: 'strings', strings: libraryStrings(), language: vscode.env.language }));
    await this.#pushCards(page);
    // Nobody waits for it: what is gone says so a moment later.
    if (page === this.#page) await this.#presence.look();
  }

  /** Reads and tells part by part. What changes in between is told as any change is: each card is told as it is at that moment. */
  async #pushCards(page: number): Promise<void> {
    let first = true;
    for (const jobs of this.#engine.store.parts(firstPart, laterPart)) {
      this.#do(this.#post({ type: 'cards', cards: jobs.map((job) => this.#card(job)), first }));
      first = false;
      await immediate();
      if (page !== this.#page || !this.#panel.visible) return;
    }
    await this.#post({ type: 'complete' });
  }

  async #act(action: LibraryAction, ids: readonly string[]): Promise<void> {
    const jobs = [...new Set(ids)].flatMap((id) => this.#engine.store.get(id) ?? []);
    // The page does not offer it for others, so nobody has pressed it.
    const able = jobs.filter((job) => this.#card(job).actions.includes(action));
    const text = await actOn(action, able, this.#studio, this.document);
    if (text !== undefined) await this.#post({ type: 'done', text });
  }

  async #givePosters(ids: readonly string[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        const file = this.#fileOf(id);
        const state = file && (await this.#posters.stateOf(file));
        const bytes = state && (await this.#posters.read(state));
        if (state !== undefined && bytes === undefined) this.#pictured.set(id, state);
        await this.#post({ type: 'poster', id, ...(bytes !== undefined && { bytes }) });
      }),
    );
  }

  async #keepPoster(id: string, bytes: Uint8Array): Promise<void> {
    const state = this.#pictured.get(id);
    this.#pictured.delete(id);
    // Without one it is made once more the next time.
    await (state && this.#posters.keep(state, bytes))?.catch((error: unknown) =>
      this.#studio.log.warn('a poster could not be kept', error),
    );
  }

  #fileOf(id: string): vscode.Uri | undefined {
    const download = this.#engine.store.get(id)?.download;
    return download?.state === 'done' ? vscode.Uri.parse(download.file) : undefined;
  }

  #follow({ changed, removed }: StoreChange): void {
    const roots = rootsOf([], changed);
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
    // What a hidden page is told would be kept for it without end; one that is shown again asks for all.
    if (!this.#panel.visible || (jobs.length === 0 && removed.length === 0)) return;
    this.#do(this.#post({ type: 'changed', cards: jobs.map((job) => this.#card(job)), removed }));
  }

  /** What was removed from the list meanwhile does not come back to the page. */
  #listed(ids: readonly string[]): Job[] {
    const { store } = this.#engine;
    return ids.filter((id) => store.isInView(id)).flatMap((id) => store.get(id) ?? []);
  }

  #card(job: Job): Card {
    const { webview } = this.#panel;
    const version = this.#presence.versionOf(job.id);
    // A page must not show what it has kept of the file as it was.
    const query = version === undefined ? '' : `version=${version}`;
    return cardOf(job, this.#presence.isMissing(job.id), (uri) => webview.asWebviewUri(uri).with({ query }));
  }

  async #post(event: LibraryEvent): Promise<void> {
    await this.#panel.webview.postMessage(event);
  }
}
