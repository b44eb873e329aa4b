import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { StoreError } from '../../engine/jobs/storeError.ts';
import { Later } from '../../shared/later.ts';
import { isClipOf, type Known } from '../clips/isClipOf.ts';
import { clipGlob } from '../compare/clip.ts';
import { files, storedUri } from '../files.ts';
import { findClips, takeBack } from './findClips.ts';

/** Files that are asked for at once. */
const atOnce = 24;

/** Several files that are moved at once are looked for once, and a file is written in several steps, ms. */
const settled = 500;

/**
 * Which clips are not where they were, and which are not as they were. Looks for them in the workspace, and looks again when files come, go
 * or may have.
 */
export class Presence implements vscode.Disposable {
  readonly #engine: Engine;
  readonly #isWanted: () => boolean;
  readonly #listening: vscode.Disposable;
  readonly #changeEmitter = new vscode.EventEmitter<readonly string[]>();
  readonly #rewriteEmitter = new vscode.EventEmitter<readonly string[]>();
  #missing = new Set<string>();
  readonly #versions = new Map<string, number>();
  readonly #rewritten = new Set<string>();
  readonly #tellRewritten = new Later(() => this.#takeRewritten(), settled);
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  /** Fires with the ids of jobs whose clips have gone or come back. */
  readonly onDidChange = this.#changeEmitter.event;

  /** Fires with the ids of jobs whose clips were written anew. */
  readonly onDidRewrite = this.#rewriteEmitter.event;

  /** `isWanted`: whether anybody sees what is found out. While nobody does, no file is looked at by itself. */
  constructor(engine: Engine, isWanted: () => boolean = () => true) {
    this.#engine = engine;
    this.#isWanted = isWanted;
    const watcher = vscode.workspace.createFileSystemWatcher(clipGlob);
    this.#listening = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(() => this.#soon(() => this.#missing.size > 0 || engine.store.clips.displaced().length > 0)),
      watcher.onDidChange((uri) => this.#note(uri)),
      watcher.onDidDelete((uri) => this.#soon(() => engine.store.clips.idsAt(storedUri(uri)).length > 0)),
      vscode.window.onDidChangeWindowState(({ focused }) => this.#soon(() => focused)),
      // One that was missing may have been downloaded again, or found wherever it was.
      engine.store.onDidChange(({ changed }) => this.#followStore(changed.map(({ id }) => id))),
      this.#changeEmitter,
      this.#rewriteEmitter,
    );
  }

  isMissing(id: string): boolean {
    return this.#missing.has(id);
  }

  /** Is another one with each content that was seen to come into the file; undefined as long as that was never seen. */
  versionOf(id: string): number | undefined {
    return this.#versions.get(id);
  }

  /** Looks at every clip now. Rejects where the store cannot be read. */
  async look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#tellRewritten.drop();
    this.#listening.dispose();
  }

  #soon(isWorthIt: () => boolean): void {
    if (!this.#isWanted() || !isWorthIt()) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // What cannot be looked at now is looked at with the next change.
      if (this.#isWanted()) void this.look().catch(() => undefined);
    }, settled);
  }

  #note(file: vscode.Uri): void {
    const ids = this.#engine.store.clips.idsAt(storedUri(file));
    if (ids.length === 0) return;
    for (const id of ids) {
      this.#versions.set(id, Date.now());
      this.#rewritten.add(id);
    }
    this.#tellRewritten.ask();
    // It may be another's clip by now.
    this.#soon(() => true);
  }

  #takeRewritten(): void {
    const ids = [...this.#rewritten];
    this.#rewritten.clear();
    this.#rewriteEmitter.fire(ids);
  }

  #followStore(ids: readonly string[]): void {
    const back = ids.filter((id) => this.#missing.has(id));
    if (back.length > 0 || this.#looking !== undefined) this.#recheck(ids).catch(() => undefined);
  }

  /** Looks once more at those that were missing, after a look that is under way. */
  async #recheck(ids: readonly string[]): Promise<void> {
    await this.#looking?.catch(() => undefined);
    const back: string[] = [];
    for (const id of ids) {
      if (!this.#missing.has(id)) continue;
      const job = this.#engine.store.get(id);
      if (job?.download.state === 'done' && (await isAway({ ...job.download, id }, this.#engine))) continue;
      this.#missing.delete(id);
      this.#versions.set(id, Date.now());
      back.push(id);
    }
    if (back.length > 0) this.#changeEmitter.fire(back);
  }

  async #look(): Promise<void> {
    const { store } = this.#engine;
    const gone = await missingOf(store.clips.files(), this.#engine);
    await this.#find(gone.flatMap(({ id }) => store.get(id) ?? []));
    // What was removed from the list meanwhile is of no interest any more, and must not come back; what was found is elsewhere.
    const listed = new Map(store.clips.files().map(({ id, file }) => [id, file]));
    const missing = new Set(gone.filter(({ id, file }) => listed.get(id) === file).map(({ id }) => id));
    const either = new Set([...missing, ...this.#missing]);
    const changed = [...either].filter((id) => listed.has(id) && missing.has(id) !== this.#missing.has(id));
    // What comes back may be another clip than the one that went.
    for (const id of changed) this.#versions.set(id, Date.now());
    this.#missing = missing;
    if (changed.length > 0) this.#changeEmitter.fire(changed);
  }

  async #find(gone: readonly Job[]): Promise<void> {
    const { store } = this.#engine;
    // A newer version's store cannot be told where they are.
    if (store.readOnly) return;
    try {
      const elsewhere = [...gone];
      for (const job of store.clips.displaced()) {
        const isBack = await takeBack(this.#engine, job);
        // What was put away is out of the trash where it was. Of a copy elsewhere nobody wants to hear.
        if (!isBack && job.download.state !== 'none') elsewhere.push(job);
      }
      await findClips(this.#engine, elsewhere);
    } catch (error) {
      // They are as missing as before: nothing that a person has asked for has failed.
      if (!(error instanceof StoreError)) throw error;
    }
  }
}

type Clip = ReturnType<Known['store']['clips']['files']>[number];

/** The clips that are not where they were; a few files at a time, as a slow disk has others to serve. */
async function missingOf(clips: readonly Clip[], engine: Known): Promise<Clip[]> {
  const missing: Clip[] = [];
  const left = clips.values();
  const work = async (): Promise<void> => {
    for (const clip of left) if (await isAway(clip, engine)) missing.push(clip);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return missing;
}

/** True where there is no file, or another's clip. One that is as large as ever is not read: there may be thousands. */
async function isAway({ id, file, size }: Clip, engine: Known): Promise<boolean> {
  const found = await files.size(file);
  if (found === undefined || found === size) return found === undefined;
  const job = engine.store.get(id);
  return job !== undefined && !(await isClipOf(job, { uri: vscode.Uri.parse(file), size: found }, engine));
}
