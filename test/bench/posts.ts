import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openServer } from '../support/engine/server.ts';
import type { Bench } from './bench.ts';
import { ours, peers, type Create } from './createClients.ts';
import { createFaults, type CreateFault } from './createFaults.ts';

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

async function count(create: Create, { answer }: CreateFault): Promise<number> {
  const server = await openServer(answer);
  try {
    // How it tells of the fault is its own affair.
    await create(server.origin).catch(() => undefined);
    const arrived = server.requests.filter(({ method }) => method === 'POST').length;
    if (arrived === 0) throw new Error('a client never asked the service');
    return arrived;
  } finally {
    await server.close();
  }
}

/** In Markdown: what the README shows. */
function table(clients: readonly string[], columns: readonly (readonly number[])[]): string {
  const rows = createFaults.map(({ name, turnsAway }, row) => [
    turnsAway ? `${name} (surely not taken)` : name,
    ...columns.map((counts) => counts[row] ?? 0),
  ]);
  const again = columns.map((counts) =>
    sum(counts.map((posts, row) => (createFaults[row]?.turnsAway ? 0 : posts - 1))),
  );
  const rule = ['---', ...clients.map(() => '---:')];
  const lines = [['Fault', ...clients], rule, ...rows, ['Sent again, and perhaps paid again', ...again]];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
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
