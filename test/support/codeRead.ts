import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './paths.mjs';
import { until } from './until.ts';

/** So long (ms) nothing more is read by a window that has come to rest. */
const rest = 10_000;

/** What a VS Code reads of the code of extensions, each file once. */
export class CodeRead {
  readonly #notes: string;

  /** Notes in a file of this folder. */
  constructor(folder: string) {
    this.#notes = join(folder, 'reads');
    writeFileSync(this.#notes, '');
  }

  /** For the environment of that VS Code. */
  get env(): NodeJS.ProcessEnv {
    return {
      NODE_OPTIONS: `--require=${join(root, 'test/support/noteReads.cjs')}`,
      SEEDANCE_READS: this.#notes,
    };
  }

  /** Counts from now on only. */
  forget(): void {
    writeFileSync(this.#notes, '');
  }

  /** Files that were read of an extension until now, by a part of the path of its folder. */
  of(extension: string): string[] {
    const read = readFileSync(this.#notes, 'utf8').split('\n');
    return [...new Set(read)].filter((file) => file.includes(extension) && existsSync(file));
  }

  /** The same once its code was read, and nothing more of it for a while. */
  async untilRest(extension: string): Promise<string[]> {
    let [files, since] = [this.of(extension), Date.now()];
    await until(
      `${extension} to rest`,
      async () => {
        await wait(250);
        const now = this.of(extension);
        if (now.length > files.length) [files, since] = [now, Date.now()];
        return files.length > 0 && Date.now() - since >= rest;
      },
      120_000,
    );
    return files;
  }
}

/** Of all of these files together. */
export function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}
