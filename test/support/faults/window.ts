import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as turn } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Engine } from '../../../src/engine/engine.ts';
import { jobIdField } from '../../../src/engine/jobs/draftRequest.ts';
import { isUnfinished, type Job } from '../../../src/engine/jobs/job.ts';
import type { Submission } from '../../../src/engine/jobs/submit.ts';
import type { Ports } from '../../../src/engine/ports.ts';
import { readLedger } from '../../../src/sandbox/ledger.ts';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import { FakeClock } from '../engine/clock.ts';
import { clipBytes, draftOf, isClip, key } from '../engine/fixtures.ts';
import { inMemory, temporaryFolder } from '../engine/folder.ts';
import { NodePorts } from '../engine/ports.ts';
import { HostileService, type Customer, type Script } from './hostileService.ts';

/** A host that is silent for this long (ms) is given up: short enough to be waited for by many jobs. */
const brief = { connect: 5000, headers: 4000, body: 4000, reply: 6000 };

/** Where each silence has a name: no machine is so busy that another reply would take as long. */
const patient = { connect: 15_000, headers: 12_000, body: 12_000, reply: 18_000 };

export interface HostileWindowOptions {
  /** How fast the service makes clips, ms. */
  readonly pace?: { readonly queued: number; readonly processing: number };
  /** Waits long for a host that is silent. */
  readonly isPatient?: boolean;
}

/** What the sandbox gives for every job. */
const clip = clipBytes(20_000);

/** Leads to the ports of a hostile service. */
class HostilePorts extends NodePorts {
  override readonly access: Ports['access'] = (_, baseUrl) => Promise.resolve({ baseUrl, key });
}

/** An engine whose jobs meet a hostile service, each by a script of its own. */
export class HostileWindow {
  readonly clock = new FakeClock();
  readonly engine: Engine;
  readonly service: HostileService;
  readonly ports = new HostilePorts('http://127.0.0.1:1');
  readonly #root: string;
  #jobs = 0;
  #isOpen = true;

  private constructor(root: string, service: HostileService, isPatient: boolean) {
    this.#root = root;
    this.service = service;
    const limits = isPatient ? patient : brief;
    this.engine = new Engine({ folder: join(root, 'storage'), ports: this.ports, clock: this.clock, limits });
  }

  static async open(t: TestContext, options: HostileWindowOptions = {}): Promise<HostileWindow> {
    const { pace = { queued: 10, processing: 10 }, isPatient = false } = options;
    const root = temporaryFolder(t, inMemory);
    const clips = join(root, 'given');
    mkdirSync(clips);
    writeFileSync(join(clips, '16x9.mp4'), clip);
    const service = await HostileService.start(t, { folder: join(root, 'sandbox'), clips, pace });
    const window = new HostileWindow(root, service, isPatient);
    t.after(() => window.close());
    return window;
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.engine.dispose();
  }

  /** Opens a port for one job. */
  meet(script: Script, seed = 0): Promise<Customer> {
    return this.service.serve(seed, script);
  }

  /** Presses Cancel once. */
  async cancel(customer: Customer, id: string): Promise<void> {
    this.service.expect(customer, 'cancel');
    await this.engine.cancel(id);
  }

  /** Presses Generate once. */
  submit(customer: Customer, prompt = 'Waves at dusk'): Promise<Submission> {
    const name = `clip-${this.#jobs++}`;
    return this.engine.submit(
      draftOf({ id: `draft of ${name}`, prompt }),
      { service: 'live', baseUrl: customer.origin, folder: pathToFileURL(this.#clips).href, fileName: name },
      documentedCapabilities,
    );
  }

  /** Resolves with the job when nothing is left to do for it. `onChange` sees what becomes of it on the way. */
  ended(id: string, onChange: (job: Job) => void = () => undefined): Promise<Job> {
    const { store } = this.engine;
    return new Promise((resolve) => {
      const look = (job: Job | undefined): void => {
        if (job === undefined) return;
        onChange(job);
        if (isUnfinished(job)) return;
        listening.dispose();
        resolve(job);
      };
      const listening = store.onDidChange(({ changed }) => look(changed.find((job) => job.id === id)));
      look(store.get(id));
    });
  }

  /**
   * Lets time fly until `done` settles, but for while the service works: else days would pass over a single request. `upset` may do
   * something to the clock between two timers.
   */
  async fly<T>(done: Promise<T>, upset: (clock: FakeClock) => void = () => undefined): Promise<T> {
    const waiting = new Set([done]);
    const end = (): boolean => waiting.delete(done);
    done.then(end, end);
    while (waiting.size > 0) {
      await turn(2);
      if (this.service.isAtWork || this.clock.waiting === 0) continue;
      upset(this.clock);
      const { next } = this.clock;
      if (next !== undefined) this.clock.advance(next);
    }
    return done;
  }

  /** How often each job was charged, by its id. */
  async charges(): Promise<ReadonlyMap<string, number>> {
    const charges = new Map<string, number>();
    for (const { request } of await readLedger(join(this.#root, 'sandbox'))) {
      const id = (request['metadata'] as Record<string, string>)[jobIdField] ?? '';
      charges.set(id, (charges.get(id) ?? 0) + 1);
    }
    return charges;
  }

  /** Jobs that the service has charged for and that are not here, or not as what they brought; and those that it charged for twice. */
  async harm(): Promise<{ readonly lost: number; readonly chargedTwice: number }> {
    const charges = [...(await this.charges())];
    const isLost = (id: string): boolean => {
      const job = this.engine.store.get(id);
      return job === undefined || (job.state === 'succeeded' && !this.hasClip(job));
    };
    return {
      lost: charges.filter(([id]) => isLost(id)).length,
      chargedTwice: charges.filter(([, times]) => times > 1).length,
    };
  }

  /** True where the job's clip is there, byte for byte, maybe with its record. */
  hasClip({ download }: Job): boolean {
    return download.state === 'done' && isClip(readFileSync(fileURLToPath(download.file)), clip);
  }

  /** Names of all that lies in the folder of clips. */
  files(): string[] {
    return readdirSync(this.#clips);
  }

  get #clips(): string {
    const folder = join(this.#root, 'clips');
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}
