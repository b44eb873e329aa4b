import * as vscode from 'vscode';
import * as drafts from '../../engine/drafts/draft.ts';
import type { Edited } from '../../engine/drafts/draft.ts';
import { fileNameOf } from '../../engine/downloads/fileName.ts';
import type { Engine } from '../../engine/engine.ts';
import { checkDraft } from '../../engine/jobs/draftRequest.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { Submission, Withdrawal } from '../../engine/jobs/submit.ts';
import type { Offer } from '../../engine/references/way.ts';
import { needsUrl } from '../../engine/references/ways.ts';
import { documentedCapabilities, type Capabilities } from '../../shared/capabilities.ts';
import type { ComposerRequest, ComposerState } from '../../shared/composerMessages.ts';
import type { Draft, Reference } from '../../shared/draft.ts';
import { modeOf } from '../../shared/mode.ts';
import type { Problem } from '../../shared/problem.ts';
import { referenceToken } from '../../shared/referenceToken.ts';
import { outputFolder } from '../outputFolder.ts';
import type { Service, Studio } from '../studio.ts';
import { credits } from '../words/amounts.ts';
import { submitFailureText } from '../words/failures.ts';

/** What a person may do to a draft itself; the rest of the page's requests are gestures that the panel answers. */
export type DraftRequest = Extract<
  ComposerRequest,
  { type: 'edit' | 'remove' | 'move' | 'publicUrl' | 'dismissNotice' }
>;

/** Writing at each key would wear the disk; a crash may cost this much (ms) of typing. */
const saveAfter = 400;

/** One draft on its way to a job: knows what the page shows, and what Generate does. Knows no page. */
export class Composer implements vscode.Disposable {
  readonly #studio: Studio;
  readonly #engine: Engine;
  readonly #changeEmitter = new vscode.EventEmitter<void>();
  #draft: Draft;
  #edit = 0;
  #notices: readonly string[];
  #capabilities: Capabilities = documentedCapabilities;
  #phase: ComposerState['phase'] = 'editing';
  #failure: string | undefined;
  /** What a reply of the service, or of a way to it, said is wrong. Gone with the next change. */
  #found: readonly Problem[] = [];
  #saving: NodeJS.Timeout | undefined;
  /** Once a job holds the draft, nothing of it is to be saved any more. */
  #sent = false;
  #disposed = false;

  readonly onDidChange = this.#changeEmitter.event;

  constructor(studio: Studio, engine: Engine, { draft, notices }: Edited) {
    this.#studio = studio;
    this.#engine = engine;
    this.#draft = draft;
    this.#notices = notices;
  }

  get draft(): Draft {
    return this.#draft;
  }

  get sending(): boolean {
    return this.#phase === 'sending';
  }

  /** Asks the service what it offers, and fits the draft to it. */
  async learnCapabilities(): Promise<void> {
    // What stopped the last Generate may be mended by what has changed.
    if (this.#phase === 'editing') this.#failure = undefined;
    // At once: what a switched service costs must not stand there until the new one has answered.
    this.#changeEmitter.fire();
    const service = this.#studio.service;
    if (service === undefined) return;
    const capabilities = await this.#engine.capabilities(service.kind, service.baseUrl);
    if (capabilities === undefined || !isSame(service, this.#studio.service) || this.#phase === 'sending') return;
    this.#capabilities = capabilities;
    this.#change(drafts.fitToModel(this.#draft, capabilities));
  }

  /** Adds references, and says what was left out. */
  add(references: readonly Reference[], leftOut?: string): void {
    const { draft, notices } = drafts.addReferences(this.#draft, references);
    this.#change({ draft, notices: leftOut === undefined ? notices : [...notices, leftOut] });
  }

  handle(request: DraftRequest): void {
    // While it is sent the draft stands still; the page is locked as well.
    if (this.#phase === 'sending') return;
    switch (request.type) {
      case 'edit':
        this.#takeSettings(request);
        break;
      case 'remove':
        this.#change({ draft: drafts.removeReference(this.#draft, request.referenceId), notices: [] });
        break;
      case 'move':
        this.#change({ draft: drafts.moveReference(this.#draft, request.referenceId, request.to), notices: [] });
        break;
      case 'publicUrl':
        this.#change({ draft: drafts.setPublicUrl(this.#draft, request.referenceId, request.url), notices: [] });
        break;
      case 'dismissNotice':
        this.#notices = [];
        this.#changeEmitter.fire();
    }
  }

  /** All that the page shows. */
  async state(): Promise<ComposerState> {
    // All of one moment: what changes during the wait below is told by the next state.
    const draft = this.#draft;
    const edit = this.#edit;
    const phase = this.#phase;
    const service = this.#studio.service;
    const kinds = draft.references.map(({ kind }) => kind);
    const offers = service === undefined ? [] : await this.#offers(draft, service);
    return {
      draft,
      edit,
      capabilities: this.#capabilities,
      mode: modeOf(kinds),
      tokens: kinds.map((_, index) => referenceToken(kinds, index, this.#studio.settings.referenceToken)),
      travel: draft.references.map(({ id }, index) => ({ referenceId: id, way: 'ready', text: '', ...offers[index] })),
      problems: service === undefined ? [noService()] : [...this.#check(draft, offers, service), ...this.#found],
      notices: this.#notices,
      price: this.#price(draft, service),
      sandbox: service?.kind === 'sandbox',
      host: hostOf(service),
      phase,
      ...(this.#failure !== undefined && { failure: this.#failure }),
    };
  }

  /**
   * Sends the draft, once, however often it is asked. Resolves to the job that now holds the draft, or undefined where the draft is
   * still to be worked on; then the state says why.
   */
  async generate(request: Extract<ComposerRequest, { type: 'generate' }>): Promise<Job | undefined> {
    if (this.#phase === 'sending' || this.#sent) {
      // The page waits until its own number comes back.
      this.#edit = Math.max(this.#edit, request.edit);
      this.#changeEmitter.fire();
      return undefined;
    }
    this.#phase = 'sending';
    this.#failure = undefined;
    const changed = this.#takeSettings(request);
    try {
      // What was moved to something possible just now has not been seen by anybody: it is shown first.
      return changed ? undefined : await this.#generate(request.host);
    } catch (error) {
      this.#failure = vscode.l10n.t('Nothing was sent: {0}', error instanceof Error ? error.message : String(error));
      this.#studio.log.error(error instanceof Error ? error : String(error));
      return undefined;
    } finally {
      this.#phase = 'editing';
      this.#changeEmitter.fire();
    }
  }

  /** Puts the draft on disk now. */
  save(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    if (this.#sent) return;
    try {
      this.#engine.saveDraft(this.#draft);
    } catch (error) {
      this.#studio.log.error(`the draft cannot be saved: ${String(error)}`);
    }
  }

  /** The tab was closed: the draft is kept, unless there is nothing in it. */
  close(): void {
    if (drafts.isUntouched(this.#draft) && this.#draft.references.length === 0)
      this.#engine.store.deleteDraft(this.#draft.id);
    else this.save();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#saving);
    this.#changeEmitter.dispose();
  }

  async #generate(shownHost: string): Promise<Job | undefined> {
    const service = this.#studio.service;
    if (service === undefined) return undefined;
    if (hostOf(service) !== shownHost) {
      this.#failure = switched(service);
      return undefined;
    }
    const offers = await this.#offers(this.#draft, service);
    if (this.#check(this.#draft, offers, service).some(({ severity }) => severity === 'error')) return undefined;
    if (!(await this.#haveKey(service))) return undefined;
    if (!isSame(service, this.#studio.service)) {
      this.#failure = switched(service);
      return undefined;
    }
    this.save();
    const submission = await this.#engine.submit(this.#draft, this.#target(service), this.#capabilities);
    return this.#settle(submission, service);
  }

  #settle(submission: Submission, service: Service): Job | undefined {
    switch (submission.outcome) {
      case 'accepted':
      case 'unknown':
        this.#sent = true;
        return submission.job;
      case 'rejected':
        // The job is kept as a record; the draft is the composer's again.
        if (submission.job.failure !== undefined)
          this.#failure = submitFailureText(submission.job.failure, 'rejected', hostOf(service));
        this.save();
        return undefined;
      case 'withdrawn':
        this.#tell(submission.why, service);
        this.save();
        return undefined;
    }
  }

  #tell(why: Withdrawal, service: Service): void {
    switch (why.kind) {
      case 'problems':
        this.#found = why.problems;
        break;
      case 'reference':
        this.#found = [referenceProblem(this.#draft, why)];
        break;
      case 'failure':
        this.#failure = submitFailureText(why.failure, 'withdrawn', hostOf(service));
        break;
      case 'alreadySent':
        this.#failure = vscode.l10n.t(
          'This draft was sent already, from here or from another window; see its job. To make one more, choose “Make Again” there.',
        );
        break;
      case 'stopped':
        this.#failure = vscode.l10n.t('Stopped before anything was sent.');
    }
  }

  async #haveKey(service: Service): Promise<boolean> {
    const { keyring } = this.#studio;
    if (service.kind === 'sandbox' || (await keyring.get(service.baseUrl)) !== undefined) return true;
    if (await keyring.ask(service.baseUrl)) return true;
    this.#failure = vscode.l10n.t('A key is needed to generate with {0}. Nothing was sent.', hostOf(service));
    return false;
  }

  #target({ kind, baseUrl }: Service) {
    const draft = this.#draft;
    const file = draft.references.find(({ source }) => source.type === 'file')?.source;
    const source = file?.type === 'file' ? vscode.Uri.parse(file.uri) : undefined;
    const parts = { source: sourceName(draft), prompt: draft.prompt, model: draft.model, date: new Date() };
    const pattern = draft.fileName.trim() === '' ? this.#studio.settings.fileName(source) : draft.fileName;
    return {
      service: kind,
      baseUrl,
      folder: outputFolder(this.#studio.settings, source, this.#studio.context.globalStorageUri).toString(),
      fileName: fileNameOf(pattern, parts),
    };
  }

  /** True where something had to be moved to what the model makes. */
  #takeSettings({ edit, settings }: Extract<ComposerRequest, { type: 'edit' | 'generate' }>): boolean {
    this.#edit = Math.max(this.#edit, edit);
    const edited = drafts.applySettings(this.#draft, settings, this.#capabilities);
    this.#change(edited);
    return edited.notices.length > 0;
  }

  #change({ draft, notices }: Edited): void {
    if (this.#disposed) return;
    this.#draft = draft;
    this.#found = [];
    if (notices.length > 0) this.#notices = notices;
    // Not put off by the next key, and not while it is sent: the job holds the draft then.
    if (this.#phase === 'editing') this.#saving ??= setTimeout(() => this.save(), saveAfter);
    this.#changeEmitter.fire();
  }

  #offers(draft: Draft, { kind, baseUrl }: Service): Promise<Offer[]> {
    return Promise.all(draft.references.map((reference) => this.#engine.offer(reference, { service: kind, baseUrl })));
  }

  #check(draft: Draft, offers: readonly Offer[], { baseUrl }: Service): Problem[] {
    const urls = draft.references.map((_, index) => offers[index]?.url);
    const missing = draft.references.flatMap((reference, index): Problem[] =>
      offers[index]?.way === 'needsUrl'
        ? [{ field: 'mediaUrls', severity: 'error', message: needsUrl(reference), index }]
        : [],
    );
    return [...checkDraft(draft, urls, this.#capabilities, baseUrl), ...missing];
  }

  #price(draft: Draft, service: Service | undefined): string {
    if (service?.kind === 'sandbox') return vscode.l10n.t('Nothing is charged in the sandbox');
    const last = service && this.#engine.store.lastCharge({ draft, service: service.kind });
    return last === undefined
      ? vscode.l10n.t('Price shown after the first clip with these settings')
      : vscode.l10n.t('About {0} (last time for these settings)', credits(last));
  }
}

function isSame(service: Service, other: Service | undefined): boolean {
  return service.kind === other?.kind && service.baseUrl === other.baseUrl;
}

function switched(service: Service): string {
  return vscode.l10n.t(
    'The service was switched meanwhile; nothing was sent. Look at it once more: {0}.',
    hostOf(service),
  );
}

function hostOf(service: Service | undefined): string {
  if (service === undefined) return '';
  return service.kind === 'sandbox' ? vscode.l10n.t('The sandbox') : new URL(service.baseUrl).host;
}

function noService(): Problem {
  const message = vscode.l10n.t('The setting “seedance.baseUrl” is no https:// address. Mend it in the settings.');
  return { field: 'model', severity: 'error', message };
}

function referenceProblem(draft: Draft, { referenceId, message }: Extract<Withdrawal, { kind: 'reference' }>): Problem {
  const index = draft.references.findIndex(({ id }) => id === referenceId);
  return { field: 'mediaUrls', severity: 'error', message, ...(index >= 0 && { index }) };
}

/** Name of the first reference without its ending. */
function sourceName(draft: Draft): string {
  return draft.references[0]?.name.replace(/\.[^.]+$/, '') ?? '';
}
