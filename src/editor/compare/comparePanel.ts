import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { compareRequestSchema, type CompareEvent, type CompareRequest } from '../../shared/compareMessages.ts';
import { compareStrings } from '../../shared/strings/compare.ts';
import { originOf, type Origin } from '../clips/draftOfClip.ts';
import type { Known } from '../clips/isClipOf.ts';
import { report } from '../commands.ts';
import { ViewType } from '../contributions.ts';
import { FilledWindow } from '../fillWindow.ts';
import { globEscaped } from '../globEscaped.ts';
import { pageHtml, pageRoot, soundRoot } from '../page.ts';
import type { Studio } from '../studio.ts';
import { clipOfJob, nameOf, type Clip } from './clip.ts';
import { takeOf } from './takeOf.ts';

/** A tab that shows clips beside each other. Follows their jobs and their files: what another window thinks of a take is seen here. */
export class ComparePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #window: FilledWindow;
  readonly #studio: Studio;
  readonly #engine: Known | undefined;
  readonly #versions = new Map<string, number>();
  /** Ids of the jobs of which something is shown. */
  #shown: ReadonlySet<string> = new Set();
  /** Of the clips' files, by URI. */
  readonly #watchers = new Map<string, vscode.Disposable>();
  #clips: readonly Clip[];
  #roots = '';
  #ready = false;
  #disposed = false;
  /** Grows with each look at the clips: an older one that took longer says nothing any more. */
  #look = 0;

  /** `engine` is undefined where it cannot be opened: that is no reason not to show files. */
  constructor(clips: readonly Clip[], panel: vscode.WebviewPanel, studio: Studio, engine: Known | undefined) {
    this.#clips = clips;
    this.#panel = panel;
    this.#window = new FilledWindow(panel);
    this.#studio = studio;
    this.#engine = engine;
    this.#watch();
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#onDidChangeVisible()),
      ...(engine === undefined ? [] : [engine.store.onDidChange(({ changed }) => this.#onStore(changed))]),
    );
    panel.onDidDispose(() => {
      this.#disposed = true;
      this.#leaveWindow();
      vscode.Disposable.from(listening, ...this.#watchers.values()).dispose();
    });
    const extension = studio.context.extensionUri;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'tab-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'tab-dark.svg'),
    };
    this.#narrow();
    panel.webview.html = pageHtml(panel.webview, extension, { entry: 'compare', title: panel.title, media: true });
  }

  /** The clips that are shown now, in their order. */
  get clips(): readonly Clip[] {
    return this.#clips;
  }

  /** Brings the tab to the front. */
  reveal(): void {
    this.#panel.reveal();
  }

  #onDidChangeVisible(): void {
    if (!this.#panel.visible) this.#leaveWindow();
    // Nobody has watched meanwhile: the next page must not show what was kept of the files as they were.
    else if (this.#watchers.size === 0)
      for (const { uri } of this.#clips) this.#versions.set(uri.toString(), Date.now());
    this.#watch();
  }

  /** A clip that was moved is watched where it is. While the page is hidden none is: nobody would be told. */
  #watch(): void {
    const clips = this.#panel.visible ? this.#clips : [];
    const wanted = new Map(clips.map(({ uri }) => [uri.toString(), uri]));
    for (const [key, watcher] of this.#watchers) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.#watchers.delete(key);
    }
    for (const [key, uri] of wanted) if (!this.#watchers.has(key)) this.#watchers.set(key, this.#watcherOf(uri));
  }

  #watcherOf(uri: vscode.Uri): vscode.Disposable {
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, globEscaped(nameOf(uri))),
    );
    const renew = (): void => {
      this.#versions.set(uri.toString(), Date.now());
      this.#push();
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(renew),
      watcher.onDidCreate(renew),
      watcher.onDidDelete(() => this.#push()),
    );
  }

  /** The page may load what it is made of, and what is in the folders of the clips: a root is a folder. */
  #narrow(): void {
    const folders = new Map(
      this.#clips.map(({ uri }) => vscode.Uri.joinPath(uri, '..')).map((uri) => [uri.toString(), uri]),
    );
    const roots = [...folders.keys()].sort().join();
    if (roots === this.#roots) return;
    this.#roots = roots;
    const extension = this.#studio.context.extensionUri;
    this.#panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [pageRoot(extension), soundRoot(extension), ...folders.values()],
    };
  }

  #onStore(changed: readonly Job[]): void {
    const before = this.#clips;
    // A clip that was put away is compared no more, and one that was moved is where its job says.
    this.#clips = before.flatMap((clip) => {
      const job = changed.find(({ id }) => id === clip.job);
      if (job === undefined) return [clip];
      return job.download.state === 'none' ? [] : [clipOfJob(job) ?? clip];
    });
    this.#watch();
    if (this.#clips.length === 0) this.#panel.dispose();
    else if (changed.some(({ id }) => this.#shown.has(id) || before.some(({ job }) => job === id))) this.#push();
  }

  #receive(message: unknown): void {
    const request = compareRequestSchema.safeParse(message);
    if (!request.success) {
      this.#studio.log.warn('a message of the page that compares could not be read');
      return;
    }
    this.#handle(request.data).catch((error: unknown) => report(error, this.#studio.log));
  }

  async #handle(request: CompareRequest): Promise<void> {
    if (request.type === 'ready') {
      this.#ready = true;
      this.#post({ type: 'strings', strings: compareStrings() });
      this.#push();
      return;
    }
    if (request.type === 'fill') {
      await this.#window.fill(request.on);
      return;
    }
    const clip = this.#clips.find(({ uri }) => uri.toString() === request.take);
    if (clip === undefined) return;
    if (request.type === 'open') {
      await vscode.commands.executeCommand('vscode.openWith', clip.uri, ViewType.preview);
      return;
    }
    const origin = await this.#originOf(clip);
    if (origin === undefined || !('job' in origin)) return;
    const { job } = origin;
    const { chooseTake, rejectTakes, takeBackVerdicts } = await import('../jobs/verdicts.ts');
    const wanted = request.type === 'keep' ? 'keeper' : 'rejected';
    if (job.verdict === wanted) await takeBackVerdicts(this.#studio, [job]);
    else if (request.type === 'keep') await chooseTake(this.#studio, job);
    else await rejectTakes(this.#studio, [job]);
  }

  #leaveWindow(): void {
    this.#window.leave().catch((error: unknown) => this.#studio.log.error(error));
  }

  #push(): void {
    this.#tell().catch((error: unknown) => this.#studio.log.error(error));
  }

  async #tell(): Promise<void> {
    const look = (this.#look += 1);
    const { webview } = this.#panel;
    this.#narrow();
    // What a hidden page is told would be kept for it without end; one that is shown again asks for all.
    if (!this.#panel.visible) return;
    const clips = await Promise.all(
      this.#clips.map(async (clip) => {
        const version = this.#versions.get(clip.uri.toString()) ?? 0;
        const source = webview.asWebviewUri(clip.uri).with({ query: `version=${version}` });
        const origin = await this.#knownOf(clip);
        return { origin, take: await takeOf(clip.uri, source.toString(), origin) };
      }),
    );
    if (look !== this.#look) return;
    this.#shown = new Set(
      clips.flatMap(({ origin }) => (origin !== undefined && 'job' in origin ? origin.job.id : [])),
    );
    const takes = clips.map(({ take }) => take);
    const decoders = vscode.Uri.joinPath(soundRoot(this.#studio.context.extensionUri), 'sound.wasm');
    this.#post({ type: 'state', state: { takes, decoders: webview.asWebviewUri(decoders).toString() } });
  }

  /** A store that cannot be read is no reason not to show files. */
  async #knownOf(clip: Clip): Promise<Origin | undefined> {
    try {
      return await this.#originOf(clip);
    } catch (error) {
      this.#studio.log.warn('a clip is compared without what the database knows of it', error);
      return undefined;
    }
  }

  async #originOf({ uri, job: id }: Clip): Promise<Origin | undefined> {
    const origin = this.#engine && (await originOf(uri, this.#engine));
    if (origin !== undefined || id === undefined) return origin;
    // Its file is gone, or about to be elsewhere.
    const job = this.#engine?.store.get(id);
    return job && { job };
  }

  #post(event: CompareEvent): void {
    if (this.#ready && !this.#disposed) void this.#panel.webview.postMessage(event);
  }
}
