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

/** What was promised: MB over the memory of a process that has brought a small one. */
const memory = 64;

/** How a process brings a clip: as the product fetches, with all that the product does then, or by Node and nothing else. */
export type DownloadWay = 'fetch' | 'place' | 'node';

interface Brought {
  readonly seconds: number;
  /** Bytes of memory at most, over those before. */
  readonly added: number;
}

/** A clip of 1 GB from a host on this machine to the disk, against curl writing a file; what Node alone comes to tells the bound. */
export const download: Bench = {
  unit: 'MB/s',
  better: 'larger',
  async measure() {
    const host = startChild('clipHost.ts');
    try {
      const origin = String(await host.ask());
      const rounds: Record<DownloadWay | 'curl', Brought>[] = [];
      // One run more that does not count, to warm up all.
      for (let turn = -1; turn < runs; turn++) {
        const round = {
          fetch: await inFolder((folder) => bring(origin, folder, 'fetch')),
          curl: await inFolder((folder) => bringByCurl(origin, folder)),
          node: await inFolder((folder) => bring(origin, folder, 'node')),
          place: await inFolder((folder) => bring(origin, folder, 'place')),
        };
        if (turn >= 0) rounds.push(round);
      }
      const rate = (way: keyof (typeof rounds)[number]): number[] =>
        rounds.map((round) => size / megabyte / round[way].seconds);
      const added = (way: DownloadWay): number[] => rounds.map((round) => round[way].added / megabyte);
      const inMemory = { unit: 'MB', better: 'smaller', ours: added('fetch') } as const;
      const alone = 'node, http to a file';
      return [
        { name: 'download', peer: 'curl -o', goal: 0.8, ours: rate('fetch'), theirs: rate('curl') },
        { name: 'download:node', peer: alone, ours: rate('fetch'), theirs: rate('node') },
        { name: 'download:placed', peer: 'curl -o', ours: rate('place'), theirs: rate('curl') },
        { name: 'download:memory', ...inMemory, goal: 1, peer: promised, theirs: [memory] },
        { name: 'download:memory-node', ...inMemory, peer: alone, theirs: added('node') },
      ];
    } finally {
      await host.stop();
    }
  },
};

async function bring(origin: string, folder: string, way: DownloadWay): Promise<Brought> {
  const child = startChild('downloader.ts', { origin, size, folder, way });
  try {
    return (await child.ask()) as Brought;
  } finally {
    await child.stop();
  }
}

async function bringByCurl(origin: string, folder: string): Promise<Brought> {
  const file = join(folder, 'large.mp4');
  const started = performance.now();
  await run('curl', ['--silent', '--fail', '-o', file, `${origin}/${size}.mp4`]);
  const seconds = (performance.now() - started) / 1000;
  if (statSync(file).size !== size) throw new Error('curl brought another size');
  return { seconds, added: 0 };
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
