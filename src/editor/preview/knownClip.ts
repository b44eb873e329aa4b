import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Disposable } from '../../engine/event.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { PreviewState, Related } from '../../shared/previewMessages.ts';
import { originOf, type Origin } from '../clips/draftOfClip.ts';
import type { Studio } from '../studio.ts';
import { whyNot } from './clipActions.ts';
import { factsOf } from './facts.ts';
import { relatedTo } from './related.ts';

/** What is told of a clip that is shown. */
interface News {
  /** Of some job, and so perhaps of this one: jobs change at each look at the service. */
  changed(): void;
  /** Its file is at another place now. */
  moved(clip: vscode.Uri): void;
}

/**
 * What is known of a clip beside its file: its job, or what it says of itself, and what others have to do with it. A clip that was not made
 * here has facts all the same, and a store that cannot be opened, or read, is no reason not to play it.
 */
export class KnownClip {
  readonly #uri: vscode.Uri;
  readonly #studio: Studio;
  readonly #news: News;
  #following: Disposable | undefined;
  #over = false;
  /** Id of the job whose clip it is, once that is known. */
  #job: string | undefined;

  constructor(uri: vscode.Uri, studio: Studio, news: News) {
    this.#uri = uri;
    this.#studio = studio;
    this.#news = news;
  }

  /** Nothing more is told. */
  dispose(): void {
    this.#over = true;
    this.#following?.dispose();
    this.#following = undefined;
  }

  /** Who made it, as far as that can be told. From then on its news are told. */
  async origin(): Promise<Origin | undefined> {
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

  /** What is shown of it, and what can be done. */
  async shown(): Promise<Pick<PreviewState, 'facts' | 'sandbox' | 'related' | 'disabled'>> {
    const origin = await this.origin();
    return {
      facts: factsOf(this.#uri, origin, await this.#parent(origin)),
      sandbox: origin !== undefined && ('job' in origin ? origin.job : origin.record).service === 'sandbox',
      related: await this.#related(origin),
      disabled: whyNot({ uri: this.#uri, origin }),
    };
  }

  /** Where it is now, if something else than VS Code has moved it. That takes its time. */
  async elsewhere(): Promise<vscode.Uri | undefined> {
    await this.origin();
    if (this.#job === undefined) return undefined;
    const { findAgain } = await import('../library/findClips.ts');
    try {
      const engine = await this.#studio.engine();
      const job = engine.store.get(this.#job);
      const clip = job && (await findAgain(engine, job));
      return clip?.toString() === this.#uri.toString() ? undefined : clip;
    } catch (error) {
      this.#without(error, undefined);
      return undefined;
    }
  }

  /** What is shown of other jobs changes with them. */
  #follow({ store }: Engine): void {
    if (this.#over) return;
    this.#following ??= store.onDidChange(({ changed }) => {
      const home = changed.find(({ id }) => id === this.#job)?.download;
      if (home?.state === 'done' && home.aside === undefined && this.#isAside)
        this.#news.moved(vscode.Uri.parse(home.file));
      else this.#news.changed();
    });
  }

  /** True for a clip in the second place, which goes from there to its folder. What is renamed in VS Code takes its tab along by itself. */
  get #isAside(): boolean {
    return this.#uri
      .toString()
      .startsWith(`${vscode.Uri.joinPath(this.#studio.context.globalStorageUri, 'clips').toString()}/`);
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

  /** Of what the store would know there is only this. */
  #without<Known>(error: unknown, known: Known): Known {
    this.#studio.log.warn('the preview goes on without what the database knows of the clip', error);
    return known;
  }
}
