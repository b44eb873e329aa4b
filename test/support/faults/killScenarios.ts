import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Job } from '../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../src/engine/jobs/store.ts';
import type { Target } from '../../../src/engine/jobs/submit.ts';
import type { Draft, Reference } from '../../../src/shared/draft.ts';
import { inMemory, temporaryFolder } from '../engine/folder.ts';
import { pixel } from '../engine/references.ts';
import { deadOrigin, json, page, reset, type Handler } from '../engine/server.ts';
import { leaveBehind, type Left } from './leftBehind.ts';
import { startLedgerService, type LedgerService, type Step } from './ledgerService.ts';
import { farFolderIn, farTargetOf, targetOf, traceable } from './targetOf.ts';
import { WindowDied, type WindowProcess } from './windowProcess.ts';
import type { WindowOrder } from './windowOrder.ts';

/** A minute is over in 2 s: a dead window's jobs are taken up soon. */
const speed = 30;
const epoch = Date.now();

/** What a process is killed in, on a world of its own. */
export interface Scenario {
  /** What the window does, as a test is named by it. */
  readonly name: string;
  readonly drafts: readonly string[];
  readonly prepare: (world: World) => Promise<void>;
  readonly drive: (window: WindowProcess, world: World) => Promise<void>;
  /** Left out: the live service, and a folder of this machine. */
  readonly target?: (world: World) => Target;
  readonly order?: (world: World) => Pick<WindowOrder, 'hosting' | 'recordPlace' | 'noLinks'>;
}

/** A store, a folder of clips and a service. */
export interface World {
  readonly scenario: Scenario;
  readonly root: string;
  readonly store: string;
  readonly clips: string;
  readonly service: LedgerService;
}

/** A new one, ready for the scenario. */
export async function worldOf(t: TestContext, scenario: Scenario): Promise<World> {
  const root = temporaryFolder(t, inMemory);
  const places = { root, store: join(root, 'store'), clips: join(root, 'new', 'clips') };
  const world = { scenario, ...places, service: await startLedgerService(t) };
  await scenario.prepare(world);
  return world;
}

/** Opens a window on the world. */
export function open(window: WindowProcess, world: World, name = 'window'): Promise<void> {
  const { store: folder, service, scenario } = world;
  const order = { folder, baseUrl: service.origin, key: 'sd2_test', speed, epoch };
  return window.call('open', name, { ...order, ...scenario.order?.(world) });
}

/** Where the world's jobs go. */
export function targetIn(world: World): Target {
  return world.scenario.target?.(world) ?? targetOf('live', world.service.origin, world.clips);
}

/** Closes the window when nothing is left to do, and waits for what it does behind the last change. */
async function close(window: WindowProcess): Promise<void> {
  await window.call('finished', 'window');
  await window.call('rested', 'window');
  await window.call('close', 'window');
  await window.call('rested', 'window');
}

/** Presses Generate; returns the job. */
async function submit(window: WindowProcess, world: World, draft: Draft): Promise<Job> {
  const { job } = await window.call('submit', 'window', draft, targetIn(world));
  assert.ok(job !== undefined, draft.id);
  return job;
}

function save(folder: string, ...drafts: readonly Draft[]): void {
  const store = new JobStore(join(folder, 'jobs.db'));
  drafts.forEach((draft, index) => store.drafts.save(draft, index));
  store.close();
}

/** A job goes to its file. */
const making: Scenario = {
  name: 'sends a job, looks and downloads',
  drafts: ['kept'],
  prepare({ store }) {
    save(store, withPicture('kept'));
    return Promise.resolve();
  },
  async drive(window, world) {
    await open(window, world);
    await submit(window, world, withPicture('kept'));
    await close(window);
  },
};

/** One job is cancelled, two are sent one after the other, and somebody asks for news of all. */
const stopping: Scenario = {
  name: 'cancels, sends a series and asks for news',
  drafts: ['stopped', 'first', 'second'],
  prepare({ store }) {
    save(store, ...['stopped', 'first', 'second'].map((id) => traceable(id)));
    return Promise.resolve();
  },
  async drive(window, world) {
    await open(window, world);
    await whileUnfinished('stopped', world, async () => {
      const { id } = await submit(window, world, traceable('stopped'));
      await window.call('cancel', 'window', id);
    });
    await window.call('submitSeries', 'window', [traceable('first'), traceable('second')], targetIn(world));
    await window.call('refresh', 'window');
    await close(window);
  },
};

/** However slow this machine is, the job of that draft does not end by itself while something is done with it. */
async function whileUnfinished(draft: string, { service }: World, act: () => Promise<void>): Promise<void> {
  const { looksToSucceed } = service;
  service.looksToSucceed = (entry) => (entry.prompt === draft ? Infinity : looksToSucceed(entry));
  await act().finally(() => (service.looksToSucceed = looksToSucceed));
}

function withPicture(id: string): Draft {
  const url = 'https://example.com/sea.png';
  return traceable(id, { references: [{ id: 'sea', name: 'sea.png', kind: 'image', source: { type: 'url', url } }] });
}

/** An answer that a service or a host gives instead of its own; `clip` is what it would give in the end. */
type Trouble = (clip: Buffer) => Handler;

const busy: Trouble = () =>
  json(429, { success: false, error: { code: 'rate_limited', message: 'Later.' } }, { 'retry-after': '1' });

/** Half of a clip, and then no connection any more. */
const torn: Trouble = (clip) => (_, response) => {
  response.writeHead(206, { 'content-range': `bytes 0-${clip.length - 1}/${clip.length}` });
  response.write(clip.subarray(0, 20_000), () => setImmediate(() => response.destroy()));
};

/** A clip that is said to be whole and ends too early. */
const endsAt =
  (length: number): Trouble =>
  (clip) =>
  (_, response) =>
    void response.writeHead(200).end(clip.subarray(0, length));

/** The whole clip, whatever part of it was asked for. */
const whole: Trouble = (clip) => (_, response) => void response.writeHead(200).end(clip);

/** The rest of another clip. */
const other: Trouble =
  (clip) =>
  ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(206, { 'content-range': `bytes ${from}-${clip.length - 1}/${clip.length}` });
    response.end(Buffer.alloc(clip.length - from));
  };

const always =
  (handler: Handler): Trouble =>
  () =>
    handler;

/** What happens to the requests of each draft, one after the other; then all is well. */
const troubles: Readonly<Record<string, Partial<Record<Step, readonly Trouble[]>>>> = {
  busy: { create: [busy, busy], look: [always(json(500, {})), always(reset)], cancel: [always(json(503, {}))] },
  refused: {
    create: [always(json(400, { success: false, error: { code: 'moderation', message: 'No.' } }))],
  },
  torn: { clip: [torn] },
  whole: { clip: [torn, whole] },
  other: { clip: [torn, other] },
  late: { clip: [always(json(500, {}))] },
  over: { clip: [always(page(403, 'expired')), always(page(200, '-'))] },
  short: { clip: [endsAt(20_000), endsAt(10_000)] },
};

/** A draft that no service takes, and one with a file that is not there. */
const wrong = traceable('wrong', { prompt: ' ', metadata: '{' });
const without = traceable('without', {
  references: [{ id: 'gone', name: 'gone.png', kind: 'image', source: { type: 'file', uri: 'file:///gone.png' } }],
});

/** Each job meets something that is to be waited out, gone round or told of. */
const troubled: Scenario = {
  name: 'waits for a service that turns it away, and for hosts that give half of a clip',
  drafts: [...Object.keys(troubles), 'unreached', 'wrong', 'without'],
  prepare({ store, service }) {
    save(store, ...[...Object.keys(troubles), 'unreached'].map((id) => traceable(id)), wrong, without);
    const left = structuredCloneOf(troubles);
    service.instead = (step, prompt, entry) => {
      const trouble = left[prompt]?.[step]?.shift();
      return trouble?.(entry === undefined ? Buffer.alloc(0) : service.clipOf(entry));
    };
    return Promise.resolve();
  },
  async drive(window, world) {
    await open(window, world);
    const nowhere = { ...targetIn(world), baseUrl: await deadOrigin() };
    const withdrawn = [
      [traceable('unreached'), nowhere] as const,
      ...[wrong, without].map((draft) => [draft] as const),
    ];
    const withdraw = withdrawn.map(([draft, target = targetIn(world)]) =>
      window.call('submit', 'window', draft, target),
    );
    await whileUnfinished('busy', world, async () => {
      const sent = Object.keys(troubles).map((id) => submit(window, world, traceable(id)));
      await Promise.all([...sent, ...withdraw]);
      for (const { id, draft } of await window.call('jobs', 'window'))
        if (draft.id === 'busy')
          await window.call('cancel', 'window', id).catch((error: unknown) => {
            if (error instanceof WindowDied) throw error;
          });
    });
    await close(window);
  },
};

function structuredCloneOf(all: typeof troubles): Record<string, Partial<Record<Step, Trouble[]>>> {
  const copyOf = (steps: Partial<Record<Step, readonly Trouble[]>>): Partial<Record<Step, Trouble[]>> =>
    Object.fromEntries(Object.entries(steps).map(([step, list]) => [step, [...list]]));
  return Object.fromEntries(Object.entries(all).map(([id, steps]) => [id, copyOf(steps)]));
}

/** Two files travel to the service, the second of them with the same content as the first; the clip goes to a far folder. */
function travelling(
  way: string,
  service: Target['service'],
  hosting: (world: World) => WindowOrder['hosting'],
): Scenario {
  const draftIn = ({ root }: World): Draft => {
    const referenceTo = (name: string): Reference => ({
      ...{ id: name, name, kind: 'image' },
      source: { type: 'file', uri: pathToFileURL(join(root, name)).href },
    });
    return traceable('travelling', { references: ['sea.png', 'shore.png'].map(referenceTo) });
  };
  return {
    name: `brings files to the service by ${way}, and a clip to a folder that is on no disk`,
    drafts: ['travelling'],
    prepare(world) {
      mkdirSync(farFolderIn(world.clips), { recursive: true });
      for (const name of ['sea.png', 'shore.png']) writeFileSync(join(world.root, name), pixel);
      save(world.store, draftIn(world));
      return Promise.resolve();
    },
    async drive(window, world) {
      await open(window, world);
      await submit(window, world, draftIn(world));
      await close(window);
    },
    target: (world) => farTargetOf(service, world.service.origin, world.clips),
    order(world) {
      const ways = hosting(world);
      return { recordPlace: 'beside', ...(ways !== undefined && { hosting: ways }) };
    },
  };
}

const bucketOf = ({ service }: World): WindowOrder['hosting'] => ({
  ways: ['bucket'],
  bucket: {
    bucket: {
      ...({ endpoint: service.origin, region: 'us-east-1', name: 'bucket', prefix: '', style: 'path' } as const),
      ...{ accessKeyId: 'AK', linkSeconds: 3600 },
    },
    secret: { secretAccessKey: 'secret' },
  },
});

const programOf = ({ service }: World): WindowOrder['hosting'] => ({
  ways: ['uploader'],
  uploader: {
    command: [process.execPath, '--print', 'process.argv[1]', `${service.origin}/printed/picture.png`, '{file}'],
    seconds: 30,
  },
});

/** A clip goes to a folder whose file system gives no file a second name. */
const linkless: Scenario = {
  name: 'brings a clip to a folder whose file system knows no links',
  drafts: ['linkless'],
  prepare({ store }) {
    save(store, traceable('linkless'));
    return Promise.resolve();
  },
  async drive(window, world) {
    await open(window, world);
    await submit(window, world, traceable('linkless'));
    await close(window);
  },
  order: () => ({ noLinks: true }),
};

/** Takes up what a dead window has left of jobs. */
function takingUp(what: string, drafts: readonly Left[]): Scenario {
  return {
    name: `takes up ${what} of another one`,
    drafts,
    prepare: (world) => leaveBehind(drafts, world),
    async drive(window, world) {
      await open(window, world);
      await close(window);
    },
  };
}

/** All of them; what was killed in one is not killed in a later one once more. */
export const scenarios: readonly Scenario[] = [
  making,
  stopping,
  takingUp('requests', ['unsent', 'sent', 'queued', 'begun']),
  takingUp('downloads', ['halfway', 'placing', 'placed', 'over', 'late', 'former']),
  takingUp('clips that wait for their folder', ['homeless', 'moving', 'moving far', 'moved', 'stuck', 'returning']),
  troubled,
  linkless,
  travelling('the sandbox', 'sandbox', () => undefined),
  travelling('a bucket', 'live', bucketOf),
  travelling('a program', 'live', programOf),
];
