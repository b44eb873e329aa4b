import { render } from 'lit';
import type { ComposerEvent, ComposerRequest, ComposerState } from '../../shared/composerMessages.ts';
import { clipCount, type Plan } from '../../shared/plan.ts';
import type { ComposerStrings } from '../../shared/strings/composer.ts';
import { isMac } from '../page/isMac.ts';
import { keepFocus } from '../page/keepFocus.ts';
import { number } from '../page/number.ts';
import { Later } from '../../shared/later.ts';
import { fill } from '../../shared/counted.ts';
import { Copies } from './copies.ts';
import { copyPicture } from './copyPicture.ts';
import { DraftSync, typingPause } from './draftSync.ts';
import { focusError, focusNext, focusPlace } from './focus.ts';
import { ids } from './ids.ts';
import { listenForIntake } from './intake.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { needsOf, type Need } from './needs.ts';
import { errors } from './problems.ts';
import { Judgement } from './prompt/judgement.ts';
import { PromptField } from './prompt/promptField.ts';
import { measureLastRow } from './lastRow.ts';
import { showMessages } from './submitView.ts';
import { Thumbnails } from './thumbnails.ts';
import { composerView } from './view.ts';

/** The largest file that is taken as bytes: more would be copied through memory several times. */
const largestDrop = 30 * 1024 * 1024;

/** As long as a person needs to see that a button has become another one, ms. */
const seeing = 500;

/** What one page keeps for the next one of the same draft, beside the draft itself. */
export interface Memory {
  /** The prompt that was replaced last. */
  readonly replaced: string | undefined;
  keepReplaced(prompt: string | undefined): void;
}

/** The composer's page: holds what is ahead of the host, draws everything else from the host's last state. */
export class Composer {
  readonly #root: HTMLElement;
  readonly #post: (request: ComposerRequest) => void;
  readonly #thumbnails = new Thumbnails();
  readonly #copies = new Copies();
  readonly #touched = new Set<string>();
  readonly #typedUrls = new Map<string, string>();
  readonly #unsentUrls = new Set<string>();
  readonly #sendUrls = new Later(() => this.#postUrls(), typingPause);
  readonly #judgement = new Judgement();
  readonly #promptField: PromptField;
  readonly #actions: ComposerActions;
  readonly #mac = isMac(navigator);
  #strings: ComposerStrings | undefined;
  #state: ComposerState | undefined;
  #sync: DraftSync | undefined;
  #needs: ReadonlyMap<string, Need> = new Map();
  /** Number of the edit that went out with the last Generate, until the host has dealt with it. */
  #generating: number | undefined;
  /** What was chosen of it and the host has not answered. */
  #plan: Plan | undefined;
  #stopping = false;
  readonly #stopGone = new Later(() => this.#draw(), seeing);
  #focusBefore: Element | null = null;
  #tried = false;
  #addingUrl = false;
  #dropping = false;
  #ownNotices: readonly string[] = [];
  #announcement = '';
  #favourite = false;

  /** `memory`: what this page keeps for the next one of its draft. */
  constructor(root: HTMLElement, post: (request: ComposerRequest) => void, memory: Memory) {
    this.#root = root;
    this.#post = post;
    this.#promptField = new PromptField(
      {
        nameable: () => ({ references: this.#state?.draft.references ?? [], tokens: this.#state?.tokens ?? [] }),
        draw: () => this.#draw(),
        keepReplaced: (prompt) => memory.keepReplaced(prompt),
      },
      memory.replaced,
    );
    this.#actions = this.#makeActions();
    listenForIntake({
      open: () => !this.#isLocked(),
      uris: (uris) => post({ type: 'dropUris', uris }),
      url: (url) => post({ type: 'addUrl', url }),
      files: (files, pasted) => void this.#takeFiles(files, pasted),
      hovering: (hovering) => {
        if (this.#dropping === hovering) return;
        this.#dropping = hovering;
        this.#draw();
      },
    });
    // Before every field's own keys: Ctrl+Enter means the same anywhere on the page, with one exception.
    window.addEventListener('keydown', (event) => this.#onKeydown(event), { capture: true });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#actions.flush();
    });
    window.addEventListener('pagehide', () => this.#actions.flush());
  }

  /** Takes what the host says. */
  receive(event: ComposerEvent): void {
    switch (event.type) {
      case 'strings':
        this.#strings = event.strings;
        break;
      case 'state':
        this.#receiveState(event.state);
        return;
      case 'thumbnail':
        this.#thumbnails.put(event.referenceId, event);
        break;
      case 'original':
        void this.#makeCopy(event);
        return;
      case 'favourite':
        this.#favourite = event.favourite;
        break;
      case 'insertPrompt':
        if (!this.#isLocked()) this.#promptField.insert(event.text, event.mode);
        return;
      case 'focusPrompt':
        this.#prompt()?.focus();
        return;
    }
    this.#draw();
  }

  #receiveState(state: ComposerState): void {
    const before = this.#state;
    const first = before === undefined;
    const wasLocked = this.#isLocked();
    this.#state = state;
    this.#sync ??= new DraftSync(state.draft, state.edit, (edit, settings) =>
      this.#post({ type: 'edit', edit, settings }),
    );
    this.#sync.receive(state.draft, state.edit);
    this.#needs = needsOf(state, this.#needs);
    this.#copies.receive(state.problems);
    if (state.phase !== 'uploading') {
      if (before?.phase === 'uploading' && !this.#stopping) this.#stopGone.ask();
      this.#stopping = false;
    }
    // The host is the one who knows, once it has heard of the last choice or was not listening.
    const { takes, eachImage } = this.#plan ?? state.plan;
    const isKnown = takes === state.plan.takes && eachImage === state.plan.eachImage;
    if (isKnown || state.phase !== 'editing') this.#plan = undefined;
    this.#thumbnails.keep(state.draft.references.map(({ id }) => id));
    for (const [id, typed] of this.#typedUrls) {
      const reference = state.draft.references.find((candidate) => candidate.id === id);
      if (reference === undefined || (reference.publicUrl ?? '') === typed.trim()) this.#typedUrls.delete(id);
    }
    const answered = this.#generating !== undefined && state.edit >= this.#generating && state.phase === 'editing';
    if (answered) this.#generating = undefined;
    const refused = answered && errors({ state }).length > 0;
    if (refused) this.#tried = true;
    const failed = state.failure !== undefined && state.failure !== before?.failure;
    this.#draw();
    // On a small page it would stand out of sight, and pressing Generate would seem to do nothing.
    if (failed) showMessages();
    if (first) {
      measureLastRow(this.#root.querySelector('footer.submit'));
      this.#prompt()?.focus();
    }
    if (wasLocked && !this.#isLocked()) this.#giveFocusBack(refused);
  }

  #isLocked(): boolean {
    return this.#generating !== undefined || (this.#state !== undefined && this.#state.phase !== 'editing');
  }

  #draw(): void {
    const model = this.#model();
    if (model === undefined) return;
    const place = focusPlace();
    const gone = keepFocus(() => void render(composerView(model, this.#actions), this.#root));
    if (gone) focusNext(place);
    this.#promptField.placeList();
    const advanced = this.#root.querySelector('details');
    if (advanced?.querySelector('[aria-invalid="true"]')) advanced.open = true;
  }

  #model(): ComposerModel | undefined {
    const state = this.#state;
    const settings = this.#sync?.settings;
    const strings = this.#strings;
    if (strings === undefined || state === undefined || settings === undefined) return undefined;
    const language = document.documentElement.lang;
    const kinds = state.draft.references.map(({ kind }) => kind);
    this.#promptField.follow(settings.prompt);
    return {
      strings,
      mac: this.#mac,
      language,
      verdict: this.#judgement.of(settings.prompt, kinds, language),
      promptHelp: this.#promptField.help,
      favourite: this.#favourite,
      state,
      settings,
      plan: this.#plan ?? state.plan,
      needs: this.#needs,
      typedUrls: this.#typedUrls,
      touched: this.#touched,
      tried: this.#tried,
      locked: this.#isLocked(),
      stopping: this.#stopping,
      stopGone: this.#stopGone.waiting,
      copying: this.#copies.making,
      addingUrl: this.#addingUrl,
      dropping: this.#dropping,
      ownNotices: this.#ownNotices,
      announcement: this.#announcement,
      thumbnail: (id) => this.#thumbnails.get(id),
    };
  }

  #makeActions(): ComposerActions {
    return {
      type: (change) => {
        if (change.prompt !== undefined) this.#touched.add(ids.prompt);
        this.#sync?.type(change);
        this.#draw();
      },
      pick: (change) => {
        this.#sync?.pick(change);
        this.#draw();
      },
      flush: () => {
        this.#sync?.flush();
        this.#sendUrls.now();
      },
      plan: (change) => this.#choosePlan(change),
      prompt: this.#promptField,
      showHistory: () => this.#post({ type: 'showHistory' }),
      showTemplates: () => this.#post({ type: 'showTemplates' }),
      setFavourite: (favourite) => {
        // It is the prompt that the host knows which is marked.
        this.#sync?.flush();
        this.#post({ type: 'setFavourite', favourite });
      },
      pickFiles: () => this.#post({ type: 'pickFiles' }),
      showAddUrl: (show) => {
        this.#addingUrl = show;
        this.#draw();
        document.getElementById(show ? ids.addUrl : ids.add)?.focus();
      },
      addUrl: (url) => this.#post({ type: 'addUrl', url }),
      remove: (referenceId) => this.#post({ type: 'remove', referenceId }),
      move: (referenceId, to) => {
        const reference = this.#state?.draft.references.find(({ id }) => id === referenceId);
        if (reference !== undefined) {
          this.#announcement = fill(this.#strings?.moved ?? '', reference.name, number(to + 1));
        }
        this.#post({ type: 'move', referenceId, to });
      },
      typePublicUrl: (referenceId, url) => {
        this.#touched.add(referenceId);
        this.#typedUrls.set(referenceId, url);
        this.#unsentUrls.add(referenceId);
        this.#sendUrls.ask();
      },
      setUpHosting: () => this.#post({ type: 'setUpHosting' }),
      mend: (mend) => {
        if (mend.type === 'openSettings') {
          this.#post({ type: 'openSettings' });
        } else if (mend.type === 'eachImage') {
          this.#choosePlan({ eachImage: true });
        } else if (mend.type === 'aspectRatio') {
          this.#actions.pick({ aspectRatio: mend.value });
        } else if (this.#copies.ask(mend.copy)) {
          this.#announcement = this.#strings?.copying ?? '';
          this.#post({ type: 'makeCopy', copy: mend.copy });
          this.#draw();
        }
      },
      mendFailure: () => this.#post({ type: 'mendFailure' }),
      dismissNotices: () => {
        this.#ownNotices = [];
        this.#post({ type: 'dismissNotice' });
        this.#draw();
      },
      generate: () => this.#generate(),
      stop: () => {
        if (this.#stopping || this.#state?.phase !== 'uploading') return;
        this.#stopping = true;
        this.#post({ type: 'stop' });
        this.#draw();
      },
    };
  }

  #choosePlan(change: Partial<Plan>): void {
    if (this.#state === undefined || this.#isLocked()) return;
    this.#plan = { ...(this.#plan ?? this.#state.plan), ...change };
    this.#post({ type: 'plan', plan: this.#plan });
    this.#draw();
  }

  #generate(): void {
    const state = this.#state;
    if (this.#isLocked() || this.#sync === undefined || state === undefined) return;
    // What was asked for is to be sent, not what stands there until it is done.
    if (this.#copies.making.size > 0) return;
    // Errors of a state that is behind may be mended by now: then the host judges.
    const upToDate = this.#sync.isKnownAt(state.edit) && this.#typedUrls.size === 0;
    if (upToDate && errors({ state }).length > 0) {
      this.#tried = true;
      this.#draw();
      focusError(errors({ state })[0]);
      return;
    }
    this.#sendUrls.now();
    const { edit, settings } = this.#sync.claim();
    this.#generating = edit;
    this.#focusBefore = document.activeElement;
    const plan = this.#plan ?? state.plan;
    const clips = clipCount(
      plan,
      state.draft.references.map(({ kind }) => kind),
    );
    this.#post({ type: 'generate', edit, settings, plan, host: state.host, clips });
    document.getElementById(ids.generate)?.focus();
    this.#draw();
  }

  /** Back to where the person was when Generate was pressed, or to what must be mended. */
  #giveFocusBack(refused: boolean): void {
    if (refused && this.#state !== undefined) focusError(errors({ state: this.#state })[0]);
    else if (this.#focusBefore instanceof HTMLElement && this.#focusBefore.isConnected) this.#focusBefore.focus();
    this.#focusBefore = null;
  }

  #onKeydown(event: KeyboardEvent): void {
    const modifier = this.#mac ? event.metaKey : event.ctrlKey;
    // A key that is held would press Stop as soon as it stands in the place of Generate, and the other way round.
    const held = event.repeat && event.target instanceof Element && event.target.id === ids.generate;
    if (held && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.key !== 'Enter' || !modifier || event.isComposing) return;
    // A URL that was typed is added first: nobody has seen yet what it means for the request.
    const { target } = event;
    if (target instanceof HTMLInputElement && target.id === ids.addUrl && target.value.trim() !== '') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.#generate();
  }

  async #makeCopy({ copy, mime, bytes }: Extract<ComposerEvent, { type: 'original' }>): Promise<void> {
    if (!this.#copies.draw(copy)) return;
    this.#draw();
    try {
      const made = await copyPicture(new Blob([bytes], { type: mime }), copy);
      this.#post({ type: 'copyMade', copy, bytes: made });
      this.#copies.handOver(copy);
    } catch {
      // The browser says no more than that it could not; the host knows the words.
      this.#post({ type: 'copyFailed', copy });
      this.#copies.giveUp(copy);
    }
    this.#draw();
  }

  #postUrls(): void {
    for (const referenceId of this.#unsentUrls) {
      const url = (this.#typedUrls.get(referenceId) ?? '').trim();
      this.#post({ type: 'publicUrl', referenceId, url });
    }
    this.#unsentUrls.clear();
  }

  async #takeFiles(files: readonly File[], pasted: boolean): Promise<void> {
    for (const file of files) {
      if (file.size > largestDrop) {
        this.#notice(fill(this.#strings?.tooLarge ?? '', file.name, number(largestDrop / 1024 / 1024)));
        continue;
      }
      try {
        const bytes = new Uint8Array(await file.arrayBuffer());
        this.#post({ type: 'dropFile', name: file.name, bytes, pasted });
      } catch {
        // A folder, or a file that went away: the browser does not tell them apart.
        this.#notice(fill(this.#strings?.unreadable ?? '', file.name));
      }
    }
  }

  #notice(text: string): void {
    this.#ownNotices = [...this.#ownNotices, text];
    this.#draw();
  }

  #prompt(): HTMLTextAreaElement | undefined {
    const prompt = document.getElementById(ids.prompt);
    return prompt instanceof HTMLTextAreaElement ? prompt : undefined;
  }
}
