import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Room for a whole library. A poster has about 20 KB. */
const roomFor = 4000;

/** The first frames of clips as they were seen the last time, to be shown at once while a file loads. Each belongs to one state of a file. */
export class Posters {
  readonly #folder: string;
  readonly #most: number;

  /** `folder`: for posters alone; made when needed. When there are more than `most`, the older half goes. */
  constructor(folder: string, most = roomFor) {
    this.#folder = folder;
    this.#most = most;
  }

  /** A JPEG; undefined where this file was not seen yet as it is now. */
  async read(clip: vscode.Uri): Promise<Uint8Array | undefined> {
    try {
      // A Buffer reaches no page as bytes: VS Code would write it as JSON.
      return new Uint8Array(await readFile(await this.#fileOf(clip)));
    } catch {
      return undefined;
    }
  }

  /** Keeps what the page has drawn of a clip, if it is a JPEG. Rejects where it cannot be written. */
  async keep(clip: vscode.Uri, poster: Uint8Array): Promise<void> {
    if (poster[0] !== 0xff || poster[1] !== 0xd8) return;
    const file = await this.#fileOf(clip);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(file, poster);
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

  /** A file that was changed has another poster. */
  async #fileOf(clip: vscode.Uri): Promise<string> {
    const { mtime, size } = await vscode.workspace.fs.stat(clip);
    const name = createHash('sha256')
      .update(JSON.stringify([clip.toString(), mtime, size]))
      .digest('hex');
    return join(this.#folder, `${name}.jpg`);
  }
}
