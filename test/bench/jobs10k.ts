import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promised, type Bench, type Measured } from './bench.ts';
import { inExtensionHost } from './extensionHost.ts';

/** What was promised: ms to the first rows, ms from a change to its row, MB over an empty store. */
const [firstRows, update, memory] = [100, 5, 30];

interface Figures {
  readonly rows: readonly number[];
  readonly update: readonly number[];
  readonly memory: readonly number[];
}

/** The tree of jobs over a store with 10,000, in the extension host: until its first rows are drawn, until a changed one is, and what it holds. */
export const jobs10k: Bench = {
  unit: 'ms',
  better: 'smaller',
  goal: 1,
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    try {
      const figures = (await inExtensionHost('jobs10k.ts', { SEEDANCE_BENCH_FOLDER: folder })) as Figures;
      const line = (name: string, ours: readonly number[], bound: number): Measured => ({
        ...{ name: `jobs-10k:${name}`, peer: promised, ours, theirs: [bound] },
      });
      return [
        line('first-rows', figures.rows, firstRows),
        line('update', figures.update, update),
        { ...line('memory', figures.memory, memory), unit: 'MB' },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
