import type { RecordPlace } from '../../../src/engine/clips/recordPlace.ts';
import type { Job, JobState } from '../../../src/engine/jobs/job.ts';
import type { Target } from '../../../src/engine/jobs/submit.ts';
import type { Hosting } from '../../../src/engine/references/hosting.ts';
import type { Draft } from '../../../src/shared/draft.ts';

/** How a window is opened in its process. */
export interface WindowOrder {
  /** Folder of the store, shared by windows. */
  readonly folder: string;
  /** Of the service, and the key that it knows this window by. */
  readonly baseUrl: string;
  readonly key: string;
  /** See `fastClock`. */
  readonly speed: number;
  readonly epoch: number;
  /** How local files travel. Left out: only as they do without any setting. */
  readonly hosting?: Partial<Hosting>;
  /** Left out: in the clip. */
  readonly recordPlace?: RecordPlace;
  /** From then on no file of this process can get a second name, as on exFAT. */
  readonly noLinks?: true;
}

/** What became of a submit; `job` where there is one. */
export interface Submitted {
  readonly outcome: 'accepted' | 'rejected' | 'unknown' | 'withdrawn';
  readonly job?: Job;
}

/** What a parent asks of a process with windows. The first argument names the window. */
export interface WindowMethods {
  readonly open: (window: string, order: WindowOrder) => Promise<void>;
  /** Agrees to whatever its references ask for. */
  readonly submit: (window: string, draft: Draft, target: Target) => Promise<Submitted>;
  /** The same for drafts that are sent one after the other. */
  readonly submitSeries: (window: string, drafts: readonly Draft[], target: Target) => Promise<void>;
  /** The state that it is in afterwards. Rejects as `Engine.cancel` does. */
  readonly cancel: (window: string, jobId: string) => Promise<JobState | undefined>;
  readonly refresh: (window: string) => Promise<void>;
  readonly drafts: (window: string) => Promise<readonly Draft[]>;
  readonly jobs: (window: string) => Promise<readonly Job[]>;
  /** Resolves when nothing is left to do by itself. */
  readonly finished: (window: string) => Promise<void>;
  /** Closes the window as a person does. */
  readonly close: (window: string) => Promise<void>;
  /** How late (ms) the process was with what was due, at its worst: no window of it can be quicker than that. */
  readonly lateness: (window: string) => Promise<number>;
  /** Resolves when the process has nothing under way any more, also nothing that nobody waits for. */
  readonly rested: (window: string) => Promise<void>;
  /** The process dies at this pass (from 1) of this kill point. */
  readonly arm: (window: string, point: number, pass: number) => Promise<void>;
  /** From now on it is counted what the process does to the world. */
  readonly watch: (window: string) => Promise<void>;
  /** The kill points that were passed so far, in their order, each with the deeds that were done by each pass of it. */
  readonly passed: (window: string) => Promise<readonly (readonly [point: number, deeds: readonly number[]])[]>;
}

export interface WindowCall {
  readonly call: number;
  readonly method: keyof WindowMethods;
  readonly args: readonly unknown[];
}

/** What a process with windows says. */
export type WindowMessage =
  | { readonly type: 'reply'; readonly call: number; readonly value?: unknown; readonly error?: string }
  /** The window's store has told of a change; `at` is ms since 1970. */
  | { readonly type: 'changed'; readonly window: string; readonly at: number; readonly jobs: readonly SeenJob[] }
  /** The window told its user of the end of a job. */
  | { readonly type: 'told'; readonly window: string; readonly job: SeenJob };

export type SeenJob = Pick<Job, 'id' | 'state' | 'download'>;
