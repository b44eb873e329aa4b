/**
 * What Seedance Studio offers to other extensions. This file imports nothing: copy it into yours.
 *
 * ```ts
 * const extension = vscode.extensions.getExtension<SeedanceApi>('seedance-studio.seedance-studio');
 * const seedance = await extension?.activate();
 * const job = await seedance?.generate({ prompt: 'Waves at dusk', files: ['images/lake.png'] });
 * ```
 */
export interface SeedanceApi {
  /** Raised only when something here changes that would break who uses it. */
  readonly version: 1;
  /**
   * Asks the person, by a question that names files, settings, service and price, and sends the clip once if they agree; each call asks
   * anew. Resolves when the service has taken it, which is minutes before the clip is ready: see `onDidChangeJob`. Rejects with an
   * `Error` whose message says what happened, what to do and what is known of a charge, also where the person did not agree.
   */
  generate(request: GenerateRequest): Promise<JobInfo>;
  /** The newest jobs of this machine, newest first; at most `limit` of them, 50 where left out. */
  jobs(limit?: number): Promise<readonly JobInfo[]>;
  /** Fires when a job is made or changes, whoever made it. Ended by disposing what it returns. */
  readonly onDidChangeJob: (listener: (job: JobInfo) => unknown) => { dispose(): unknown };
}

/** A clip to be made. What is left out is as the person had it last. */
export interface GenerateRequest {
  readonly prompt: string;
  /** Images, videos or audio inside the open workspace: paths relative to its folder, absolute ones, or URIs as text. */
  readonly files?: readonly string[];
  /** The same on the web, public https:// addresses. At most five with `files`. */
  readonly urls?: readonly string[];
  /** Id of a model, such as `seedance-2.0`. */
  readonly model?: string;
  /** Such as `16:9`. */
  readonly aspectRatio?: string;
  /** Whole seconds. */
  readonly duration?: number;
  /** Such as `720p`. */
  readonly resolution?: string;
  /** Name of the finished file, without folder and ending. */
  readonly fileName?: string;
}

/** A job as it is now. */
export interface JobInfo {
  readonly job: string;
  /**
   * `unknown`: it was sent, and nobody can tell whether it was accepted and charged. `submitting`, `queued` and `processing` go on by
   * themselves; more words may come with a later version.
   */
  readonly state:
    'submitting' | 'queued' | 'processing' | 'succeeded' | 'failed' | 'cancelled' | 'rejected' | 'unknown';
  /** True while something is left to come by itself: an answer, a clip, its file. */
  readonly unfinished: boolean;
  readonly prompt: string;
  readonly model: string;
  readonly aspectRatio: string;
  /** Seconds. */
  readonly duration: number;
  readonly resolution: string;
  /** Names of the references. */
  readonly references: readonly string[];
  /** `sandbox`: a stand-in on this machine, where nothing is charged. */
  readonly service: 'live' | 'sandbox';
  /** As the service said; left out where it has not. */
  readonly creditsCharged?: number;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601. */
  readonly endedAt?: string;
  /** URI of the finished clip, once it is on disk. */
  readonly file?: string;
  /** Why it is where it is, in the person's language. */
  readonly reason?: string;
}
