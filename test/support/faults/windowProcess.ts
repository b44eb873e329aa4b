import { fork, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Emitter } from '../../../src/engine/event.ts';
import { node } from '../paths.mjs';
import type { Program } from './killPoints.ts';
import type { WindowCall, WindowMessage, WindowMethods } from './windowOrder.ts';

/** Rejects calls to a process that has died meanwhile. */
export class WindowDied extends Error {
  override readonly name = 'WindowDied';
}

type Waiting = Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'>;

/** Why a test that stops a process is skipped; false where it is not. */
export const cannotStop = process.platform === 'win32' && 'a process cannot be made to stand still on Windows';

/** A process with windows (`engineChild.ts`), as its parent holds it. It is killed with the test at the latest. */
export class WindowProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #messageEmitter = new Emitter<WindowMessage>();
  readonly #errors: string[] = [];
  #calls = 0;
  #killed = false;

  /** Fires for what its windows tell of themselves. */
  readonly onDidSay = this.#messageEmitter.event;

  /** Resolves when the process is gone: with undefined where a SIGKILL ended it or it ended well, else with what it printed. */
  readonly ended: Promise<string | undefined>;

  constructor(t: TestContext, program: Program) {
    const child = fork(program.path, {
      execPath: node,
      env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(program.path), 'compiled') },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.stderr?.on('data', (data: Buffer) => {
      this.#errors.push(data.toString());
      if (process.env['SEEDANCE_TRACE'] !== undefined) process.stderr.write(data);
    });
    child.on('message', (message: WindowMessage) => this.#hear(message));
    // A message to a process that has just died is answered by its end.
    child.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        for (const { reject } of this.#waiting.values()) reject(new WindowDied(this.#errors.join('')));
        this.#waiting.clear();
        resolve(signal === 'SIGKILL' || code === 0 ? undefined : `${code ?? signal}: ${this.#errors.join('')}`);
      });
    });
    t.after(() => this.kill());
  }

  /** Asks something of the process. Rejects with `WindowDied` where it dies before it answers. */
  call<M extends keyof WindowMethods>(method: M, ...args: Parameters<WindowMethods[M]>): ReturnType<WindowMethods[M]> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const call = ++this.#calls;
    if (!this.alive) reject(new WindowDied());
    else {
      this.#waiting.set(call, { resolve, reject });
      this.#child.send({ call, method, args } satisfies WindowCall, () => undefined);
    }
    return promise as ReturnType<WindowMethods[M]>;
  }

  get alive(): boolean {
    return !this.#killed && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends it at once, in the middle of whatever it does; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** It stands still until `resume`, as a machine does that sleeps. */
  stop(): void {
    this.#child.kill('SIGSTOP');
  }

  /**
   * The same, and not in the middle of a write to the database at `path`: whoever stands still there keeps all others from theirs,
   * whatever they do.
   */
  async stopBetweenWrites(path: string): Promise<void> {
    // Another window is done with its write before this patience ends; one that stands still is not.
    const probe = new DatabaseSync(path, { timeout: 500 });
    try {
      for (;;) {
        this.stop();
        try {
          probe.exec('BEGIN IMMEDIATE; ROLLBACK');
          return;
        } catch {
          this.resume();
          await delay(20);
        }
      }
    } finally {
      probe.close();
    }
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  #hear(message: WindowMessage): void {
    if (message.type !== 'reply') {
      this.#messageEmitter.fire(message);
      return;
    }
    const waiting = this.#waiting.get(message.call);
    this.#waiting.delete(message.call);
    if (message.error === undefined) waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.error));
  }
}
