import type { Job } from './job.ts';
import { LookRate } from './lookRate.ts';
import type { RunTimes } from './runTimes.ts';
import { TimeTable } from './timeTable.ts';

/** How long jobs take from some moment on, and the looks that are best for that. */
export interface Course {
  readonly times: TimeTable;
  readonly rate: LookRate;
}

/** Where a job is on its course. */
export interface Stage extends Course {
  /** Ms since the moment that the course counts from. */
  readonly age: number;
  /** The chance that one of its kind lasts as long in what this one does now. */
  readonly lasts: number;
}

/** Into how many equally likely moments it is cut when a job begins, where nobody knows just when. */
const cuts = 8;

/** A wait is rounded by less than this share of it: so a course is worked out once for all jobs that have waited about as long. */
const grain = 0.03;

/** How jobs of one kind go on that queue first and are processed then. */
export class Stages {
  readonly #queue: TimeTable;
  readonly #processing: TimeTable;
  /** By what is known of when a job begins. */
  readonly #courses = new Map<string, Course>();

  constructor({ queue, processing }: NonNullable<RunTimes['parts']>) {
    this.#queue = queue;
    this.#processing = processing;
  }

  /** Where a job is at `now` (ms since 1970) that was accepted then (likewise). */
  of(job: Job, acceptedAt: number, now: number): Stage {
    const { processingAt, queuedAt = acceptedAt, lookedAt = now } = job;
    if (job.state === 'processing' && processingAt !== undefined) {
      // It began somewhere between two looks.
      const course = this.#course('begun', processingAt - queuedAt, (between, share) => between * share);
      const age = Math.max(now - queuedAt, 0);
      return { ...course, age, lasts: course.times.survival(age) };
    }
    // It was last seen to wait at the last look, and may have begun since.
    const waited = Math.max(lookedAt - acceptedAt, 0);
    const course = this.#course('waits', waited, (waited, share) => this.#queue.left(waited, share));
    const age = Math.max(now - lookedAt, 0);
    return { ...course, age, lasts: Math.min(this.#queue.survival(waited), course.times.survival(age)) };
  }

  /** `beginOf`: when the `share` (0 to 1) of such jobs have begun that differ in `known` (ms), ms after the moment it counts from. */
  #course(what: string, known: number, beginOf: (known: number, share: number) => number): Course {
    const step = Math.round(Math.log(Math.max(known, 1000)) / grain);
    const name = `${what} ${step}`;
    const before = this.#courses.get(name);
    if (before !== undefined) return before;
    const begins = Array.from({ length: cuts }, (_, index) => beginOf(Math.exp(step * grain), (index + 0.5) / cuts));
    const times = TimeTable.of((ms) => begins.reduce((sum, begin) => sum + this.#processing.survival(ms - begin), 0));
    const course = { times, rate: new LookRate(times) };
    this.#courses.set(name, course);
    return course;
  }
}
