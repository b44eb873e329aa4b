import * as vscode from 'vscode';
import * as drafts from '../../engine/drafts/draft.ts';
import type { Edited } from '../../engine/drafts/draft.ts';
import { endedOn, type FrameOfTake } from '../../engine/drafts/lineage.ts';
import { shotsOf } from '../../engine/drafts/series.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { draftProblems } from '../../engine/references/draftProblems.ts';
import type { Look } from '../../engine/references/look.ts';
import { documentedCapabilities, type Capabilities } from '../../shared/capabilities.ts';
import type { ComposerRequest, ComposerState } from '../../shared/composerMessages.ts';
import type { Draft, Reference } from '../../shared/draft.ts';
import { line } from '../../shared/line.ts';
import type { MediaKind } from '../../shared/media.ts';
import { modeOf } from '../../shared/mode.ts';
import { clipCount, isImage, onePlan, splits, type Plan } from '../../shared/plan.ts';
import type { Problem } from '../../shared/problem.ts';
import { referenceToken } from '../../shared/referenceToken.ts';
import { isSame, type Service, type Studio } from '../studio.ts';
import type { Button } from '../buttons.ts';
import { mendButton } from '../mends.ts';
import { askAtGenerate } from './agree.ts';
import { thrownFailure, type Failure } from './failure.ts';
import { Looks } from './looks.ts';
import { Sending, type Progress, type Sent } from './sending.ts';
import { descentText } from '../words/descentText.ts';
import { usualText } from '../words/waits.ts';
import { hostOf, noService, priceText } from './serviceWords.ts';
import { travelOf } from './travel.ts';
import { counted, list } from '../words/amounts.ts';

/** What a person may do to a draft itself; the rest of the page's requests are gestures that the panel answers. */
export type DraftRequest = Extract<
  ComposerRequest,
  { type: 'edit' | 'plan' | 'remove' | 'move' | 'publicUrl' | 'dismissNotice' | 'stop' }
>;

/** Writing at each key would wear the disk; a crash may cost this much (ms) of typing. */
const saveAfter = 400;

/** One draft as it is worked on: knows what the page shows. Knows no page, and leaves what Generate does to `Sending`. */
export class Composer implements vscode.Disposable {
  readonly #studio: Studio;
  readonly #engine: Engine;
  readonly #changeEmitter = new vscode.EventEmitter<void>();
  #draft: Draft;
  #edit = 0;
  #notices: readonly string[];
  #capabilities: Capabilities = documentedCapabilities;
  /** What the draft is to become. Kept by the page over a reload, not with the draft. */
  #plan: Plan = onePlan;
  #progress: Progress = { phase: 'editing' };
  #failure: Failure | undefined;
  /** What a reply of the service said is wrong. Gone with the next change. */
  #found: readonly Problem[] = [];
  /** Shares of what is being uploaded, 0 to 1, by reference. */
  readonly #uploaded = new Map<string, number>();
  readonly #looks: Looks;
  readonly #sending: Sending;
  /** What decides about the ways has changed while the draft was being sent. */
  #outdated = false;
  #saving: NodeJS.Timeout | undefined;
  /** The draft is on disk as it was when that was last tried. */
  #kept = true;
  /** That it cannot be kept was read, and waved away. */
  #unkeptRead = false;
  /** Once a job holds the draft, nothing of it is to be saved any more. */
  #sent = false;
  #disposed = false;

  readonly onDidChange = this.#changeEmitter.event;

  constructor(studio: Studio, engine: Engine, { draft, notices }: Edited, plan: Plan = onePlan) {
    this.#studio = studio;
    this.#engine = engine;
    this.#draft = draft;
    this.#notices = notices;
    this.#plan = plan;
    this.#looks = new Looks(engine, studio.log);
    this.#looks.onDidChange(() => this.#changeEmitter.fire());
    this.#sending = new Sending({
      ...{ studio, engine, looks: this.#looks, agree: askAtGenerate(studio, engine) },
      show: (progress) => this.#show(progress),
      onProgress: (referenceId, share) => this.#onProgress(referenceId, share),
      save: (draft) => this.save(draft),
    });
  }

  get draft(): Draft {
    return this.#draft;
  }

  /** True where nothing would be lost by filling it. */
  get empty(): boolean {
    return drafts.isUntouched(this.#draft) && this.#draft.references.length === 0;
  }

  get sending(): boolean {
    return this.#progress.phase !== 'editing';
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
    this.#take(references, drafts.addReferences, leftOut === undefined ? [] : [leftOut]);
  }

  /** Puts a frame after the picture that the clip begins with, also where it is that one: then the clip is a loop. `notices`: said there. */
  endOn(frame: FrameOfTake, notices: readonly string[]): void {
    // They belong together: a clip for each of them would be another wish.
    if (!this.sending) this.#plan = { ...this.#plan, eachImage: false };
    this.#take([frame.picture], (draft) => endedOn(draft, frame), notices);
  }

  #take(references: readonly Reference[], into: typeof drafts.addReferences, more: readonly string[]): void {
    if (this.sending) {
      // Nobody has looked at them yet: what is sent is what was shown.
      const names = list(references.map(({ name }) => name));
      this.notice(vscode.l10n.t('Not added while the draft was being sent: {0}.', names));
      return;
    }
    const { draft, notices } = into(this.#draft, references);
    this.#change({ draft, notices: [...notices, ...more] });
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
      if (this.#progress.phase === 'uploading') this.#sending.stop();
      return;
    }
    // While it is sent the draft stands still; the page is locked as well.
    if (this.sending) return;
    switch (request.type) {
      case 'edit':
        this.#takeSettings(request);
        break;
      case 'plan':
        this.#plan = request.plan;
        this.#change({ draft: this.#draft, notices: [] });
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
        this.#unkeptRead = !this.#kept;
        this.#changeEmitter.fire();
    }
  }

  /** The tab was closed while it is sent: what has not left yet stays here, as nobody could stop it later. */
  abandon(): void {
    this.#sending.stop();
  }

  /** All that the page shows. */
  state(): ComposerState {
    const draft = this.#draft;
    const service = this.#studio.service;
    const looks = service === undefined ? [] : this.#looks.of(draft.references, service);
    const mend = this.failureMend;
    const shots = shotsOf(draft, this.#plan);
    const origin = this.#origin();
    return {
      draft,
      edit: this.#edit,
      capabilities: this.#capabilities,
      plan: this.#plan,
      mode: modeOf(kindsOf(shots[0])),
      tokens: this.#tokens(),
      travel: draft.references.map((reference, index) =>
        travelOf(reference, looks[index], this.#uploaded.get(reference.id)),
      ),
      problems: (service === undefined ? [noService()] : [...this.#check(looks, service), ...this.#found]).map(
        (problem) => ({ ...problem, message: sentence(problem.message) }),
      ),
      kept: this.#kept,
      notices: (this.#kept || this.#unkeptRead ? this.#notices : [...this.#notices, unkept()]).map(sentence),
      price: priceText(service, this.#prices(service, shots)),
      ...(service?.kind === 'live' && { wait: usualText(this.#engine.store.expectations.usual(shots[0], Date.now())) }),
      sandbox: service?.kind === 'sandbox',
      ...(origin !== undefined && { origin }),
      host: hostOf(service),
      ...this.#progress,
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
    this.#progress = { phase: 'sending' };
    this.#failure = undefined;
    this.#plan = request.plan;
    const changed = this.#takeSettings(request);
    try {
      // What was moved to something possible just now has not been seen by anybody: it is shown first.
      if (changed) return undefined;
      const clips = clipCount(this.#plan, kindsOf(this.#draft));
      if (request.clips !== clips) {
        this.#failure = {
          text: counted(
            vscode.l10n.t(
              'Look at it once more: it is {0} clip now. Nothing was sent. | Look at it once more: it is {0} clips now. Nothing was sent.',
            ),
            clips,
          ),
        };
        return undefined;
      }
      const order = { draft: this.#draft, plan: this.#plan };
      return this.#settle(await this.#sending.send(order, this.#capabilities, request.host));
    } catch (error) {
      this.#failure = thrownFailure(error);
      this.#studio.log.error(error);
      return undefined;
    } finally {
      this.#progress = { phase: 'editing' };
      this.#uploaded.clear();
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

  /** Puts the draft on disk now, or as it is sent. */
  save(draft = this.#draft): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    if (this.#sent) return;
    const kept = this.#save(draft);
    if (kept === this.#kept) return;
    this.#kept = kept;
    this.#unkeptRead = false;
    this.#changeEmitter.fire();
  }

  #save(draft: Draft): boolean {
    try {
      this.#engine.saveDraft(draft);
      return true;
    } catch (error) {
      if (this.#kept) this.#studio.log.warn('the draft cannot be saved', error);
      return false;
    }
  }

  /** The tab was closed: the draft is kept, unless there is nothing in it. */
  close(): void {
    if (this.empty) this.#engine.store.drafts.delete(this.#draft.id);
    else this.save();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#saving);
    this.#looks.dispose();
    this.#changeEmitter.dispose();
  }

  /** The first of the jobs, once nothing is left. */
  #settle({ jobs, left, failure, notice, found }: Sent): Job | undefined {
    if (left === undefined) {
      this.#sent = true;
      return jobs[0];
    }
    // Files that changed meanwhile are looked at once more.
    this.#outdated = true;
    this.#plan = left.plan;
    this.#change({ draft: left.draft, notices: notice === undefined ? [] : [...this.#notices, notice] });
    this.#failure = failure;
    this.#found = found ?? [];
    return undefined;
  }

  #show(progress: Progress): void {
    this.#progress = progress;
    if (progress.phase === 'sending') this.#uploaded.clear();
    this.#changeEmitter.fire();
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
    if (this.#uploaded.get(referenceId) === percent) return;
    this.#uploaded.set(referenceId, percent);
    this.#changeEmitter.fire();
  }

  /** What each of the clips cost the last time, credits. */
  #prices(service: Service | undefined, shots: readonly Draft[]): (number | undefined)[] {
    const prices = shots.map((draft) => service && this.#engine.store.lastCharge({ draft, service: service.kind }));
    return prices.flatMap((price) => Array.from({ length: this.#plan.takes }, () => price));
  }

  /** Which take the draft came from, in the words of the list of jobs. */
  #origin(): string | undefined {
    const { from } = this.#draft.lineage ?? {};
    if (from === undefined) return undefined;
    const parent = from.job === undefined ? undefined : this.#engine.store.get(from.job);
    return `${vscode.l10n.t('Comes from')}: ${descentText(from, parent)}`;
  }

  /** The token of each reference in a prompt: where each clip has one image, that is its first. */
  #tokens(): string[] {
    const kinds = kindsOf(this.#draft);
    const isSplit = splits(this.#plan, kinds);
    const style = this.#studio.settings.referenceToken;
    return kinds.map((kind, index) =>
      isSplit && isImage(kind) ? referenceToken([kind], 0, style) : referenceToken(kinds, index, style),
    );
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
    if (!this.sending) this.#saving ??= setTimeout(() => this.save(), saveAfter);
    this.#changeEmitter.fire();
  }

  #check(looks: readonly (Look | undefined)[], { baseUrl }: Service): Problem[] {
    return draftProblems(this.#draft, looks, this.#capabilities, baseUrl, this.#plan);
  }
}

/** A sentence may quote a file, a service or a program: no more of them than can be read, and nothing that turns it around. */
function sentence(text: string): string {
  return line(text, 1000);
}

function unkept(): string {
  return vscode.l10n.t('This draft cannot be written to disk now. It is kept as long as its tab is open.');
}

function kindsOf({ references }: Draft): (MediaKind | undefined)[] {
  return references.map(({ kind }) => kind);
}
