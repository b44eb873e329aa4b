import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { promised, type Bench } from './bench.ts';
import { startChild } from './child.ts';

const run = promisify(execFile);

const megabyte = 1_000_000;
const size = 1000 * megabyte;
const runs = 5;

/** What was promised: MB over the memory of an engine at rest. */
const memory = 64;

/**
 * A clip of 1 GB from a host on this machine to its place, as the product does it: looked at as it comes, safe on the disk, with how it
 * was made in it; against curl writing a file.
 */
export const download: Bench = {
  unit: 'MB/s',
  better: 'larger',
  goal: 0.8,
  async measure() {
    const host = startChild('clipHost.ts');
    try {
      const origin = String(await host.ask());
      const [ours, theirs, added]: [number[], number[], number[]] = [[], [], []];
      // One run more that does not count, to warm up both.
      for (let turn = -1; turn < runs; turn++) {
        const our = await inFolder((folder) => bringOurs({ origin, size, folder }));
        const their = await inFolder((folder) => bringByCurl(origin, folder));
        if (turn < 0) continue;
        ours.push(size / megabyte / our.seconds);
        added.push(our.added / megabyte);
        theirs.push(size / megabyte / their);
      }
      const bound = { unit: 'MB', better: 'smaller', goal: 1, peer: promised, theirs: [memory] } as const;
      return [
        { name: 'download', peer: 'curl -o', ours, theirs },
        { name: 'download:memory', ours: added, ...bound },
      ];
    } finally {
      await host.stop();
    }
  },
};

async function bringOurs(input: { origin: string; size: number; folder: string }) {
  const child = startChild('downloadOurs.ts', input);
  try {
    return (await child.ask()) as { readonly seconds: number; readonly added: number };
  } finally {
    await child.stop();
  }
}

async function bringByCurl(origin: string, folder: string): Promise<number> {
  const file = join(folder, 'large.mp4');
  const started = performance.now();
  await run('curl', ['--silent', '--fail', '-o', file, `${origin}/${size}.mp4`]);
  const seconds = (performance.now() - started) / 1000;
  if (statSync(file).size !== size) throw new Error('curl brought another size');
  return seconds;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
    // What one has written must not be on its way to the disk while the other is measured.
    await run('sync');
  }
}
