import * as vscode from 'vscode';
import { urlReference } from '../../engine/drafts/draft.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { composerRequestSchema, type ComposerEvent, type ComposerRequest } from '../../shared/composerMessages.ts';
import type { Reference } from '../../shared/draft.ts';
import { readFacts } from '../../engine/references/media/facts.ts';
import { memoryFile } from '../../engine/references/memoryFile.ts';
import { pictureOf } from '../../engine/references/picture.ts';
import type { PictureCopy } from '../../shared/problem.ts';
import { composerStrings } from '../../shared/strings/composer.ts';
import { tell, type Button } from '../buttons.ts';
import { report } from '../commands.ts';
import { Command } from '../contributions.ts';
import { files } from '../files.ts';
import { keepDropped } from '../keptFile.ts';
import { pageHtml, pageRoot } from '../page.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import type { Composer } from './composer.ts';
import { Intake } from './intake.ts';
import { PromptHelp, type PromptList } from './prompt/promptHelp.ts';
import { Thumbnails } from './thumbnails.ts';

/** How long settings must stand before the service is asked what it offers under them, ms. */
const settle = 200;

/** The largest picture that a copy is made of, bytes. */
const maxCopiedBytes = 100 * 1024 * 1024;

/** A composer in a tab. The page can be gone while the tab is hidden: whatever it shows, it pulls anew when it is back. */
export class ComposerPanel implements vscode.Disposable {
  readonly composer: Composer;
  readonly #panel: vscode.WebviewPanel;
  readonly #studio: Studio;
  readonly #thumbnails: Thumbnails;
  readonly #intake: Intake;
  readonly #promptHelp: PromptHelp;
  readonly #listening: vscode.Disposable;
  readonly #disposeEmitter = new vscode.EventEmitter<void>();
  readonly #sendEmitter = new vscode.EventEmitter<Job>();
  /** Keys of the pictures that the page has. */
  #shown = new Set<string>();
  /** Pictures that the page was given to copy, and that it has not answered for. */
  readonly #copying = new Set<string>();
  #pushing = false;
  #ready = false;
  #wasVisible = true;
  #learning: NodeJS.Timeout | undefined;
  #disposed = false;

  readonly onDidDispose = this.#disposeEmitter.event;
  /** Fires when a job took the draft over. */
  readonly onDidSend = this.#sendEmitter.event;

  constructor(panel: vscode.WebviewPanel, composer: Composer, studio: Studio, engine: Engine) {
    this.composer = composer;
    this.#panel = panel;
    this.#studio = studio;
    this.#thumbnails = new Thumbnails(engine);
    this.#intake = new Intake(composer, studio, engine);
    this.#promptHelp = new PromptHelp(composer, engine, studio.settings);
    this.#listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#onDidChangeVisible()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => composer.lookAgain()),
      // Another window may have marked the prompt.
      vscode.window.onDidChangeWindowState(() => this.#push()),
      studio.bucketSecrets.onDidChange(() => composer.lookAgain()),
      panel.onDidDispose(() => this.#onDidDispose()),
      composer.onDidChange(() => this.#push()),
      studio.settings.onDidChange(() => this.#onDidChangeSettings()),
      studio.keyring.onDidChange(() => void composer.learnCapabilities()),
    );
    const extension = studio.context.extensionUri;
    // A tab's icon takes no colour of the theme.
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'tab-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'tab-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extension)] };
    panel.webview.html = pageHtml(panel.webview, extension, { entry: 'composer', title: panel.title, pictures: true });
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  /** True for the tab that has the focus, or had it last. */
  get active(): boolean {
    return this.#panel.active;
  }

  /** Brings the tab to the front, with the focus in the prompt. */
  reveal(): void {
    this.#panel.reveal();
    this.#post({ type: 'focusPrompt' });
  }

  /** Lets something be chosen from a list and puts it into the prompt. */
  async insertFrom(list: PromptList): Promise<void> {
    const event = await this.#promptHelp.choose(list, () => this.#push());
    if (event === undefined || this.#disposed) return;
    this.#panel.reveal();
    this.#post(event);
  }

  /** Closes the tab. */
  dispose(): void {
    this.#panel.dispose();
  }

  #onDidDispose(): void {
    this.#disposed = true;
    this.#listening.dispose();
    this.#disposeEmitter.fire();
    clearTimeout(this.#learning);
    // What can still be stopped is: nobody could follow it, or stop it later.
    if (this.composer.sending) this.composer.abandon();
    else {
      this.composer.close();
      this.composer.dispose();
    }
  }

  /** The file may have been worked on in another tab; and what the page was not told while it was hidden is told with that. */
  #onDidChangeVisible(): void {
    if (this.#panel.visible && !this.#wasVisible) this.composer.lookAgain();
    this.#wasVisible = this.#panel.visible;
  }

  /** Several settings may be written one after the other: the service is asked once. */
  #onDidChangeSettings(): void {
    // What could be shown of references depends on the service.
    this.#shown = new Set();
    this.#push();
    clearTimeout(this.#learning);
    this.#learning = setTimeout(() => void this.composer.learnCapabilities(), settle);
  }

  #receive(message: unknown): void {
    const request = composerRequestSchema.safeParse(message);
    if (!request.success) {
      this.#studio.log.warn('a message of the composer page could not be read');
      return;
    }
    this.#handle(request.data).catch((error: unknown) => report(error, this.#studio.log));
  }

  async #handle(request: ComposerRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        this.#ready = true;
        this.#shown = new Set();
        this.#post({ type: 'strings', strings: composerStrings() });
        this.#push();
        break;
      case 'pickFiles':
        await this.#intake.pick();
        break;
      case 'addUrl':
        this.composer.add([urlReference(request.url.trim())]);
        break;
      case 'dropUris':
        await this.#intake.uris(request.uris);
        break;
      case 'dropFile':
        await this.#intake.file(request);
        break;
      case 'generate':
        await this.#generate(request);
        break;
      case 'showHistory':
        await this.insertFrom('history');
        break;
      case 'showTemplates':
        await this.insertFrom('templates');
        break;
      case 'setFavourite':
        this.#promptHelp.setFavourite(request.favourite);
        this.#push();
        break;
      case 'setUpHosting':
        await vscode.commands.executeCommand(Command.setUpHosting);
        break;
      case 'openSettings':
        await vscode.commands.executeCommand(Command.openSettings);
        break;
      case 'mendFailure':
        // Which mend that is, is not the page's to say.
        await this.composer.failureMend?.press();
        break;
      case 'makeCopy':
        if (this.#isOffered(request.copy)) await this.#sendOriginal(request.copy);
        break;
      case 'copyMade':
        if (this.#copying.delete(keyOf(request.copy))) await this.#takeCopy(request.copy, request.bytes);
        break;
      case 'copyFailed':
        if (!this.#copying.delete(keyOf(request.copy))) break;
        this.composer.notice(
          vscode.l10n.t('A copy of “{0}” could not be made here.', this.#referenceOf(request.copy)?.name ?? ''),
        );
        break;
      case 'edit':
      case 'plan':
      case 'remove':
      case 'move':
      case 'publicUrl':
      case 'dismissNotice':
      case 'stop':
        this.composer.handle(request);
    }
  }

  #referenceOf({ referenceId }: PictureCopy): Reference | undefined {
    return this.composer.draft.references.find(({ id }) => id === referenceId);
  }

  /** True for a copy that the page has a button for: no other file is read for it. */
  #isOffered(copy: PictureCopy): boolean {
    return this.composer
      .state()
      .problems.some(({ mend }) => mend?.action.type === 'copy' && keyOf(mend.action.copy) === keyOf(copy));
  }

  /** Hands the page the whole picture, to make a copy of. */
  async #sendOriginal(copy: PictureCopy): Promise<void> {
    this.#copying.add(keyOf(copy));
    const source = this.#referenceOf(copy)?.source;
    const size = source?.type === 'file' ? await files.size(source.uri) : undefined;
    const fits = source?.type === 'file' && size !== undefined && size <= maxCopiedBytes;
    // Without bytes the page says that no copy can be made.
    const read = fits ? await files.read(source.uri).catch(() => new Uint8Array()) : new Uint8Array();
    const bytes = new Uint8Array(read);
    // Not `pictureOf`: the browser reads more kinds of picture than the service takes, which is what a copy may be made for.
    const { mime = '' } = await readFacts(memoryFile(bytes, 0));
    this.#post({ type: 'original', copy, mime, bytes });
  }

  /** The page's copy goes into our storage and takes the original's place in the draft. */
  async #takeCopy(copy: PictureCopy, bytes: Uint8Array): Promise<void> {
    const reference = this.#referenceOf(copy);
    if (reference === undefined) return;
    const { mime } = pictureOf(bytes, maxCopiedBytes);
    const name =
      reference.name.replace(/\.[^.]*$/, '') + (mime === 'image/jpeg' ? '.jpg' : mime.replace('image/', '.'));
    const uri = await keepDropped(this.#studio, name, bytes);
    this.composer.replaceFile(
      reference.id,
      uri.toString(),
      name,
      vscode.l10n.t(
        '“{0}” is a copy of {1} × {2} px, upright and without metadata. Your file is untouched.',
        name,
        copy.width,
        copy.height,
      ),
    );
  }

  async #generate(request: Extract<ComposerRequest, { type: 'generate' }>): Promise<void> {
    const job = await this.composer.generate(request);
    if (job !== undefined) {
      this.#sendEmitter.fire(job);
      this.dispose();
    } else if (this.#disposed) {
      const said = this.#said();
      this.composer.dispose();
      await said();
    } else if (!this.visible) {
      await this.#said({ title: vscode.l10n.t('Show Draft'), press: () => this.reveal() })();
    }
  }

  /** Says what stopped a Generate where nobody sees the tab: what it shows, or would have shown. */
  #said(...buttons: readonly Button[]): () => Promise<void> {
    const { failure, notices } = this.composer.state();
    const said = failure ?? notices.at(-1);
    const all = [this.composer.failureMend, ...buttons];
    return async () => {
      if (said !== undefined) await tell(vscode.window.showWarningMessage, plain(said, 600), all);
    };
  }

  /** Sends the state, once for all that changes in one turn. */
  #push(): void {
    if (this.#pushing) return;
    this.#pushing = true;
    setImmediate(() => {
      this.#pushing = false;
      try {
        this.#pushNow();
      } catch (error) {
        this.#studio.log.error(error);
      }
    });
  }

  #pushNow(): void {
    // What a hidden page is told would be kept for it without end; one that is shown again asks for all.
    if (!this.#ready || this.#disposed || !this.visible) return;
    const state = this.composer.state();
    this.#post({ type: 'state', state });
    this.#post(this.#promptHelp.favourite());
    for (const reference of state.draft.references) {
      const key = this.composer.pictureKey(reference);
      if (this.#shown.has(key)) continue;
      this.#shown.add(key);
      void this.#thumbnails.get(reference, key, this.#studio.service).then((thumbnail) => {
        if (!this.#disposed && this.visible) this.#post(thumbnail);
      });
    }
  }

  /** Nobody waits until it has arrived: it never does where the page goes away meanwhile, and the next page pulls everything anew. */
  #post(event: ComposerEvent): void {
    if (this.#ready && !this.#disposed) void this.#panel.webview.postMessage(event);
  }
}

function keyOf({ referenceId, mime, width, height }: PictureCopy): string {
  return JSON.stringify([referenceId, mime, width, height]);
}
