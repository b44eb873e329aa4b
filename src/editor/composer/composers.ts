import * as vscode from 'vscode';
import * as drafts from '../../engine/drafts/draft.ts';
import { anotherTake, lacksEnd, nextShot, type FrameOfTake } from '../../engine/drafts/lineage.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { Draft, Reference } from '../../shared/draft.ts';
import type { Plan } from '../../shared/plan.ts';
import { askForUrls, draftOfOrigin, originOf } from '../clips/draftOfClip.ts';
import { homeOfReferences } from '../clips/referenceHome.ts';
import { UserError } from '../commands.ts';
import { ContextKey, ViewType } from '../contributions.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import { list } from '../words/amounts.ts';
import { closedDrafts, isBeingSent } from './closedDrafts.ts';
import { Composer } from './composer.ts';
import { ComposerPanel } from './composerPanel.ts';
import { pointAtFiles, type Pointed } from './gestures.ts';
import { pageMemoryOf, type PageMemory } from './pageMemory.ts';
import type { PromptList } from './prompt/promptHelp.ts';

/** The open composers. A gesture goes to the open draft, or to a new one; it never replaces what is there. */
export class Composers {
  readonly #studio: Studio;
  readonly #engine: Engine;
  /** The one used last comes last. */
  readonly #open: ComposerPanel[] = [];
  readonly #sendEmitter = new vscode.EventEmitter<Job>();

  /** Fires when a job took a draft over. */
  readonly onDidSend = this.#sendEmitter.event;

  constructor(studio: Studio, engine: Engine) {
    this.#studio = studio;
    this.#engine = engine;
    studio.context.subscriptions.push(
      studio.onWillClose(() => {
        for (const { composer } of this.#open) if (!composer.sending) composer.save();
      }),
    );
  }

  /** Files of the explorer or of tabs. */
  async addFiles(uris: readonly vscode.Uri[]): Promise<void> {
    await this.addPointed(pointAtFiles(uris));
  }

  /** What was pointed at in another way: dropped, say. */
  async addPointed(pointed: Pointed): Promise<void> {
    await this.#add(pointed);
  }

  /** A URL that somebody typed or pointed at. */
  async addUrl(url: string): Promise<void> {
    await this.#add({ references: [drafts.urlReference(url)] });
  }

  /** A new draft with what somebody else put together; nothing of an open one is touched. `notice`: said there. */
  openWith(prompt: string, urls: readonly string[], notice: string): void {
    const { draft, notices } = drafts.addReferences({ ...this.#newDraft(), prompt }, urls.map(drafts.urlReference));
    this.#show({ draft, notices: [notice, ...notices] });
  }

  /** A draft with no reference: text to video. */
  openEmpty(): void {
    const empty = this.#open.findLast(({ composer }) => composer.empty);
    if (empty !== undefined) empty.reveal();
    else this.#show({ draft: this.#newDraft(), notices: [] });
  }

  /** A draft filled as the job's was. */
  openAgain(job: Job): void {
    this.#show({ draft: anotherTake(job), notices: [] });
  }

  /** Opens a new shot that goes on from a frame; one to end on may be given to the open draft instead. `notices`: said there. */
  async goOn(frame: FrameOfTake, notices: readonly string[]): Promise<void> {
    if (frame.way === 'continue') void vscode.commands.executeCommand('setContext', ContextKey.hasContinued, true);
    const begun =
      frame.way === 'endOn'
        ? this.#open.findLast(({ composer }) => !composer.sending && lacksEnd(composer.draft))
        : undefined;
    const target = begun === undefined ? 'new' : await this.#ask(begun, vscode.l10n.t('End the open draft on it'));
    if (target === 'none') return;
    // It may have got another end while the question stood there.
    if (target === 'new' || !lacksEnd(target.composer.draft)) {
      const { draft, notices: more } = nextShot(frame, this.#engine.store.lastSubmitted());
      this.#show({ draft, notices: [...more, ...notices] });
      return;
    }
    target.composer.endOn(frame, notices);
    target.reveal();
  }

  /** Lets a prompt be chosen for the composer in front. */
  async insertFrom(list: PromptList): Promise<void> {
    await this.#open.find(({ active }) => active)?.insertFrom(list);
  }

  /** A draft filled as that of the clip in this file was, also where it was made elsewhere. Nothing is sent. */
  async openAgainFrom(clip: vscode.Uri): Promise<void> {
    const origin = await originOf(clip, this.#engine);
    if (origin === undefined)
      throw new UserError(
        vscode.l10n.t(
          '“{0}” does not say how it was made. Clips that Seedance Studio makes do, unless “seedance.clipInfo” is set to “none” or another program has written the file anew.',
          plain(clip.path.split('/').at(-1) ?? '', 60),
        ),
      );
    this.#show(await draftOfOrigin(origin, clip, this.#engine, askForUrls, homeOfReferences(clip, this.#studio)));
  }

  /** Offers the drafts whose tabs were closed. */
  async reopen(): Promise<void> {
    const items = closedDrafts(
      this.#engine.store,
      this.#open.map(({ composer }) => composer.draft),
    ).map(({ series, draft }) => ({
      label: plain(draft.prompt, 80) || vscode.l10n.t('Draft without a prompt'),
      description: plain(list(draft.references.map(({ name }) => name)), 80),
      series,
    }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no closed draft.'));
      return;
    }
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which draft?') });
    const back = chosen && (await this.#draftBack(chosen.series));
    if (back !== undefined) this.#show(back, back.plan);
  }

  /**
   * Gives a tab that VS Code kept over a restart its draft back. One whose draft was sent meanwhile is closed. `state`: what its page has
   * kept.
   */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const memory = pageMemoryOf(state);
    const back = memory && ((await this.#draftBack(memory.draftId)) ?? this.#unkept(memory));
    if (back === undefined) panel.dispose();
    else this.#attach(panel, back, back.plan ?? memory?.plan);
  }

  /** A draft that the store could not keep, and that no job took over. */
  #unkept({ draftId, draft }: PageMemory): (drafts.Edited & { readonly plan?: Plan }) | undefined {
    if (draft?.id !== draftId || this.#engine.store.findByDraft(draftId) !== undefined) return undefined;
    return { draft, notices: [] };
  }

  /**
   * The draft, once it is clear that no job holds it: the window may have gone in the middle of a submit. Of several clips that were to
   * be sent, what is left.
   */
  async #draftBack(id: string): Promise<(drafts.Edited & { readonly plan?: Plan }) | undefined> {
    const { store } = this.#engine;
    while (isBeingSent(store, id)) {
      await new Promise<void>((resolve) => {
        const listening = store.onDidChange(() => {
          listening.dispose();
          resolve();
        });
      });
    }
    const series = store.drafts.seriesOf(id);
    const [first, ...others]: readonly Draft[] = [...[store.drafts.get(id) ?? []].flat(), ...series];
    if (first === undefined) return undefined;
    if (series.length === 0) return { draft: first, notices: [] };
    const { draft, plan } = this.#engine.rejoin(id, [first, ...others]);
    const notice = vscode.l10n.t('Not everything was sent. This is what was not; what was is in the list of jobs.');
    return { draft, plan, notices: [notice] };
  }

  async #add({ references, leftOut }: Pointed): Promise<void> {
    const target = await this.#choose(references);
    if (target === 'none') return;
    if (target === 'new') {
      const { draft, notices } = drafts.addReferences(this.#newDraft(), references);
      this.#show({ draft, notices: leftOut === undefined ? notices : [...notices, leftOut] });
      return;
    }
    target.composer.add(references, leftOut);
    target.reveal();
  }

  /** The open draft takes more; one that is full, or has been worked on, is asked about. */
  async #choose(added: readonly Reference[]): Promise<ComposerPanel | 'new' | 'none'> {
    const current = this.#open.findLast(({ composer }) => !composer.sending);
    if (current === undefined) return 'new';
    const { draft } = current.composer;
    const room = drafts.roomFor(draft, added).length;
    if (room === added.length && drafts.isUntouched(draft)) return current;
    return this.#ask(current, room > 0 ? vscode.l10n.t('Add to the open draft') : undefined);
  }

  /** Lets somebody choose between the open draft, where it takes more (`add`), and a new one. */
  async #ask(current: ComposerPanel, add: string | undefined): Promise<ComposerPanel | 'new' | 'none'> {
    const fresh = { label: vscode.l10n.t('Open a new draft'), target: 'new' as const };
    const items =
      add === undefined
        ? [fresh]
        : [{ label: add, description: plain(current.composer.draft.prompt, 60), target: current }, fresh];
    const placeHolder =
      add === undefined
        ? vscode.l10n.t('The open draft holds as many references as it can.')
        : vscode.l10n.t('A draft is open.');
    const chosen = await vscode.window.showQuickPick(items, { placeHolder });
    if (chosen === undefined) return 'none';
    // It may have been closed or sent while the question stood there.
    const stillOpen = this.#open.includes(current) && !current.composer.sending;
    return chosen.target === 'new' || stillOpen ? chosen.target : 'new';
  }

  #newDraft(): ReturnType<typeof drafts.newDraft> {
    return drafts.newDraft(this.#engine.store.lastSubmitted());
  }

  #show(edited: drafts.Edited, plan?: Plan): void {
    const title = vscode.l10n.t('Generate Video');
    this.#attach(vscode.window.createWebviewPanel(ViewType.composer, title, vscode.ViewColumn.Active), edited, plan);
  }

  #attach(webview: vscode.WebviewPanel, edited: drafts.Edited, plan?: Plan): void {
    const composer = new Composer(this.#studio, this.#engine, edited, plan);
    const panel = new ComposerPanel(webview, composer, this.#studio, this.#engine);
    this.#open.push(panel);
    webview.onDidChangeViewState(() => {
      if (!webview.active) return;
      this.#open.splice(this.#open.indexOf(panel), 1);
      this.#open.push(panel);
    });
    panel.onDidSend((job) => this.#sendEmitter.fire(job));
    panel.onDidDispose(() => this.#open.splice(this.#open.indexOf(panel), 1));
    composer.save();
    void composer.learnCapabilities();
  }
}
