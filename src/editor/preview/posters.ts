import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Which file, and how it was at a moment. */
export type PosterState = string & { readonly ofPoster: true };

/** Room for a whole library. A poster has about 20 KB. */
const roomFor = 4000;

/**
 * The first frames of clips as they were seen the last time, to be shown at once while a file loads. Each belongs to one state of a file:
 * to that which it was asked for, as the file may be another one when the picture comes.
 */
export class Posters {
  readonly #folder: string;
  readonly #most: number;

  /** `folder`: for posters alone; made when needed. When there are more than `most`, the older half goes. */
  constructor(folder: string, most = roomFor) {
    this.#folder = folder;
    this.#most = most;
  }

  /** The state in which a file is now; a file that was changed has another one. Undefined where there is none. */
  async stateOf(clip: vscode.Uri): Promise<PosterState | undefined> {
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(clip);
      const text = JSON.stringify([clip.toString(), mtime, size]);
      return createHash('sha256').update(text).digest('hex') as PosterState;
    } catch {
      return undefined;
    }
  }

  /** A JPEG; undefined where the file was not seen yet in that state. */
  async read(state: PosterState): Promise<Uint8Array | undefined> {
    try {
      // A Buffer reaches no page as bytes: VS Code would write it as JSON.
      return new Uint8Array(await readFile(this.#fileOf(state)));
    } catch {
      return undefined;
    }
  }

  /** Keeps what the page has drawn of a clip that it was asked for, if it is a JPEG. Rejects where it cannot be written. */
  async keep(state: PosterState, poster: Uint8Array): Promise<void> {
    if (poster[0] !== 0xff || poster[1] !== 0xd8) return;
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.#fileOf(state), poster);
    const names = await readdir(this.#folder);
    if (names.length > this.#most) await this.#thin(names);
  }

  async #thin(names: readonly string[]): Promise<void> {
    const files = names.map((name) => join(this.#folder, name));
    // Another window may thin them out too.
    const ages = await Promise.all(
      files.map(async (file) => ({ file, at: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0 })),
    );
    const older = ages.sort((one, other) => one.at - other.at).slice(0, files.length / 2);
    await Promise.all(older.map(({ file }) => rm(file, { force: true })));
  }

  #fileOf(state: PosterState): string {
    return join(this.#folder, `${state}.jpg`);
  }
}
