// A process with windows: engines on stores, driven by the parent over IPC. It is built by `buildWindow` and dies with its parent.
import { flushCompileCache } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Engine } from '../../../src/engine/engine.ts';
import type { Job } from '../../../src/engine/jobs/job.ts';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import { NodePorts } from '../engine/ports.ts';
import { fastClock } from './fastClock.ts';
import type { SeenJob, WindowCall, WindowMessage, WindowMethods } from './windowOrder.ts';

const windows = new Map<string, Engine>();
const delays = monitorEventLoopDelay();
delays.enable();
const trace = process.env['SEEDANCE_TRACE'] !== undefined;

/** What `buildWindow` adds to a program that is killable. */
declare global {
  var killPoints: { armed: number; readonly passed: ReadonlySet<number> };
}

const methods: WindowMethods = {
  open(window, { folder, baseUrl, key, speed, epoch }) {
    const ports = new NodePorts(baseUrl);
    ports.setAccess({ baseUrl, key });
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
    const submission = await engineOf(window).submit(draft, target, documentedCapabilities);
    return { outcome: submission.outcome, ...('job' in submission && { job: submission.job }) };
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
  arm(_, point) {
    killPoints.armed = point;
    return Promise.resolve();
  },
  passed: () => Promise.resolve([...killPoints.passed]),
};

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
