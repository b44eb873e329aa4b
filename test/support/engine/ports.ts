import { constants } from 'node:fs';
import { copyFile, readFile, realpath, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RecordPlace } from '../../../src/engine/clips/recordPlace.ts';
import { errorText } from '../../../src/engine/log/errorText.ts';
import type { Access, Files, Log, Ports } from '../../../src/engine/ports.ts';
import type { OpenFile } from '../../../src/engine/references/byteSource.ts';
import { openDiskFile } from '../../../src/engine/references/diskFile.ts';
import type { Hosting } from '../../../src/engine/references/hosting.ts';
import { memoryFile } from '../../../src/engine/references/memoryFile.ts';
import { wayIds } from '../../../src/engine/references/way.ts';
import { key } from './fixtures.ts';

/** Files of this machine by `file:` URI, and beside them a file system in memory for every other URI. */
export class NodeFiles implements Files {
  readonly memory = new Map<string, Uint8Array>();

  async read(uri: string): Promise<Uint8Array> {
    if (uri.startsWith('file:')) return readFile(fileURLToPath(uri));
    const bytes = this.memory.get(uri);
    if (bytes === undefined) throw new Error(`no file ${uri}`);
    return bytes;
  }

  async size(uri: string): Promise<number | undefined> {
    if (!uri.startsWith('file:')) return this.memory.get(uri)?.length;
    return stat(fileURLToPath(uri)).then(
      ({ size }) => size,
      () => undefined,
    );
  }

  async open(uri: string): Promise<OpenFile> {
    return uri.startsWith('file:') ? openDiskFile(fileURLToPath(uri)) : memoryFile(await this.read(uri), 0);
  }

  async realPath(uri: string): Promise<string | undefined> {
    return uri.startsWith('file:') ? realpath(fileURLToPath(uri)).catch(() => undefined) : undefined;
  }

  async copyTo(path: string, uri: string): Promise<void> {
    if (uri.startsWith('file:')) return copyFile(path, fileURLToPath(uri), constants.COPYFILE_EXCL);
    if (this.memory.has(uri)) throw Object.assign(new Error(`${uri} exists`), { code: 'FileExists' });
    this.memory.set(uri, await readFile(path));
  }
}

/** A log whose lines are kept, each with its error. */
export function recorder(lines: string[]): Log {
  return {
    debug: (line) => void lines.push(line),
    info: (line) => void lines.push(line),
    warn: (line, error) => void lines.push(error === undefined ? line : `${line}: ${errorText(error)}`),
  };
}

/** The engine's surroundings on plain Node. */
export class NodePorts implements Ports {
  readonly files = new NodeFiles();
  /** All that was logged. */
  readonly lines: string[] = [];
  readonly log = recorder(this.lines);
  #access: Access;
  #hosting: Hosting = { ways: wayIds, trusted: true, folders: [], rawUrls: {} };

  constructor(baseUrl: string) {
    this.#access = { baseUrl, key };
  }

  /** What `access` answers from now on. */
  setAccess(access: Access): void {
    this.#access = access;
  }

  readonly access: Ports['access'] = () => Promise.resolve(this.#access);

  /** What `hosting` answers from now on. */
  setHosting(hosting: Partial<Hosting>): void {
    this.#hosting = { ...this.#hosting, ...hosting };
  }

  hosting(): Promise<Hosting> {
    return Promise.resolve(this.#hosting);
  }

  /** As the setting is where nobody has changed it. */
  recordPlace(): RecordPlace {
    return 'inFile';
  }

  network(): { readonly strictSSL: boolean } {
    return { strictSSL: true };
  }
}
