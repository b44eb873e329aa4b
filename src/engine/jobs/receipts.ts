import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../ports.ts';
import type { Job } from './job.ts';
import { readJob } from './jobSchema.ts';

const ending = '.receipt.json';

/** No receipt is written for longer than this, ms. */
const writingLasts = 60_000;

/**
 * What was paid for and is not here yet, once more beside the database: one small file a job, with the id that leads to its clip. A
 * full disk or a damaged database can then cost no clip.
 */
export class Receipts {
  readonly #folder: string;
  readonly #log: Log;
  /** What the disk did not take: known to this window alone, for as long as it is open. */
  readonly #unwritten = new Map<string, Job>();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** True for the name of a receipt's file. */
  static isReceipt(name: string): boolean {
    return name.endsWith(ending);
  }

  /** Writes down that a job was accepted. True where it is on disk; else it is kept in memory. */
  keep(job: Job): boolean {
    try {
      writeWhole(this.#pathOf(job.id), JSON.stringify(job));
      this.#unwritten.delete(job.id);
      return true;
    } catch (error) {
      this.#log.warn(`the receipt of job ${job.id} (${job.requestId}) cannot be written`, error);
      this.#unwritten.set(job.id, job);
      return false;
    }
  }

  /**
   * Ends what a window began that was killed in the middle of a receipt: one that is whole gets its name, as it may be the only way to a
   * clip; any other is taken away, as it holds a prompt.
   */
  tidy(): void {
    for (const name of namesIn(this.#folder, /\.receipt\.json\.\d+$/)) {
      const begun = join(this.#folder, name);
      const [, id = '', pid] = /^(.*)\.receipt\.json\.(\d+)$/.exec(name) ?? [];
      try {
        if (isRunning(Number(pid)) && Date.now() - statSync(begun).mtimeMs < writingLasts) continue;
        const isWhole = jobIn(begun)[0]?.id === id;
        if (isWhole && !existsSync(this.#pathOf(id))) renameSync(begun, this.#pathOf(id));
        else rmSync(begun, { force: true });
      } catch (error) {
        this.#log.warn('a receipt that was begun cannot be ended', error);
      }
    }
  }

  /** The jobs of all receipts but of those that are `known` by their ids. What cannot be read is left where it is. */
  jobs(known: ReadonlySet<string> = new Set()): Job[] {
    const names = namesIn(this.#folder, /\.receipt\.json$/).filter((name) => !known.has(name.slice(0, -ending.length)));
    return [...this.#unwritten.values(), ...names.flatMap((name) => jobIn(join(this.#folder, name)))];
  }

  /** The job is in the database and has its end: its receipt has done its duty. */
  drop(id: string): void {
    this.#unwritten.delete(id);
    rmSync(this.#pathOf(id), { force: true });
  }

  #pathOf(id: string): string {
    return join(this.#folder, id + ending);
  }
}

function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`;
  mkdirSync(join(path, '..'), { recursive: true });
  try {
    // It holds a prompt: nobody else on this machine may read it.
    const file = openSync(temporary, 'w', 0o600);
    try {
      // Unlike writeSync, which may write less and say nothing.
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function namesIn(folder: string, pattern: RegExp): string[] {
  try {
    return readdirSync(folder).filter((name) => pattern.test(name));
  } catch {
    return [];
  }
}

function jobIn(path: string): Job[] {
  try {
    const job = readJob(JSON.parse(readFileSync(path, 'utf8')));
    return job === undefined ? [] : [job];
  } catch {
    return [];
  }
}
