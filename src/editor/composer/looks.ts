import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Look } from '../../engine/references/look.ts';
import type { Reference } from '../../shared/draft.ts';
import type { SafeLog } from '../log.ts';
import type { Service } from '../studio.ts';

/** A URL is looked at when it has stood for so long, ms: while it is typed it names hosts that nobody means. */
const typingPause = 800;

interface Known {
  readonly key: string;
  /** Left out until the first look has come back. */
  readonly look?: Look;
  /** Something that decides about it has changed since. */
  readonly stale: boolean;
}

/** What is known of the references of one composer. Each is looked at once, until it, or what decides about its way, changes. */
export class Looks implements vscode.Disposable {
  readonly #engine: Engine;
  readonly #log: SafeLog;
  readonly #changeEmitter = new vscode.EventEmitter<void>();
  readonly #known = new Map<string, Known>();
  /** How often a file was found changed since it was chosen, and which state of it was seen last; by reference and file. */
  readonly #states = new Map<string, { readonly version: string; readonly changes: number }>();
  #stop = new AbortController();

  /** Fires when more is known. */
  readonly onDidChange = this.#changeEmitter.event;

  constructor(engine: Engine, log: SafeLog) {
    this.#engine = engine;
    this.#log = log;
  }

  /** What is known of these references, one each; undefined as long as somebody looks for the first time. */
  of(references: readonly Reference[], service: Service): (Look | undefined)[] {
    for (const id of this.#known.keys()) {
      if (!references.some((reference) => reference.id === id)) this.#known.delete(id);
    }
    return references.map((reference) => {
      const key = keyOf(reference, service);
      const known = this.#known.get(reference.id);
      const isSame = known?.key === key;
      if (isSame && !known.stale) return known.look;
      // What was known is shown until more is: nothing flickers while somebody looks again.
      const look = isSame ? known.look : undefined;
      this.#known.set(reference.id, { key, stale: false, ...(look !== undefined && { look }) });
      this.#start(reference, service, key);
      return look;
    });
  }

  /** Looks at all of them now, whatever is known, and says which of the files are not what they were when they were looked at last. */
  async fresh(
    references: readonly Reference[],
    service: Service,
  ): Promise<{ readonly looks: readonly Look[]; readonly changed: readonly Reference[] }> {
    // Not those that `of` may have started meanwhile: what it finds has not been shown to anybody yet.
    const shown = references.map((reference) => this.#states.get(stateKey(reference))?.version);
    this.forget();
    const { signal } = this.#stop;
    const looks = await Promise.all(references.map((reference) => this.#look(reference, service, signal)));
    references.forEach((reference, index) => this.#learn(reference, service, looks[index]));
    const changed = references.filter((_, index) => {
      const [before, now] = [shown[index], looks[index]?.version];
      return before !== undefined && now !== undefined && before !== now;
    });
    return { looks, changed };
  }

  /** What decides about the ways may have changed: everything is looked at anew when it is asked for. */
  forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    for (const [id, known] of this.#known) this.#known.set(id, { ...known, stale: true });
  }

  /** How often the file of a reference was found changed: its picture is another one each time. */
  changesOf(reference: Reference): number {
    return this.#states.get(stateKey(reference))?.changes ?? 0;
  }

  dispose(): void {
    this.#stop.abort();
    this.#known.clear();
    this.#changeEmitter.dispose();
  }

  #start(reference: Reference, service: Service, key: string): void {
    const { signal } = this.#stop;
    const isWanted = (): boolean => !signal.aborted && this.#known.get(reference.id)?.key === key;
    const look = async (): Promise<void> => {
      if (!isWanted()) return;
      const look = await this.#look(reference, service, signal);
      if (!isWanted()) return;
      this.#learn(reference, service, look);
      this.#changeEmitter.fire();
    };
    const wait = reference.publicUrl === undefined ? 0 : typingPause;
    setTimeout(() => {
      look().catch((error: unknown) => {
        if (!signal.aborted) this.#log.error(error);
      });
    }, wait);
  }

  #learn(reference: Reference, service: Service, look: Look | undefined): void {
    if (look === undefined) return;
    this.#known.set(reference.id, { key: keyOf(reference, service), look, stale: false });
    const { version } = look;
    const before = this.#states.get(stateKey(reference));
    if (version === undefined || version === before?.version) return;
    this.#states.set(stateKey(reference), { version, changes: before === undefined ? 0 : before.changes + 1 });
  }

  #look(reference: Reference, { kind, baseUrl }: Service, signal: AbortSignal): Promise<Look> {
    return this.#engine.look(reference, { service: kind, baseUrl }, signal);
  }
}

function keyOf({ source, publicUrl }: Reference, { kind, baseUrl }: Service): string {
  return JSON.stringify([source, publicUrl, kind, baseUrl]);
}

function stateKey({ id, source }: Reference): string {
  return JSON.stringify([id, source]);
}
