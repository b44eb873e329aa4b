import { shotOf } from '../../engine/drafts/shot.ts';
import { isActive, isUnfinished, type Job } from '../../engine/jobs/job.ts';
import type { StoreChange } from '../../engine/jobs/store.ts';
import { shotElement } from './shotElement.ts';

/** What a shot's row is drawn from. */
export interface Shot {
  readonly id: string;
  /** In view, oldest first; two or more. */
  readonly takes: readonly Job[];
}

/** What is to be drawn anew: some rows, or all of them. */
export type Redraw = readonly string[] | 'all';

/** The jobs in view and how they stand in rows: takes of one shot below a row of their own where there are several. */
export class JobRows {
  readonly #takesOf: (shot: string) => readonly Job[];
  /** What has ended and is older than that has no row, unless its shot has one: ms since 1970. */
  readonly #since: number;
  readonly #jobs = new Map<string, Job>();
  /** Ids of the jobs by shot, newest first. */
  readonly #shots = new Map<string, string[]>();
  /** The shots by the words of their takes: of one prompt there may be a clip for each image. */
  readonly #prompts = new Map<string, Set<string>>();

  /** `jobs`: newest first, each with all takes of its shot, the newest `limit` among them. `takesOf`: all takes of a shot. */
  constructor(jobs: readonly Job[], takesOf: (shot: string) => readonly Job[] = () => [], limit = Infinity) {
    this.#takesOf = takesOf;
    this.#since = jobs[limit - 1]?.createdAt ?? -Infinity;
    this.#fill(jobs);
  }

  #fill(jobs: Iterable<Job>): void {
    this.#jobs.clear();
    this.#shots.clear();
    this.#prompts.clear();
    for (const job of jobs) {
      this.#jobs.set(job.id, job);
      const shot = shotOf(job.draft);
      const { prompt } = job.draft;
      this.#prompts.set(prompt, (this.#prompts.get(prompt) ?? new Set()).add(shot));
      const ids = this.#shots.get(shot);
      if (ids === undefined) this.#shots.set(shot, [job.id]);
      else ids.push(job.id);
    }
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  get count(): number {
    return this.#jobs.size;
  }

  get active(): Job[] {
    return [...this.#jobs.values()].filter(isActive);
  }

  /** True where any take of the shot has a row: then all of them have. */
  hasShot(id: string): boolean {
    return this.#shots.has(id);
  }

  /** The shot, where there are several takes of it. */
  shot(id: string): Shot | undefined {
    const ids = this.#shots.get(id) ?? [];
    return ids.length < 2 ? undefined : { id, takes: ids.flatMap((job) => this.#jobs.get(job) ?? []).reverse() };
  }

  /** True where another shot in view has the same words: only what it is made from tells them apart. */
  hasTwin({ draft }: Job): boolean {
    return (this.#prompts.get(draft.prompt)?.size ?? 0) > 1;
  }

  /** The element below which the job's row stands; undefined where that is at the top. */
  parentOf(job: Job): string | undefined {
    const shot = shotOf(job.draft);
    return (this.#shots.get(shot)?.length ?? 0) < 2 ? undefined : shotElement(shot);
  }

  /** The elements at the top: what is under way first, then newest first. */
  roots(): string[] {
    const [active, others]: [string[], string[]] = [[], []];
    const seen = new Set<string>();
    for (const job of this.#jobs.values()) {
      const element = this.parentOf(job) ?? job.id;
      if (seen.has(element)) continue;
      seen.add(element);
      (this.#isActive(job) ? active : others).push(element);
    }
    return [...active, ...others];
  }

  /** Takes over what has changed, and says which rows are to be drawn anew for it. */
  update({ changed, removed }: StoreChange): Redraw {
    const known = changed.filter((job) => this.#jobs.has(job.id));
    const come = changed.filter((job) => !this.#jobs.has(job.id) && this.#belongs(job));
    if (come.length > 0 || removed.some((id) => this.#jobs.has(id))) {
      this.#takeOver(known, come, removed);
      return 'all';
    }
    return this.#redraw(known);
  }

  /** True for a job without a row that is to have one. */
  #belongs(job: Job): boolean {
    return isUnfinished(job) || job.createdAt >= this.#since || this.#shots.has(shotOf(job.draft));
  }

  #takeOver(known: readonly Job[], come: readonly Job[], removed: readonly string[]): void {
    const jobs = new Map(this.#jobs);
    for (const job of known) jobs.set(job.id, job);
    // What comes may be another take of what is too old to have a row.
    for (const job of come)
      for (const take of [...this.#takesOf(shotOf(job.draft)), job]) if (!jobs.has(take.id)) jobs.set(take.id, take);
    for (const id of removed) jobs.delete(id);
    this.#fill([...jobs.values()].sort(newestFirst));
  }

  /** Takes over jobs that have rows already. */
  #redraw(changed: readonly Job[]): Redraw {
    const before = changed.map((job) => this.#standing(job));
    const rows = changed.filter((job) => jobFace(job) !== jobFace(this.#jobs.get(job.id)));
    for (const job of changed) this.#jobs.set(job.id, job);
    const after = changed.map((job) => this.#standing(job));
    if (after.some(({ active }, index) => active !== before[index]?.active)) return 'all';
    const shots = after.flatMap(({ parent, face }, index) => (face === before[index]?.face ? [] : (parent ?? [])));
    // A shot's row is drawn with those of its takes.
    const alone = rows.filter((job) => !shots.includes(this.parentOf(job) ?? '')).map(({ id }) => id);
    return [...new Set([...shots, ...alone])];
  }

  /** Where the job's row, or its shot's, stands, and what that of its shot says. */
  #standing(job: Job): { readonly active: boolean; readonly parent?: string; readonly face?: string } {
    const active = this.#isActive(job);
    const parent = this.parentOf(job);
    const shot = this.shot(shotOf(job.draft));
    return parent === undefined || shot === undefined ? { active } : { active, parent, face: shotFace(shot) };
  }

  /** True where something is under way in the row at the top that is, or holds, the job's. */
  #isActive(job: Job): boolean {
    const ids = this.#shots.get(shotOf(job.draft)) ?? [];
    return ids.some((id) => {
      const take = this.#jobs.get(id);
      return take !== undefined && isActive(take);
    });
  }
}

/** As `JobQueries.newest` has them. */
function newestFirst(one: Job, other: Job): number {
  return other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1);
}

/** What a row is drawn from: all of a job but when it was and will be looked at. A row that is drawn anew loses its tooltip. */
function jobFace(job: Job | undefined): string {
  return JSON.stringify({ ...job, polls: 0, pollFailures: 0, pollAt: 0, lookedAt: 0 });
}

function shotFace({ takes }: Shot): string {
  return JSON.stringify(takes.map((take) => [isActive(take), take.verdict ?? '', take.draft.prompt]));
}
