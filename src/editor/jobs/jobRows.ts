import { shotOf } from '../../engine/drafts/shot.ts';
import { isActive, type Job } from '../../engine/jobs/job.ts';
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
  readonly #jobs = new Map<string, Job>();
  /** Ids of the jobs by shot, newest first. */
  readonly #shots = new Map<string, string[]>();
  /** The shots by the words of their takes: of one prompt there may be a clip for each image. */
  readonly #prompts = new Map<string, Set<string>>();

  /** `jobs`: newest first. */
  constructor(jobs: readonly Job[] = []) {
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
    const keepsOrder = removed.length === 0 && changed.every((job) => this.#jobs.has(job.id));
    if (!keepsOrder) return 'all';
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

/** What a row is drawn from: all of a job but when it was and will be looked at. A row that is drawn anew loses its tooltip. */
function jobFace(job: Job | undefined): string {
  return JSON.stringify({ ...job, polls: 0, pollFailures: 0, pollAt: 0, lookedAt: 0 });
}

function shotFace({ takes }: Shot): string {
  return JSON.stringify(takes.map((take) => [isActive(take), take.verdict ?? '', take.draft.prompt]));
}
