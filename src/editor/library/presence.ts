import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { files, storedUri } from '../files.ts';
import { findClips } from './findClips.ts';

/** Files that are asked for at once. */
const atOnce = 24;

/** Several files that are moved at once are looked for once, ms. */
const settled = 500;

/** Which clips are not where they were. Looks for them in the workspace, and looks again when files come, go or may have. */
export class Presence implements vscode.Disposable {
  readonly #engine: Engine;
  readonly #listening: vscode.Disposable;
  readonly #changeEmitter = new vscode.EventEmitter<readonly string[]>();
  #missing = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  /** Fires with the ids of jobs whose clips have gone or come back. */
  readonly onDidChange = this.#changeEmitter.event;

  constructor(engine: Engine) {
    this.#engine = engine;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.{mp4,m4v,mov,webm}', false, true, false);
    this.#listening = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(() => this.#soon(() => this.#missing.size > 0)),
      watcher.onDidDelete((uri) => this.#soon(() => engine.store.findByFile(storedUri(uri)) !== undefined)),
      vscode.window.onDidChangeWindowState(({ focused }) => this.#soon(() => focused)),
      this.#changeEmitter,
    );
  }

  isMissing(id: string): boolean {
    return this.#missing.has(id);
  }

  /** Looks at every clip now. Rejects where the store cannot be read. */
  async look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
  }

  #soon(isWorthIt: () => boolean): void {
    if (!isWorthIt()) return;
    clearTimeout(this.#timer);
    // What cannot be looked at now is looked at with the next change.
    this.#timer = setTimeout(() => void this.look().catch(() => undefined), settled);
  }

  async #look(): Promise<void> {
    const { store } = this.#engine;
    const gone = await missingOf(store.list());
    const found = new Set(await findClips(this.#engine, gone));
    const missing = new Set(gone.map(({ id }) => id).filter((id) => !found.has(id)));
    // What was removed from the list meanwhile is of no interest any more, and must not come back.
    const listed = new Set(store.list().map(({ id }) => id));
    const either = new Set([...missing, ...this.#missing]);
    const changed = [...either].filter((id) => listed.has(id) && missing.has(id) !== this.#missing.has(id));
    this.#missing = missing;
    if (changed.length > 0) this.#changeEmitter.fire(changed);
  }
}

/** The jobs whose clips are not where they were; a few files at a time, as a slow disk has others to serve. */
async function missingOf(jobs: readonly Job[]): Promise<Job[]> {
  const missing: Job[] = [];
  const left = jobs.values();
  const work = async (): Promise<void> => {
    for (const job of left)
      if (job.download.state === 'done' && (await files.size(job.download.file)) === undefined) missing.push(job);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return missing;
}
