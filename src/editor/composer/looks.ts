import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Look } from '../../engine/references/look.ts';
import type { Reference } from '../../shared/draft.ts';
import type { Service } from '../studio.ts';

/** A URL is looked at when it has stood for so long, ms: while it is typed it names hosts that nobody means. */
const typingPause = 800;

/** What is known of the references of one composer. Each is looked at once, until it, or what decides about its way, changes. */
export class Looks implements vscode.Disposable {
  readonly #engine: Engine;
  readonly #log: vscode.LogOutputChannel;
  readonly #changeEmitter = new vscode.EventEmitter<void>();
  readonly #known = new Map<string, { readonly key: string; readonly look?: Look; readonly stale?: boolean }>();
  #stop = new AbortController();

  /** Fires when more is known. */
  readonly onDidChange = this.#changeEmitter.event;

  constructor(engine: Engine, log: vscode.LogOutputChannel) {
    this.#engine = engine;
    this.#log = log;
  }

  /** What is known of these references, one each; undefined as long as somebody looks. */
  of(references: readonly Reference[], service: Service): (Look | undefined)[] {
    for (const id of this.#known.keys())
      if (!references.some((reference) => reference.id === id)) this.#known.delete(id);
    return references.map((reference) => {
      const key = keyOf(reference, service);
      const known = this.#known.get(reference.id);
      const same = known?.key === key;
      if (same && known.stale !== true) return known.look;
      // What was known is shown until more is: nothing flickers while somebody looks again.
      const look = same ? known.look : undefined;
      this.#known.set(reference.id, { key, ...(look !== undefined && { look }) });
      this.#start(reference, service, key);
      return look;
    });
  }

  /** Looks at all of them now. Rejects where that cannot be done at all. */
  async fresh(references: readonly Reference[], service: Service): Promise<Look[]> {
    const { signal } = this.#stop;
    const looks = await Promise.all(references.map((reference) => this.#look(reference, service, signal)));
    references.forEach((reference, index) => {
      const look = looks[index];
      if (look !== undefined) this.#known.set(reference.id, { key: keyOf(reference, service), look });
    });
    return looks;
  }

  /** What decides about the ways has changed: everything is looked at anew. */
  forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    for (const [id, known] of this.#known) this.#known.set(id, { ...known, stale: true });
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
      this.#known.set(reference.id, { key, look });
      this.#changeEmitter.fire();
    };
    const wait = reference.publicUrl === undefined ? 0 : typingPause;
    setTimeout(() => {
      look().catch((error: unknown) => {
        if (!signal.aborted) this.#log.error(error instanceof Error ? error : String(error));
      });
    }, wait);
  }

  #look(reference: Reference, { kind, baseUrl }: Service, signal: AbortSignal): Promise<Look> {
    return this.#engine.look(reference, { service: kind, baseUrl }, signal);
  }
}

function keyOf({ source, publicUrl }: Reference, { kind, baseUrl }: Service): string {
  return JSON.stringify([source, publicUrl, kind, baseUrl]);
}
