import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Uri, workspace } from 'vscode';
import { addReferences, fileReference, newDraft } from '../../src/engine/drafts/draft.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { documentedCapabilities } from '../../src/shared/capabilities.ts';
import { portsFor } from './ports.ts';
import { until } from './until.ts';

/** The engine with VS Code's own files, in VS Code's own Node, against the sandbox. */
describe('the engine in the extension host', () => {
  let folder: string;
  let sandbox: Sandbox;
  const engines: Engine[] = [];

  function openEngine(): Engine {
    const engine = new Engine({
      folder: join(folder, 'storage'),
      ports: portsFor(() => sandbox.origin),
    });
    engines.push(engine);
    return engine;
  }

  async function submit(engine: Engine, prompt: string): Promise<Job> {
    const [root] = workspace.workspaceFolders ?? [];
    assert.ok(root);
    const picture = Uri.joinPath(root.uri, 'lake-at-dawn.png');
    const { draft } = addReferences({ ...newDraft(), prompt, resolution: '480p', duration: 4 }, [
      fileReference(picture.toString(), 'lake-at-dawn.png'),
    ]);
    const target = {
      service: 'sandbox',
      baseUrl: sandbox.origin,
      folder: pathToFileURL(join(folder, 'out')).href,
      fileName: 'clip',
    } as const;
    const submission = await engine.submit(draft, target, documentedCapabilities);
    assert.equal(submission.outcome, 'accepted');
    return submission.job;
  }

  const settled = (engine: Engine, id: string) =>
    until('the clip', () => engine.store.get(id)?.download.state === 'done' && engine.store.get(id), 60_000);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-engine-'));
    sandbox = await startSandbox({
      folder: join(folder, 'sandbox'),
      clips: join(__dirname, '../../media/sandbox'),
      pace: { queued: 300, processing: 300 },
    });
  });

  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings a job from the click to the file', async () => {
    const engine = openEngine();
    const job = await settled(engine, (await submit(engine, 'Over the lake')).id);
    assert.equal(job.state, 'succeeded');
    assert.ok(job.download.state === 'done');
    assert.equal(statSync(fileURLToPath(job.download.file)).size, job.download.size);
  });

  it('goes on with a job after a restart', async () => {
    const first = openEngine();
    const { id } = await submit(first, 'Over the lake');
    await first.dispose();
    engines.length = 0;
    const job = await settled(openEngine(), id);
    assert.equal(job.state, 'succeeded');
  });

  it('shows the jobs of one window in the other, and tells of their end once', async () => {
    const [one, two] = [openEngine(), openEngine()];
    const told: string[] = [];
    one.onDidEnd(({ id }) => told.push(`one ${id}`));
    two.onDidEnd(({ id }) => told.push(`two ${id}`));
    const { id } = await submit(two, 'Over the lake');
    await settled(one, id);
    await until('the news', () => told.length > 0);
    assert.deepEqual(told, [`two ${id}`]);
  });

  it('asks for everything once, however many windows are open', async () => {
    const [one, two] = [openEngine(), openEngine()];
    const jobs = await Promise.all([submit(one, 'First'), submit(two, 'Second')]);
    const ended = await Promise.all(jobs.map(({ id }) => settled(one, id)));
    const names = ended.map(({ download }) => download.state === 'done' && download.file.split('/').at(-1)).sort();
    assert.deepEqual(names, ['clip-2.mp4', 'clip.mp4']);
  });
});
