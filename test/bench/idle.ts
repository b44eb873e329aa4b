import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promised, type Bench } from './bench.ts';
import { startChild } from './child.ts';

const runs = 3;

/** Ms: until all is at rest, and how long that is looked at. */
const [settle, measure] = [5000, 60_000];

/** Ms of a minute that a process which has nothing to do may take: what the runtime itself does. */
const atRest = 60;

interface Rest {
  readonly ms: number;
  /** What would wake the process. */
  readonly waiting: readonly string[];
}

/** A minute of an engine with all jobs done: what it takes of the processor, against a Node that has nothing loaded. Nothing of it waits for a time, and of files only the store's folder is watched: another window may write. */
export const idle: Bench = {
  unit: 'ms of 60 s',
  better: 'smaller',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    try {
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let run = 0; run < runs; run++) {
        const [our, their] = await Promise.all([rest(join(folder, `${run}`), 1000), rest(folder, 0)]);
        if (our.waiting.length > 0) throw new Error(`at rest an engine waits for ${our.waiting.join(', ')}`);
        ours.push(our.ms);
        theirs.push(their.ms);
      }
      return [
        { name: 'idle', peer: 'node', ours, theirs },
        { name: 'idle:bound', peer: promised, ours, theirs: [atRest], goal: 1 },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function rest(folder: string, jobs: number): Promise<Rest> {
  const child = startChild('idleEngine.ts', { folder, settle, measure, jobs });
  try {
    return (await child.ask()) as Rest;
  } finally {
    await child.stop();
  }
}
