// A process with windows: engines on stores, driven by the parent over IPC. It is built by `buildWindow` and dies with its parent.
import { constants } from 'node:fs';
import fs, { copyFile, rename, rm, stat } from 'node:fs/promises';
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { copyWhole } from '../../../src/engine/downloads/copyWhole.ts';
import { Engine } from '../../../src/engine/engine.ts';
import type { Job } from '../../../src/engine/jobs/job.ts';
import type { Target } from '../../../src/engine/jobs/submit.ts';
import type { Ports } from '../../../src/engine/ports.ts';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import type { Draft } from '../../../src/shared/draft.ts';
import { NodeFiles, NodePorts } from '../engine/ports.ts';
import { noteDeeds } from './deeds.ts';
import { fastClock } from './fastClock.ts';
import { farPrefix } from './targetOf.ts';
import type { SeenJob, WindowCall, WindowMessage, WindowMethods } from './windowOrder.ts';

const windows = new Map<string, Engine>();
const delays = monitorEventLoopDelay();
delays.enable();
const trace = process.env['SEEDANCE_TRACE'] !== undefined;

/** What `buildWindow` adds to a program that is killable. */
declare global {
  var killPoints: { armed: number; pass: number; deeds: number; readonly passed: ReadonlyMap<number, number[]> };
}

/** Files of this machine, and beside them the same under `farPrefix`, reached as a file system that is not this machine's disk is. */
class FarFiles extends NodeFiles {
  override async size(uri: string): Promise<number | undefined> {
    return super.size(near(uri));
  }

  override async open(uri: string): ReturnType<NodeFiles['open']> {
    return super.open(near(uri));
  }

  override async copyTo(path: string, uri: string): Promise<void> {
    const pathOf = (each: string): string => fileURLToPath(near(each));
    await copyWhole(path, uri, {
      copy: (from, to) => copyFile(from, pathOf(to), constants.COPYFILE_FICLONE),
      rename: (from, to) => renameOnto(pathOf(from), pathOf(to)),
      delete: (each) => rm(pathOf(each), { force: true }),
    });
  }
}

function near(uri: string): string {
  return uri.startsWith(farPrefix) ? `file:${uri.slice(farPrefix.length)}` : uri;
}

class FarPorts extends NodePorts {
  override readonly files = new FarFiles();
  override readonly access: Ports['access'];

  /** `key`: for every service, as each job is asked for at its own. */
  constructor(baseUrl: string, key: string) {
    super(baseUrl);
    this.access = (_, asked) => Promise.resolve({ baseUrl: asked, key });
  }
}

/** As VS Code's file systems say it. */
async function renameOnto(from: string, to: string): Promise<void> {
  const taken = (): Error => Object.assign(new Error(`${to} exists`), { code: 'FileExists' });
  const isThere = await stat(to).then(
    () => true,
    () => false,
  );
  if (isThere) throw taken();
  await rename(from, to);
}

const methods: WindowMethods = {
  open(window, { folder, baseUrl, key, speed, epoch, hosting, recordPlace, noLinks }) {
    if (noLinks) forbidLinks();
    const ports = new FarPorts(baseUrl, key);
    if (hosting !== undefined) ports.setHosting(hosting);
    if (recordPlace !== undefined) ports.recordPlace = () => recordPlace;
    if (trace)
      ports.log.warn = (line) => {
        console.error(`${window}: ${line}`);
        return undefined;
      };
    const engine = new Engine({ folder, ports, clock: fastClock(speed, epoch) });
    engine.onDidEnd((job) => say({ type: 'told', window, job: seen(job) }));
    engine.store.onDidChange(({ changed }) => {
      const at = performance.timeOrigin + performance.now();
      say({ type: 'changed', window, at, jobs: changed.map(seen) });
    });
    windows.set(window, engine);
    return Promise.resolve();
  },
  async submit(window, draft, target) {
    const engine = engineOf(window);
    const options = { consented: await consentsOf(engine, draft, target) };
    const submission = await engine.submit(draft, target, documentedCapabilities, options);
    return { outcome: submission.outcome, ...('job' in submission && { job: submission.job }) };
  },
  async submitSeries(window, drafts, target) {
    const options = { signal: new AbortController().signal };
    await engineOf(window).submitSeries(drafts, () => target, documentedCapabilities, options);
  },
  cancel: async (window, jobId) => (await engineOf(window).cancel(jobId))?.state,
  refresh(window) {
    engineOf(window).refresh();
    return Promise.resolve();
  },
  drafts: (window) => Promise.resolve(engineOf(window).store.drafts.list()),
  jobs: (window) => Promise.resolve(engineOf(window).store.list()),
  finished(window) {
    const { store } = engineOf(window);
    return new Promise((resolve) => {
      const look = (): void => {
        if (store.unfinished().length > 0) return;
        listening.dispose();
        resolve();
      };
      const listening = store.onDidChange(look);
      look();
    });
  },
  async close(window) {
    await engineOf(window).dispose();
    windows.delete(window);
    // For the processes after this one: one that is killed leaves none of what it compiled.
    flushCompileCache();
  },
  lateness: () => Promise.resolve(delays.max / 1e6),
  async rested() {
    for (let quiet = 0; quiet < 3; quiet++) {
      await delay(1);
      if (process.getActiveResourcesInfo().some((name) => /^FS|Req|TCP/.test(name))) quiet = -1;
    }
  },
  watch: () => noteDeeds(() => killPoints.deeds++),
  arm(_, point, pass) {
    Object.assign(killPoints, { armed: point, pass });
    return Promise.resolve();
  },
  passed: () => Promise.resolve([...killPoints.passed]),
};

function forbidLinks(): void {
  fs.link = () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' }));
  syncBuiltinESMExports();
}

/** What a person would agree to who has looked at the draft's files. */
async function consentsOf(engine: Engine, { references }: Draft, target: Target): Promise<string[]> {
  const destinations: string[] = [];
  for (const reference of references) {
    if (reference.source.type !== 'file') continue;
    const { offer } = await engine.look(reference, target, AbortSignal.timeout(10_000));
    if (offer?.consent !== undefined) destinations.push(offer.consent.destination);
  }
  return destinations;
}

process.on('message', (message: WindowCall) => void answer(message));
process.on('disconnect', () => process.exit());

async function answer({ call, method, args }: WindowCall): Promise<void> {
  try {
    const run = methods[method] as (...args: readonly unknown[]) => Promise<unknown>;
    say({ type: 'reply', call, value: await run(...args) });
  } catch (error) {
    say({ type: 'reply', call, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function say(message: WindowMessage): void {
  if (process.connected) process.send?.(message);
}

function engineOf(window: string): Engine {
  const engine = windows.get(window);
  if (engine === undefined) throw new Error(`no window ${window}`);
  return engine;
}

function seen({ id, state, download }: Job): SeenJob {
  return { id, state, download };
}
