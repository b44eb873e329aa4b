import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Disposable } from '../../engine/event.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { Later } from '../../shared/later.ts';
import {
  previewRequestSchema,
  type FrameUse,
  type PreviewAction,
  type PreviewEvent,
  type PreviewRequest,
  type PreviewState,
  type Related,
} from '../../shared/previewMessages.ts';
import { previewStrings } from '../../shared/strings/preview.ts';
import { report, UserError } from '../commands.ts';
import { FilledWindow } from '../fillWindow.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Composers } from '../composer/composers.ts';
import { useFrame } from '../frames/useFrame.ts';
import { originOf, type Origin } from '../clips/draftOfClip.ts';
import { pageHtml, pageRoot, soundRoot } from '../page.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import { actOn, whyNot } from './clipActions.ts';
import { factsOf } from './facts.ts';
import { Posters, type PosterState } from './posters.ts';
import { relatedTo } from './related.ts';
import { thumbnailsOf } from './thumbnails.ts';
import { troubleOf } from './troubleOf.ts';
import { WatchedFile } from './watchedFile.ts';

/** One preview of one clip. */
export class PreviewPanel {
  readonly #uri: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  readonly #studio: Studio;
  readonly #composers: () => Promise<Composers>;
  readonly #posters: Posters;
  readonly #file: WatchedFile;
  readonly #window: FilledWindow;
  /** Grows when the file was changed: the page must not show what it has kept. */
  #version = Date.now();
  /** Source of the clip that the page begins with. */
  #loaded = '';
  /** The page knows its clip. */
  #ready = false;
  /** Jobs change at each look at the service: what is known of this one is read once for some of that. */
  readonly #news = new Later(() => {
    if (this.#ready) this.#tellState().catch((error: unknown) => this.#studio.log.error(error));
  }, 250);
  /** Listens to what becomes of the jobs. */
  #following: Disposable | undefined;
  #gone = false;
  /** What the page was told last, as JSON: jobs change at each look at the service, and mostly nothing of it is shown here. */
  #told: string | undefined;
  /** What the page was asked for a picture of. */
  #pictured: { readonly source: string; readonly state: PosterState } | undefined;
  /** Counts the requests for pictures of the references: a new one takes the place of the one before. */
  #giving = 0;
  /** Ids of the jobs that the page can open. */
  #shown: ReadonlySet<string> = new Set();
  /** Id of the job whose clip it is, once that is known. */
  #job: string | undefined;
  /** What the last frame is to be used for until the page has given it, and whether the page of this moment was asked. */
  #wanted: { readonly use: FrameUse; asked: boolean } | undefined;

  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel, studio: Studio, composers: () => Promise<Composers>) {
    this.#uri = uri;
    this.#panel = panel;
    this.#studio = studio;
    this.#composers = composers;
    this.#posters = new Posters(join(studio.context.globalStorageUri.fsPath, 'posters'));
    this.#window = new FilledWindow(panel);
    const extension = studio.context.extensionUri;
    panel.webview.options = {
      enableScripts: true,
      // As narrow as VS Code lets it be: a root is a folder.
      localResourceRoots: [pageRoot(extension), soundRoot(extension), vscode.Uri.joinPath(uri, '..')],
    };
    // First of all: the clip begins to load with the page.
    this.#loadPage();
    const file = (this.#file = new WatchedFile(uri));
    const listening = vscode.Disposable.from(
      panel.onDidChangeViewState(() => {
        file.watched = panel.visible;
        if (!panel.visible) this.#hide();
      }),
      panel.webview.onDidReceiveMessage((message) => this.#receive(message)),
      file,
      file.onDidChange(() => this.#reload()),
    );
    panel.onDidDispose(() => {
      listening.dispose();
      this.#leaveWindow();
      this.#following?.dispose();
      this.#following = undefined;
      this.#news.drop();
      this.#gone = true;
    });
  }

  /** URI of the file that is shown. */
  get clip(): vscode.Uri {
    return this.#uri;
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  #receive(message: unknown): void {
    const request = previewRequestSchema.safeParse(message);
    if (!request.success) {
      this.#studio.log.warn('a message of the preview page could not be read');
      return;
    }
    this.#handle(request.data).catch((error: unknown) => report(error, this.#studio.log));
  }

  async #handle(request: PreviewRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        this.#told = undefined;
        this.#push();
        break;
      case 'action':
        await this.#act(request.action);
        break;
      case 'poster':
        await this.#keepPoster(request.source, request.bytes);
        break;
      case 'thumbnails':
        await this.#giveThumbnails();
        break;
      case 'failed':
        await this.#tellTrouble();
        break;
      case 'fill':
        await this.#window.fill(request.on);
        break;
      case 'open':
        // Only what the page shows: it is no way to whatever else has an id.
        if (this.#shown.has(request.job)) await vscode.commands.executeCommand(Command.preview, request.job);
        break;
      case 'frame': {
        if (this.#wanted?.use === request.use) this.#wanted = undefined;
        const source = { clip: this.#uri, origin: await this.#origin() };
        await useFrame(request.use, request, source, this.#studio, this.#composers);
        break;
      }
      case 'noFrame':
        this.#wanted = undefined;
        throw new UserError(vscode.l10n.t('The frame could not be read from the clip.'));
    }
  }

  /** Asks the page for the clip's last frame, as soon as that knows the clip. */
  useLastFrame(use: FrameUse): void {
    this.#wanted = { use, asked: false };
    this.#askForFrame();
  }

  #askForFrame(): void {
    if (!this.#ready || this.#wanted === undefined || this.#wanted.asked) return;
    this.#wanted.asked = true;
    this.#post({ type: 'lastFrame', use: this.#wanted.use }).catch((error: unknown) => this.#studio.log.error(error));
  }

  #loadPage(): void {
    const source = (this.#loaded = this.#source());
    const { webview } = this.#panel;
    webview.html = pageHtml(webview, this.#studio.context.extensionUri, {
      ...{ entry: 'preview', title: plain(fileName(this.#uri), 255), media: true },
      clip: source,
    });
  }

  /** The page of a hidden tab is gone; the next one is to begin with the file as it is then. */
  #hide(): void {
    this.#leaveWindow();
    this.#ready = false;
    this.#told = undefined;
    // What it was asked for went with it; the next one is asked again.
    if (this.#wanted !== undefined) this.#wanted.asked = false;
    this.#file.missed = false;
    if (this.#loaded !== this.#source()) this.#loadPage();
  }

  #leaveWindow(): void {
    this.#window.leave().catch((error: unknown) => this.#studio.log.error(error));
  }

  async #tellTrouble(): Promise<void> {
    const trouble = await troubleOf(this.#uri);
    this.#file.missed = !this.#gone && this.#panel.visible && trouble === 'gone';
    await this.#post({ type: 'trouble', trouble });
    if (trouble === 'gone') await this.#goAfter();
  }

  /** A clip that was moved by something else than VS Code is looked for, once the page has said that it is gone: that takes its time. */
  async #goAfter(): Promise<void> {
    const origin = await this.#origin();
    if (origin === undefined || !('job' in origin)) return;
    const { findAgain } = await import('../library/findClips.ts');
    try {
      const clip = await findAgain(await this.#studio.engine(), origin.job);
      if (clip !== undefined && !this.#gone) this.#goTo(clip);
    } catch (error) {
      this.#without(error, undefined);
    }
  }

  #reload(): void {
    this.#file.missed = false;
    this.#version = Date.now();
    if (this.#panel.visible) this.#push();
    else this.#loadPage();
  }

  async #act(action: PreviewAction): Promise<void> {
    if (action === 'reload') this.#reload();
    else await actOn({ uri: this.#uri, origin: await this.#origin() }, action, this.#studio, this.#composers);
  }

  /** What is known at once comes first: what is known of the job waits for the store, which may have to be opened. */
  #push(): void {
    const source = this.#source();
    const given = [
      this.#post({ type: 'strings', strings: previewStrings() }),
      this.#givePoster(source),
      this.#tellState(),
    ];
    Promise.all(given).catch((error: unknown) => this.#studio.log.error(error));
  }

  async #givePoster(source: string): Promise<void> {
    const state = await this.#posters.stateOf(this.#uri);
    const poster = state && (await this.#posters.read(state));
    if (source === this.#source()) this.#pictured = state && { source, state };
    await this.#post({ type: 'poster', source, ...(poster && { poster }) });
  }

  async #keepPoster(source: string, poster: Uint8Array): Promise<void> {
    // Of what the page has loaded before nobody wants to see anything.
    if (this.#pictured?.source !== source) return;
    // Without one it is only a little later that something is seen.
    await this.#posters
      .keep(this.#pictured.state, poster)
      .catch((error: unknown) => this.#studio.log.warn('a poster could not be kept', error));
  }

  async #giveThumbnails(): Promise<void> {
    const turn = ++this.#giving;
    const origin = await this.#origin();
    if (origin === undefined || !('job' in origin)) return;
    for await (const { reference, bytes } of thumbnailsOf(origin.job)) {
      // Nobody looks any more, and the next page asks anew; or somebody has asked since.
      if (this.#gone || !this.#panel.visible || turn !== this.#giving) return;
      await this.#post({ type: 'thumbnail', reference, bytes });
    }
  }

  /** What is shown of other jobs changes with them. */
  #follow({ store }: Engine): void {
    if (this.#gone) return;
    this.#following ??= store.onDidChange(({ changed }) => {
      const home = changed.find(({ id }) => id === this.#job)?.download;
      if (home?.state === 'done' && home.aside === undefined && this.#isAside) this.#goTo(vscode.Uri.parse(home.file));
      this.#news.ask();
    });
  }

  /** True for a clip in the second place, which goes from there to its folder. What is renamed in VS Code takes its tab along by itself. */
  get #isAside(): boolean {
    return this.#uri
      .toString()
      .startsWith(`${vscode.Uri.joinPath(this.#studio.context.globalStorageUri, 'clips').toString()}/`);
  }

  /** The clip is at another place now: a tab that shows it there takes the place of this one. */
  #goTo(clip: vscode.Uri): void {
    this.#following?.dispose();
    this.#following = undefined;
    this.#gone = true;
    const { viewColumn, active } = this.#panel;
    const options = { ...(viewColumn !== undefined && { viewColumn }), preserveFocus: !active, preview: false };
    vscode.commands.executeCommand('vscode.openWith', clip, ViewType.preview, options).then(
      () => {
        this.#panel.dispose();
      },
      (error: unknown) => this.#studio.log.error(error),
    );
  }

  async #tellState(): Promise<void> {
    const state = await this.#state();
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    const { takes, chain } = state.related;
    const facts = state.facts.filter((fact) => 'value' in fact);
    this.#shown = new Set([...takes, ...chain, ...facts].flatMap(({ job }) => job ?? []));
    await this.#post({ type: 'state', state });
    this.#ready = true;
    this.#askForFrame();
  }

  #source(): string {
    return this.#panel.webview
      .asWebviewUri(this.#uri)
      .with({ query: `version=${this.#version}` })
      .toString();
  }

  async #state(): Promise<PreviewState> {
    const origin = await this.#origin();
    const { webview } = this.#panel;
    const decoders = vscode.Uri.joinPath(soundRoot(this.#studio.context.extensionUri), 'sound.wasm');
    return {
      source: this.#source(),
      decoders: webview.asWebviewUri(decoders).toString(),
      title: plain(fileName(this.#uri), 255),
      facts: factsOf(this.#uri, origin, await this.#parent(origin)),
      sandbox: origin !== undefined && ('job' in origin ? origin.job : origin.record).service === 'sandbox',
      related: await this.#related(origin),
      disabled: whyNot({ uri: this.#uri, origin }),
    };
  }

  async #related(origin: Origin | undefined): Promise<Related> {
    const none = { takes: [], chain: [] };
    if (origin === undefined || !('job' in origin)) return none;
    const { store } = await this.#studio.engine();
    try {
      return relatedTo(origin.job, store);
    } catch (error) {
      return this.#without(error, none);
    }
  }

  /** The job of the clip that one of another machine says that it came from. */
  async #parent(origin: Origin | undefined): Promise<Job | undefined> {
    const requestId = origin !== undefined && 'record' in origin ? origin.record.parent?.requestId : undefined;
    if (requestId === undefined) return undefined;
    const { store } = await this.#studio.engine();
    try {
      return store.findByRequest(requestId);
    } catch (error) {
      this.#without(error, undefined);
      return undefined;
    }
  }

  /** A clip that was not made here has facts all the same; a store that cannot be opened, or read, is no reason not to play it. */
  async #origin(): Promise<Origin | undefined> {
    const engine: Engine | undefined = await this.#studio.engine().catch(() => undefined);
    if (engine === undefined) return undefined;
    this.#follow(engine);
    try {
      const origin = await originOf(this.#uri, engine);
      if (origin !== undefined && 'job' in origin) this.#job = origin.job.id;
      return origin;
    } catch (error) {
      // What the clip says of itself is known all the same.
      const record = await engine.recordOfClip(this.#uri.toString()).catch(() => undefined);
      return this.#without(error, record && { record });
    }
  }

  /** Of what the store would know there is only this. */
  #without<Known>(error: unknown, known: Known): Known {
    this.#studio.log.warn('the preview goes on without what the database knows of the clip', error);
    return known;
  }

  async #post(event: PreviewEvent): Promise<void> {
    await this.#panel.webview.postMessage(event);
  }
}

function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
