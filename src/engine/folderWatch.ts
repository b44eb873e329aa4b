import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from './clock.ts';
import type { Disposable } from './event.ts';

/** How often a folder is looked at that the system does not watch for us, ms. */
const lookEvery = 5000;

/**
 * After the last sign of a change it is looked at again after so long each, ms: SQLite writes first, which the system tells of, and
 * what was written counts only once the disk has it, of which nobody tells.
 */
const looksAgain = [100, 900];

/** A single write is told of several times: within so many ms the same again says nothing that the next look does not see. */
const same = 50;

/**
 * Calls back when something changes in a folder: another window wrote there. Where the system has no watcher left, or none for this
 * file system, it calls back from time to time. `name` is the file's, where the system says it.
 */
export class FolderWatch implements Disposable {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #onChange: (name: string | null) => void;
  #watcher: FSWatcher | undefined;
  #timer: Disposable | undefined;
  #again: Disposable | undefined;
  /** What was called back for last, and when. */
  #last: { readonly name: string | null; readonly at: number } | undefined;

  constructor(folder: string, clock: Clock, onChange: (name: string | null) => void) {
    this.#folder = folder;
    this.#clock = clock;
    this.#onChange = onChange;
    this.renew();
  }

  /** Begins anew: at the same path there may be another folder by now. */
  renew(): void {
    this.dispose();
    try {
      const watcher = watch(this.#folder, { persistent: false }, (_, name) => this.#changed(name));
      watcher.on('error', () => {
        if (this.#watcher !== watcher) return;
        this.dispose();
        this.#lookLater();
      });
      this.#watcher = watcher;
    } catch {
      this.#lookLater();
    }
  }

  dispose(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#again?.dispose();
    this.#again = undefined;
  }

  #changed(name: string | null): void {
    const now = this.#clock.now();
    const isSame = this.#last?.name === name && now >= this.#last.at && now - this.#last.at < same;
    if (!isSame) {
      this.#last = { name, at: now };
      this.#onChange(name);
    }
    this.#lookAgain(looksAgain);
  }

  #lookAgain([wait, ...more]: readonly number[]): void {
    this.#again?.dispose();
    this.#again =
      wait === undefined
        ? undefined
        : this.#clock.after(wait, () => {
            this.#onChange(null);
            this.#lookAgain(more);
          });
  }

  #lookLater(): void {
    this.#timer = this.#clock.after(lookEvery, () => {
      this.#lookLater();
      this.#onChange(null);
    });
  }
}
