// Runs in VS Code's extension host, as what VS Code calls there (`extensionTestsPath`): the tree of jobs over a store with 10,000 of them.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { JobTree } from '../../../src/editor/jobs/jobTree.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { draftOf, jobOf } from '../../support/engine/fixtures.ts';
import { NodePorts } from '../../support/engine/ports.ts';

const jobs = 10_000;
const runs = 21;

/** So many rows a person sees at once, on a high screen. */
const seen = 60;

/** One of its prints is the answer: the figures in JSON, behind a mark. */
export async function run(): Promise<void> {
  const folder = process.env['SEEDANCE_BENCH_FOLDER'] ?? '';
  fill(`${folder}/full`);
  const empty = await heldBy(`${folder}/empty`);
  const full = await heldBy(`${folder}/full`);
  const figures = {
    rows: [] as number[],
    update: [] as number[],
    memory: full.map((bytes, i) => bytes - (empty[i] ?? 0)),
  };
  for (let turn = -1; turn < runs; turn++) {
    const opened = await open(`${folder}/full`);
    const update = await timeOfUpdate(opened, `job-${jobs - 1 - Math.max(turn, 0)}`);
    await opened.close();
    if (turn < 0) continue;
    figures.rows.push(opened.ms);
    figures.update.push(update);
  }
  console.log(`[bench] ${JSON.stringify(figures)}`);
}

/** The store opened and the first rows drawn, as when the view is first shown; ms. */
async function open(folder: string) {
  const started = performance.now();
  const engine = new Engine({ folder, ports: new NodePorts('http://127.0.0.1:9') });
  const tree = new JobTree(
    () => Promise.resolve(engine),
    () => false,
  );
  const rows = await tree.getChildren();
  for (const row of rows.slice(0, seen)) await tree.getTreeItem(row);
  const ms = performance.now() - started;
  const close = async (): Promise<void> => {
    tree.dispose();
    await engine.dispose();
  };
  return { engine, tree, ms, close };
}

/** From a change of one job to its row drawn anew, ms: durably written, told, and asked for. */
async function timeOfUpdate({ engine, tree }: Awaited<ReturnType<typeof open>>, id: string): Promise<number> {
  const redrawn = Promise.withResolvers<unknown>();
  const listening = tree.onDidChangeTreeData((element) => redrawn.resolve(element));
  const started = performance.now();
  const verdict = engine.store.get(id)?.verdict === 'rejected' ? undefined : ('rejected' as const);
  engine.judge(id, verdict);
  const element = await redrawn.promise;
  if (element !== id) throw new Error(`${String(element)} was drawn anew, not ${id}`);
  await tree.getTreeItem(id);
  const ms = performance.now() - started;
  listening.dispose();
  return ms;
}

/** What the engine and the tree hold once they are open, in MB, some times over. */
async function heldBy(folder: string): Promise<number[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held: number[] = [];
  for (let turn = -1; turn < 5; turn++) {
    collect();
    const before = process.memoryUsage();
    const opened = await open(folder);
    collect();
    const after = process.memoryUsage();
    await opened.close();
    if (turn >= 0) held.push((after.heapUsed + after.external - before.heapUsed - before.external) / 1_000_000);
  }
  return held;
}

function fill(folder: string): void {
  const engine = new Engine({ folder, ports: new NodePorts('http://127.0.0.1:9') });
  for (let number = 0; number < jobs; number++) {
    const prompt = `Take ${number}: the camera glides past [Image 1] while the light of the evening comes in, slowly`;
    engine.store.insert(
      jobOf({
        ...{ id: `job-${number}`, requestId: `req_${number}`, state: 'succeeded', creditsCharged: 64 },
        ...{ createdAt: 1000 + number, acceptedAt: 1000 + number, endedAt: 121_000 + number },
        draft: draftOf({ id: `draft-${number}`, prompt }),
        download: { state: 'done', file: `file:///clips/${number}.mp4`, size: 1_000_000 },
      }),
    );
    engine.store.claimNotification(`job-${number}`);
  }
  void engine.dispose();
}
