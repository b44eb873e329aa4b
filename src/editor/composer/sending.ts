import * as vscode from 'vscode';
import { shotOf } from '../../engine/drafts/shot.ts';
import { clipsOf, inItsShot } from '../../engine/drafts/series.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SeriesEnd } from '../../engine/jobs/series.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { Withdrawal } from '../../engine/jobs/submit.ts';
import type { SeriesOptions } from '../../engine/submissions.ts';
import { draftProblems } from '../../engine/references/draftProblems.ts';
import type { Look } from '../../engine/references/look.ts';
import type { Capabilities } from '../../shared/capabilities.ts';
import type { ComposerState } from '../../shared/composerMessages.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Problem } from '../../shared/problem.ts';
import { assertStaysInside, isBlocked } from '../outputFolder.ts';
import { plain } from '../plain.ts';
import { isSame, type Service, type Studio } from '../studio.ts';
import type { Agree } from './agree.ts';
import { consentsOf } from './consent.ts';
import {
  alreadySent,
  blockedFolder,
  callFailure,
  noKey,
  notBrought,
  thrownFailure,
  unknownFailure,
  type Failure,
} from './failure.ts';
import type { Looks } from './looks.ts';
import { hostOf, switched } from './serviceWords.ts';
import { targetOf } from './target.ts';
import { whyNotAll } from './whyNotAll.ts';
import { counted, list, number } from '../words/amounts.ts';
import { waitingText } from '../words/jobText.ts';
import { sentences } from '../../shared/sentences.ts';

/** A draft, and what is to become of it. */
export interface Order {
  readonly draft: Draft;
  readonly plan: Plan;
}

/** Why something was not sent, where there is something to say of it. */
interface Why {
  readonly failure?: Failure;
  readonly notice?: string;
  /** What a reply of the service said is wrong. */
  readonly found?: readonly Problem[];
}

/** What became of a Generate. */
export interface Sent extends Why {
  /** The jobs that hold what was sent. */
  readonly jobs: readonly Job[];
  /** What is still to be worked on; left out where everything was sent. */
  readonly left?: Order;
}

/** Where a Generate is. */
export type Progress = Pick<ComposerState, 'phase' | 'sent' | 'waiting'>;

/** What a composer lets its sending see and say. */
export interface SendingDeps {
  readonly studio: Studio;
  readonly engine: Engine;
  readonly looks: Looks;
  readonly agree: Agree;
  readonly show: (progress: Progress) => void;
  readonly onProgress: (referenceId: string, share: number) => void;
  /** Puts the draft on disk as it is sent, just before a job takes it over. */
  readonly save: (draft: Draft) => void;
}

/** For so long (ms) what was seen of the references is taken for what they are. */
const lookLasts = 1000;

/** The way of a draft from Generate to its jobs: everything is asked before, once for all clips, and each of them is sent once. */
export class Sending {
  readonly #deps: SendingDeps;
  #stop = new AbortController();

  constructor(deps: SendingDeps) {
    this.#deps = deps;
  }

  /** Ends what can still be ended: what was not sent. */
  stop(): void {
    this.#stop.abort();
  }

  /** Sends all clips of the order, if nothing is in the way. `shownHost`: the service that the person was shown. */
  async send(order: Order, capabilities: Capabilities, shownHost: string): Promise<Sent> {
    const { studio, engine, agree, save } = this.#deps;
    const stays = (why: Why = {}): Sent => ({ jobs: [], left: order, ...why });
    const { service } = studio;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    if (service === undefined) return stays();
    if (hostOf(service) !== shownHost) return stays({ failure: { text: switched(service) } });
    const seen = await this.#look(order, capabilities, service);
    const lookedAt = Date.now();
    if (!('looks' in seen)) return stays(seen);
    let { looks } = seen;
    if (!(await this.#haveKey(service))) return stays({ failure: noKey(service) });
    const draft = inItsShot(order.draft, order.plan, engine.store.takesOf(shotOf(order.draft)));
    const clips = clipsOf(draft, order.plan);
    const folders = [...new Set(clips.map((clip) => targetOf(clip, service, studio).folder))].map((folder) =>
      vscode.Uri.parse(folder),
    );
    for (const folder of folders) if (await isBlocked(folder)) return stays({ failure: blockedFolder(folder) });
    const consents = looks.flatMap(consentsOf);
    const agreed = await this.#asking(() => agree({ clips, service, consents }));
    if ('notice' in agreed) return stays(agreed);
    if (!isSame(service, studio.service)) return stays({ failure: { text: switched(service) } });
    // A question may have stood there for long.
    if (Date.now() - lookedAt > lookLasts) {
      const again = await this.#look(order, capabilities, service);
      if (!('looks' in again)) return stays(again);
      looks = again.looks;
    }
    for (const folder of folders) await assertStaysInside(folder);
    // Nobody is there any more who could stop it later.
    if (signal.aborted) return stays({ notice: vscode.l10n.t('Stopped. Nothing was sent.') });
    save(draft);
    const options = { consented: agreed.consented, seen: versionsOf(order.draft, looks) };
    const end = await this.#submit(clips, capabilities, service, options, consents.length > 0);
    return this.#settle(end, clips.length, order, service);
  }

  /** Looks at the references; what is in the way of sending them is said. */
  async #look(
    { draft, plan }: Order,
    capabilities: Capabilities,
    service: Service,
  ): Promise<{ readonly looks: readonly Look[] } | { readonly failure?: Failure }> {
    const { looks, changed } = await this.#deps.looks.fresh(draft.references, service);
    if (changed.length > 0) {
      // Nobody has seen yet what they show now.
      const names = list(changed.map(({ name }) => name));
      const text = vscode.l10n.t('Changed since you chose it: {0}. Look at it once more; nothing was sent.', names);
      return { failure: { text } };
    }
    const problems = draftProblems(draft, looks, capabilities, service.baseUrl, plan);
    return problems.some(({ severity }) => severity === 'error') ? {} : { looks };
  }

  /** Until the last request leaves, what is not sent yet can be stopped: while its files are uploaded, and between two clips. */
  #submit(
    clips: readonly Draft[],
    capabilities: Capabilities,
    service: Service,
    options: Pick<SeriesOptions, 'consented' | 'seen'>,
    uploads: boolean,
  ): Promise<SeriesEnd> {
    const { studio, engine, onProgress } = this.#deps;
    const { signal } = this.#stop;
    let shown: Progress = { phase: 'sending' };
    const show = (progress: Progress): void => this.#deps.show((shown = progress));
    const several = clips.length > 1;
    const sent = (done: number): Pick<Progress, 'sent'> => (several ? { sent: { done, of: clips.length } } : {});
    return engine.submitSeries(clips, (clip) => targetOf(clip, service, studio), capabilities, {
      ...options,
      signal,
      onProgress,
      onNext: (done) => {
        // What was agreed to is sent to the service that was shown, or not at all.
        if (!isSame(service, studio.service)) this.#stop.abort();
        if (uploads || several) show({ phase: 'uploading', ...sent(done) });
      },
      onLast: () => show({ phase: 'sending', ...sent(clips.length - 1) }),
      onWait: (wait) =>
        this.#deps.show(
          wait === undefined ? shown : { ...shown, phase: 'uploading', waiting: waitingText(wait, hostOf(service)) },
        ),
    });
  }

  #settle(end: SeriesEnd, clips: number, order: Order, service: Service): Sent {
    const [first, ...others] = end.left;
    if (first === undefined) return { jobs: end.jobs };
    const why = this.#why(end, service);
    // Nothing was sent: the draft is the composer's again, with its plan and everything in its place.
    if (others.length + 1 === clips) return { jobs: [], left: order, ...placed(why, first, order.draft) };
    const { engine, studio } = this.#deps;
    const { draft, plan, apart } = engine.rejoin(order.draft.id, [first, ...others], order.draft.references);
    const text = sentences([
      counted(vscode.l10n.t('Sent: {1} of {0} clip. | Sent: {1} of {0} clips.'), clips, number(end.jobs.length)),
      whyNotAll(end, service, isSame(service, studio.service)),
      vscode.l10n.t('What is left is kept as a draft, and is not sent until you press Generate.'),
      ...(apart.length > 0 ? [leftApart(apart)] : []),
    ]);
    const left = { draft, plan };
    if (why.notice !== undefined) return { jobs: end.jobs, left, notice: text };
    // What was found of that clip is said: the draft may hold its picture no more.
    return { jobs: end.jobs, left, failure: { ...why.failure, text } };
  }

  /** Why not everything was sent. */
  #why({ last, error }: SeriesEnd, service: Service): Why {
    if (error !== undefined) {
      this.#deps.studio.log.error(error);
      return { failure: thrownFailure(error) };
    }
    switch (last?.outcome) {
      case 'rejected':
        // The job is kept as a record; the draft is the composer's again.
        return last.job.failure === undefined
          ? {}
          : { failure: callFailure(last.job.failure, 'rejected', service, last.job.draft.references) };
      case 'withdrawn':
        return this.#whyWithdrawn(last.why, service);
      case 'unknown':
        return { failure: unknownFailure() };
      default:
        return {};
    }
  }

  #whyWithdrawn(why: Withdrawal, service: Service): Why {
    switch (why.kind) {
      case 'problems':
        return { found: why.problems };
      case 'reference':
        // Not a problem of the draft, which would have to be changed first: a bucket that was away may be back at the next Generate.
        return { failure: notBrought(why.message, service) };
      case 'failure':
        return { failure: callFailure(why.failure, 'withdrawn', service) };
      case 'alreadySent':
        return { failure: alreadySent() };
      case 'stopped':
        return isSame(service, this.#deps.studio.service)
          ? { notice: vscode.l10n.t('Stopped. Nothing was sent.') }
          : { failure: { text: switched(service) } };
    }
  }

  async #haveKey(service: Service): Promise<boolean> {
    const { keyring } = this.#deps.studio;
    if (service.kind === 'sandbox' || (await keyring.get(service.baseUrl)) !== undefined) return true;
    return this.#asking(() => keyring.ask(service.baseUrl));
  }

  /** As long as a question stands there nothing is under way: somebody is waited for, and that is shown. */
  async #asking<T>(ask: () => Promise<T>): Promise<T> {
    const { show } = this.#deps;
    show({ phase: 'asking' });
    try {
      return await ask();
    } finally {
      show({ phase: 'sending' });
    }
  }
}

/** How the files were when they were looked at, by the id of their reference. */
function versionsOf({ references }: Draft, looks: readonly Look[]): ReadonlyMap<string, string> {
  const versions = references.map(({ id }, index) => [id, looks[index]?.version] as const);
  return new Map(versions.flatMap(([id, version]) => (version === undefined ? [] : [[id, version]])));
}

/** What was found of a clip, as found of the draft that it became again. */
function placed({ found, ...why }: Why, clip: Draft, draft: Draft): Why {
  if (found === undefined) return why;
  const placeOf = (index: number): number => draft.references.findIndex(({ id }) => id === clip.references[index]?.id);
  return {
    ...why,
    found: found.map((each) => (each.index === undefined ? each : { ...each, index: placeOf(each.index) })),
  };
}

function leftApart(apart: readonly Draft[]): string {
  const name = plain(apart[0]?.references[0]?.name ?? '', 60);
  return vscode.l10n.t('More takes of “{0}” are drafts of their own now: see “Reopen Closed Draft…”.', name);
}
