import { join } from 'node:path';
import * as vscode from 'vscode';
import { Later } from '../../shared/later.ts';
import {
  previewRequestSchema,
  type FrameUse,
  type PreviewAction,
  type PreviewEvent,
  type PreviewRequest,
  type PreviewState,
} from '../../shared/previewMessages.ts';
import { previewStrings } from '../../shared/strings/preview.ts';
import { report, UserError } from '../commands.ts';
import { FilledWindow } from '../fillWindow.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Composers } from '../composer/composers.ts';
import { useFrame } from '../frames/useFrame.ts';
import { pageHtml, pageRoot, soundRoot } from '../page.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import { actOn } from './clipActions.ts';
import { KnownClip } from './knownClip.ts';
import { Posters, type PosterState } from './posters.ts';
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
  readonly #known: KnownClip;
  readonly #window: FilledWindow;
  /** Grows when the file was changed: the page must not show what it has kept. */
  #version = Date.now();
  /** Source of the clip that the page begins with. */
  #loaded = '';
  /** The page knows its clip. */
  #ready = false;
  /** What is known of the clip is read once for some news. */
  readonly #news = new Later(() => {
    if (this.#ready) this.#tellState().catch((error: unknown) => this.#studio.log.error(error));
  }, 250);
  #gone = false;
  /** What the page was told last, as JSON: jobs change at each look at the service, and mostly nothing of it is shown here. */
  #told: string | undefined;
  /** What the page was asked for a picture of. */
  #pictured: { readonly source: string; readonly state: PosterState } | undefined;
  /** Counts the requests for pictures of the references: a new one takes the place of the one before. */
  #giving = 0;
  /** Ids of the jobs that the page can open. */
  #shown: ReadonlySet<string> = new Set();
  /** What the last frame is to be used for until the page has given it, and whether the page of this moment was asked. */
  #wanted: { readonly use: FrameUse; asked: boolean } | undefined;

  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel, studio: Studio, composers: () => Promise<Composers>) {
    this.#uri = uri;
    this.#panel = panel;
    this.#studio = studio;
    this.#composers = composers;
    this.#posters = new Posters(join(studio.context.globalStorageUri.fsPath, 'posters'));
    this.#window = new FilledWindow(panel);
    this.#known = new KnownClip(uri, studio, {
      changed: () => this.#news.ask(),
      moved: (clip) => this.#goTo(clip),
    });
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
      this.#known.dispose();
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
        const source = { clip: this.#uri, origin: await this.#known.origin() };
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
    if (trouble !== 'gone') return;
    const clip = await this.#known.elsewhere();
    if (clip !== undefined && !this.#gone) this.#goTo(clip);
  }

  #reload(): void {
    this.#file.missed = false;
    this.#version = Date.now();
    if (this.#panel.visible) this.#push();
    else this.#loadPage();
  }

  async #act(action: PreviewAction): Promise<void> {
    if (action === 'reload') this.#reload();
    else await actOn({ uri: this.#uri, origin: await this.#known.origin() }, action, this.#studio, this.#composers);
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
    const origin = await this.#known.origin();
    if (origin === undefined || !('job' in origin)) return;
    for await (const { reference, bytes } of thumbnailsOf(origin.job)) {
      // Nobody looks any more, and the next page asks anew; or somebody has asked since.
      if (this.#gone || !this.#panel.visible || turn !== this.#giving) return;
      await this.#post({ type: 'thumbnail', reference, bytes });
    }
  }

  /** The clip is at another place now: a tab that shows it there takes the place of this one. */
  #goTo(clip: vscode.Uri): void {
    this.#known.dispose();
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
    const { webview } = this.#panel;
    const decoders = vscode.Uri.joinPath(soundRoot(this.#studio.context.extensionUri), 'sound.wasm');
    return {
      source: this.#source(),
      decoders: webview.asWebviewUri(decoders).toString(),
      title: plain(fileName(this.#uri), 255),
      ...(await this.#known.shown()),
    };
  }

  async #post(event: PreviewEvent): Promise<void> {
    await this.#panel.webview.postMessage(event);
  }
}

function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
