import * as vscode from 'vscode';
import { Later } from '../../shared/later.ts';
import { globEscaped } from '../globEscaped.ts';

/** Time between two looks for a file that is missed, ms. */
const lookEvery = 2_000;

/**
 * A file that somebody looks at. A watcher may tell late of what was written before, and tells of what left a file as it was: only
 * when the file is another one than it was is that a change.
 */
export class WatchedFile implements vscode.Disposable {
  readonly #uri: vscode.Uri;
  readonly #changeEmitter = new vscode.EventEmitter<void>();
  #watcher: vscode.FileSystemWatcher | undefined;
  readonly #nextLook = new Later(() => this.#compare(), lookEvery);
  #state: Promise<string>;
  #missed = false;

  /** Fires when the file is another one, and when it is there again. */
  readonly onDidChange = this.#changeEmitter.event;

  /** Watches `uri`, which need not be there. */
  constructor(uri: vscode.Uri) {
    this.#uri = uri;
    this.#state = this.#look();
    this.#watcher = this.#watch();
  }

  /** Somebody looks at it. While nobody does it is not watched, and what became of it meanwhile is told once somebody does again. */
  set watched(watched: boolean) {
    if (watched === (this.#watcher !== undefined)) return;
    this.#watcher?.dispose();
    this.#watcher = watched ? this.#watch() : undefined;
    if (watched) this.#compare();
  }

  /** Somebody found no file, and waits for it: a watcher that began a moment ago may not have heard that it went, nor that it comes. */
  set missed(missed: boolean) {
    this.#missed = missed;
    if (missed) {
      this.#state = Promise.resolve('');
      this.#nextLook.ask();
    } else this.#nextLook.drop();
  }

  dispose(): void {
    this.missed = false;
    this.#watcher?.dispose();
    this.#changeEmitter.dispose();
  }

  #watch(): vscode.FileSystemWatcher {
    const name = this.#uri.path.split('/').at(-1) ?? '';
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(this.#uri, '..'), globEscaped(name)),
    );
    watcher.onDidChange(() => this.#compare());
    watcher.onDidCreate(() => this.#compare());
    // What comes back as it was is a change too: nothing was shown of it in between. Told late, it may be there again: one that is missed
    // has not been seen since.
    watcher.onDidDelete(() => {
      if (!this.#missed) this.#state = this.#look();
    });
    return watcher;
  }

  #compare(): void {
    const before = this.#state;
    const now = (this.#state = this.#look());
    void Promise.all([before, now]).then(([one, other]) => {
      if (one !== other) this.#changeEmitter.fire();
      else if (this.#missed) this.#nextLook.ask();
    });
  }

  /** What tells two states of the file apart; nothing where it is not there. */
  async #look(): Promise<string> {
    try {
      const { size, mtime } = await vscode.workspace.fs.stat(this.#uri);
      return `${size} ${mtime}`;
    } catch {
      return '';
    }
  }
}
