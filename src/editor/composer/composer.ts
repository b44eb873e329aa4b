import * as vscode from 'vscode';
import * as drafts from '../../engine/drafts/draft.ts';
import type { Edited } from '../../engine/drafts/draft.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { Submission, Withdrawal } from '../../engine/jobs/submit.ts';
import { draftProblems } from '../../engine/references/draftProblems.ts';
import type { Look } from '../../engine/references/look.ts';
import { documentedCapabilities, type Capabilities } from '../../shared/capabilities.ts';
import type { ComposerRequest, ComposerState } from '../../shared/composerMessages.ts';
import type { Draft, Reference } from '../../shared/draft.ts';
import { line } from '../../shared/line.ts';
import { modeOf } from '../../shared/mode.ts';
import type { Problem } from '../../shared/problem.ts';
import { referenceToken } from '../../shared/referenceToken.ts';
import { assertStaysInside } from '../outputFolder.ts';
import type { Service, Studio } from '../studio.ts';
import type { Button } from '../buttons.ts';
import { mendButton } from '../mends.ts';
import { confirmCost } from './confirmCost.ts';
import { askConsent, consentsOf } from './consent.ts';
import { alreadySent, callFailure, noKey, thrownFailure, type Failure } from './failure.ts';
import { Looks } from './looks.ts';
import { hostOf, noService, priceText, switched } from './serviceWords.ts';
import { targetOf } from './target.ts';
import { travelOf } from './travel.ts';

/** What a person may do to a draft itself; the rest of the page's requests are gestures that the panel answers. */
export type DraftRequest = Extract<
  ComposerRequest,
  { type: 'edit' | 'remove' | 'move' | 'publicUrl' | 'dismissNotice' | 'stop' }
>;

/** Writing at each key would wear the disk; a crash may cost this much (ms) of typing. */
const saveAfter = 400;

/** For so long (ms) what was seen of the references is taken for what they are. */
const lookLasts = 1000;

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
  #failure: Failure | undefined;
  /** What a reply of the service said is wrong. Gone with the next change. */
  #found: readonly Problem[] = [];
  /** Shares of what is being uploaded, 0 to 1, by reference. */
  readonly #progress = new Map<string, number>();
  readonly #looks: Looks;
  #stop = new AbortController();
  /** What decides about the ways has changed while the draft was being sent. */
  #outdated = false;
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
    this.#looks = new Looks(engine, studio.log);
    this.#looks.onDidChange(() => this.#changeEmitter.fire());
  }

  get draft(): Draft {
    return this.#draft;
  }

  /** True where nothing would be lost by filling it. */
  get empty(): boolean {
    return drafts.isUntouched(this.#draft) && this.#draft.references.length === 0;
  }

  get sending(): boolean {
    return this.#phase !== 'editing';
  }

  /** Changes with what a reference's picture shows. */
  pictureKey(reference: Reference): string {
    return JSON.stringify([reference.id, reference.source, this.#looks.changesOf(reference)]);
  }

  /** Asks the service what it offers, and fits the draft to it. */
  async learnCapabilities(): Promise<void> {
    // What stopped the last Generate may be mended by what has changed.
    if (!this.sending) this.#failure = undefined;
    this.#outdate();
    // At once: what a switched service costs must not stand there until the new one has answered.
    this.#changeEmitter.fire();
    const service = this.#studio.service;
    if (service === undefined) return;
    const capabilities = await this.#engine.capabilities(service.kind, service.baseUrl);
    if (capabilities === undefined || !isSame(service, this.#studio.service) || this.sending) return;
    this.#capabilities = capabilities;
    const { draft, notices } = drafts.fitToModel(this.#draft, capabilities);
    // What was said of the references of a draft that has just opened is not read yet.
    this.#change({ draft, notices: notices.length === 0 ? [] : [...this.#notices, ...notices] });
  }

  /** Adds references, and says what was left out. */
  add(references: readonly Reference[], leftOut?: string): void {
    if (this.sending) {
      // Nobody has looked at them yet: what is sent is what was shown.
      const names = references.map(({ name }) => name).join(', ');
      this.notice(vscode.l10n.t('Not added while the draft was being sent: {0}.', names));
      return;
    }
    const { draft, notices } = drafts.addReferences(this.#draft, references);
    this.#change({ draft, notices: leftOut === undefined ? notices : [...notices, leftOut] });
  }

  /** Takes over all of another draft. False, and it stays as it is, where there is something in it. */
  fill(edited: Edited): boolean {
    if (this.sending || !this.empty) return false;
    const { draft, notices } = drafts.fitToModel({ ...edited.draft, id: this.#draft.id }, this.#capabilities);
    this.#change({ draft, notices: [...edited.notices, ...notices] });
    return true;
  }

  /** Something outside of the settings may have changed: files are looked at once more. */
  lookAgain(): void {
    this.#outdate();
    this.#changeEmitter.fire();
  }

  /** Puts another file in the place of a reference's own, and says so. */
  replaceFile(referenceId: string, uri: string, name: string, notice: string): void {
    if (this.sending) return;
    this.#change({ draft: drafts.replaceFile(this.#draft, referenceId, uri, name), notices: [notice] });
  }

  /** Shows a sentence until it is dismissed. */
  notice(text: string): void {
    this.#notices = [...this.#notices, text];
    this.#changeEmitter.fire();
  }

  handle(request: DraftRequest): void {
    if (request.type === 'stop') {
      // Later the request may have left: then its answer is waited for.
      if (this.#phase === 'uploading') this.#stop.abort();
      return;
    }
    // While it is sent the draft stands still; the page is locked as well.
    if (this.sending) return;
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
        if (request.url === '') void this.#forgetTypedUrl(request.referenceId);
        this.#change({ draft: drafts.setPublicUrl(this.#draft, request.referenceId, request.url), notices: [] });
        break;
      case 'dismissNotice':
        this.#notices = [];
        this.#changeEmitter.fire();
    }
  }

  /** All that the page shows. */
  state(): ComposerState {
    const draft = this.#draft;
    const service = this.#studio.service;
    const kinds = draft.references.map(({ kind }) => kind);
    const looks = service === undefined ? [] : this.#looks.of(draft.references, service);
    const mend = this.failureMend;
    return {
      draft,
      edit: this.#edit,
      capabilities: this.#capabilities,
      mode: modeOf(kinds),
      tokens: kinds.map((_, index) => referenceToken(kinds, index, this.#studio.settings.referenceToken)),
      travel: draft.references.map((reference, index) =>
        travelOf(reference, looks[index], this.#progress.get(reference.id)),
      ),
      problems: (service === undefined ? [noService()] : [...this.#check(looks, service), ...this.#found]).map(
        (problem) => ({ ...problem, message: sentence(problem.message) }),
      ),
      notices: this.#notices.map(sentence),
      price: priceText(service, service && this.#engine.store.lastCharge({ draft, service: service.kind })),
      sandbox: service?.kind === 'sandbox',
      host: hostOf(service),
      phase: this.#phase,
      ...(this.#failure !== undefined && { failure: sentence(this.#failure.text) }),
      ...(mend !== undefined && { failureMend: mend.title }),
    };
  }

  /**
   * Sends the draft, once, however often it is asked. Resolves to the job that now holds the draft, or undefined where the draft is
   * still to be worked on; then the state says why.
   */
  async generate(request: Extract<ComposerRequest, { type: 'generate' }>): Promise<Job | undefined> {
    if (this.sending || this.#sent) {
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
      this.#failure = thrownFailure(error);
      this.#studio.log.error(error);
      return undefined;
    } finally {
      this.#phase = 'editing';
      this.#progress.clear();
      if (this.#outdated) this.#outdate();
      // What came with the request was not put on disk as long as a job might take it over.
      this.save();
      this.#changeEmitter.fire();
    }
  }

  /** The button that mends what stopped the last Generate. */
  get failureMend(): Button | undefined {
    const service = this.#studio.service;
    return mendButton(this.#failure?.mend, service?.kind === 'live' ? { origin: service.baseUrl } : {});
  }

  /** Puts the draft on disk now. */
  save(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    if (this.#sent) return;
    try {
      this.#engine.saveDraft(this.#draft);
    } catch (error) {
      this.#studio.log.warn('the draft cannot be saved', error);
    }
  }

  /** The tab was closed: the draft is kept, unless there is nothing in it. */
  close(): void {
    if (this.empty) this.#engine.store.deleteDraft(this.#draft.id);
    else this.save();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#saving);
    this.#looks.dispose();
    this.#changeEmitter.dispose();
  }

  async #generate(shownHost: string): Promise<Job | undefined> {
    const service = this.#studio.service;
    if (service === undefined) return undefined;
    if (hostOf(service) !== shownHost) {
      this.#failure = { text: switched(service) };
      return undefined;
    }
    const looks = await this.#lookOnce(service);
    const lookedAt = Date.now();
    if (looks === undefined) return undefined;
    if (!(await this.#haveKey(service))) return undefined;
    if (!(await confirmCost([this.#draft], service, this.#studio, this.#engine))) {
      this.#notices = [...this.#notices, vscode.l10n.t('Nothing was sent. The draft is as it was.')];
      return undefined;
    }
    const consents = looks.flatMap(consentsOf);
    const agreed = await askConsent(consents, this.#engine);
    if (agreed === undefined) {
      this.#notices = [...this.#notices, vscode.l10n.t('Nothing was uploaded, and nothing was sent.')];
      return undefined;
    }
    if (!isSame(service, this.#studio.service)) {
      this.#failure = { text: switched(service) };
      return undefined;
    }
    // A question may have stood there for long.
    if (Date.now() - lookedAt > lookLasts && (await this.#lookOnce(service)) === undefined) return undefined;
    await assertStaysInside(vscode.Uri.parse(targetOf(this.#draft, service, this.#studio).folder));
    this.save();
    return this.#settle(await this.#submit(service, agreed, consents.length > 0), service);
  }

  /** Looks at the references; undefined where something is in the way of sending them, which is then said. */
  async #lookOnce(service: Service): Promise<readonly Look[] | undefined> {
    const { looks, changed } = await this.#looks.fresh(this.#draft.references, service);
    if (changed.length > 0) {
      // Nobody has seen yet what they show now.
      const names = changed.map(({ name }) => name).join(', ');
      this.#failure = {
        text: vscode.l10n.t('Changed since you chose it: {0}. Look at it once more; nothing was sent.', names),
      };
      return undefined;
    }
    const problems = this.#check(looks, service);
    return problems.some(({ severity }) => severity === 'error') ? undefined : looks;
  }

  /** As long as files are uploaded it can be stopped. */
  #submit(service: Service, consented: readonly string[], uploads: boolean): Promise<Submission> {
    this.#stop = new AbortController();
    const show = (phase: ComposerState['phase']): void => {
      this.#phase = phase;
      this.#changeEmitter.fire();
    };
    if (uploads) show('uploading');
    return this.#engine.submit(this.#draft, targetOf(this.#draft, service, this.#studio), this.#capabilities, {
      signal: this.#stop.signal,
      consented,
      onProgress: (referenceId, share) => this.#onProgress(referenceId, share),
      onResolved: () => {
        this.#progress.clear();
        show('sending');
      },
    });
  }

  /** What is known of the references may not hold any more. While they are sent it stands: that was looked at. */
  #outdate(): void {
    this.#outdated = this.sending;
    if (!this.sending) this.#looks.forget();
  }

  async #forgetTypedUrl(referenceId: string): Promise<void> {
    const reference = this.#draft.references.find(({ id }) => id === referenceId);
    const service = this.#studio.service;
    if (reference === undefined || service === undefined) return;
    try {
      await this.#engine.forgetTypedUrl(reference, { service: service.kind, baseUrl: service.baseUrl });
      this.lookAgain();
    } catch (error) {
      this.#studio.log.warn('a typed URL could not be forgotten', error);
    }
  }

  #onProgress(referenceId: string, share: number): void {
    const percent = Math.floor(share * 100) / 100;
    if (this.#progress.get(referenceId) === percent) return;
    this.#progress.set(referenceId, percent);
    this.#changeEmitter.fire();
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
          this.#failure = callFailure(submission.job.failure, 'rejected', service);
        return undefined;
      case 'withdrawn':
        this.#tell(submission.why, service);
        return undefined;
    }
  }

  #tell(why: Withdrawal, service: Service): void {
    switch (why.kind) {
      case 'problems':
        this.#found = why.problems;
        break;
      case 'reference':
        // Not a problem of the draft, which would have to be changed first: a bucket that was away may be back at the next Generate.
        this.#failure = { text: why.message, ...(service.kind === 'live' && { mend: 'setUpHosting' }) };
        break;
      case 'failure':
        this.#failure = callFailure(why.failure, 'withdrawn', service);
        break;
      case 'alreadySent':
        this.#failure = alreadySent();
        break;
      case 'stopped':
        this.#notices = [...this.#notices, vscode.l10n.t('Stopped. Nothing was sent.')];
    }
  }

  async #haveKey(service: Service): Promise<boolean> {
    const { keyring } = this.#studio;
    if (service.kind === 'sandbox' || (await keyring.get(service.baseUrl)) !== undefined) return true;
    if (await keyring.ask(service.baseUrl)) return true;
    this.#failure = noKey(service);
    return false;
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

  #check(looks: readonly (Look | undefined)[], { baseUrl }: Service): Problem[] {
    return draftProblems(this.#draft, looks, this.#capabilities, baseUrl);
  }
}

/** A sentence may quote a file, a service or a program: no more of them than can be read, and nothing that turns it around. */
function sentence(text: string): string {
  return line(text, 1000);
}

function isSame(service: Service, other: Service | undefined): boolean {
  return service.kind === other?.kind && service.baseUrl === other.baseUrl;
}
