import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../support/faults/fault.ts';
import type { Bench } from './bench.ts';
import { ours, peers, type Create } from './createClients.ts';
import { createFaults, takesNothing } from './createFaults.ts';
import { startFaultyServer } from './faultyServer.ts';

/** How many POSTs of a create reach a service at which each of them meets the same fault: ours, and by clients as they are shipped. */
export const posts: Bench = {
  unit: 'POSTs',
  better: 'smaller',
  goal: 1,
  async measure() {
    const names = Object.keys(peers);
    const columns = await Promise.all([ours, ...Object.values(peers)].map(postsByFault));
    console.error(table(['Ours', ...names.map((name) => `\`${name}\` ${versionOf(name)}`)], columns));
    const [our = [], ...their] = columns.map((counts) => [sum(counts)]);
    return names.map((peer, index) => ({ name: `posts:${peer}`, peer, ours: our, theirs: their[index] ?? [] }));
  },
};

/** All at once: most of it is waiting before the next try. */
function postsByFault(create: Create): Promise<number[]> {
  return Promise.all(createFaults.map((fault) => count(create, fault)));
}

async function count(create: Create, fault: Fault): Promise<number> {
  const server = await startFaultyServer(fault);
  try {
    // How it tells of the fault is its own affair.
    await create(server.origin).catch(() => undefined);
    if (server.posts() === 0) throw new Error('a client never asked the service');
    return server.posts();
  } finally {
    await server.close();
  }
}

/** In Markdown, what the README shows: faults with the same counts in one row, those that nobody sends again after in the last. */
function table(clients: readonly string[], columns: readonly (readonly number[])[]): string {
  const rows = Map.groupBy(createFaults, (fault) => {
    const counts = columns.map((column) => column[createFaults.indexOf(fault)] ?? 0);
    return [...counts, takesNothing(fault) ? ' (surely not taken)' : ''].join();
  });
  const lines = [...rows].map(([key, faults]): string[] => {
    const counts = key.split(',');
    const note = counts.pop() ?? '';
    const once = counts.every((each) => each === '1');
    const names = once ? `The other ${faults.length}` : faults.map(({ name }) => name).join(', ');
    return [names + note, ...counts];
  });
  const isOther = ([name = '']: readonly string[]): boolean => name.startsWith('The other ');
  const again = columns.map((counts) =>
    sum(counts.map((count, index) => (createFaults[index] && takesNothing(createFaults[index]) ? 0 : count - 1))),
  );
  const all = [
    ['Fault', ...clients],
    ['---', ...clients.map(() => '---:')],
    ...lines.filter((line) => !isOther(line)),
    ...lines.filter(isOther),
    ['Sent again, and perhaps paid again', ...again.map(String)],
  ];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function versionOf(name: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return dependencies[name] ?? '';
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
