import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transport } from '../../../src/engine/api/transport.ts';
import type { Files } from '../../../src/engine/ports.ts';
import type { Git } from '../../../src/engine/references/git/git.ts';
import { GitWay } from '../../../src/engine/references/git/gitWay.ts';
import { ProvedUrls } from '../../../src/engine/references/git/provedUrls.ts';
import type { Reference } from '../../../src/shared/draft.ts';
import { startRawServer, type RawServer } from './rawServer.ts';
import { isolated, Repository } from './repository.ts';
import { recorder } from '../engine/ports.ts';

/** A PNG's first bytes, and then what tells one picture from another. */
export function picture(content: string): Buffer {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(content)]);
}

export function referenceTo(uri: string): Reference {
  return { id: 'reference', name: 'picture.png', source: { type: 'file', uri } };
}

/** A git host with its repositories, a machine with work trees, and the way that is tried between them. */
export class World {
  /** Where the work trees are. */
  readonly folder: string;
  readonly server: RawServer;
  readonly lines: string[] = [];
  /** Time as the proofs see it, ms. */
  now = 0;
  readonly #scratch: string;
  readonly #remotes: string;
  readonly #transport = new Transport({ strictSSL: true });
  readonly #proved = new ProvedUrls(() => this.now);

  private constructor(scratch: string, server: RawServer) {
    // Whoever runs the tests may have git configured in any way.
    Object.assign(process.env, isolated);
    this.#scratch = scratch;
    this.#remotes = join(scratch, 'remotes');
    this.folder = join(scratch, 'work');
    this.server = server;
  }

  static async make(): Promise<World> {
    const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'seedance-git-')));
    for (const name of ['remotes', 'work']) mkdirSync(join(scratch, name));
    return new World(scratch, await startRawServer(join(scratch, 'remotes'), scratch));
  }

  /** A work tree in `folder` (`name`'s last part unless told) whose origin is the bare repository `name`. */
  repository(name = 'team/media', folder = join(this.folder, name), ...init: readonly string[]): Repository {
    return Repository.make({ folder, remotes: this.#remotes, host: this.server.origin }, name, ...init);
  }

  /** A work tree that somebody else made. */
  at(folder: string): Repository {
    return new Repository(folder, this.#remotes, this.server.origin);
  }

  /** The way as it is with this git, for a service on this machine unless told. */
  way(git: Git, files: Files, origin = 'http://127.0.0.1:9', rawUrls = { '127.0.0.1': this.server.template }): GitWay {
    const log = recorder(this.lines);
    const hosting = { ways: ['git'], trusted: true, folders: [], git, rawUrls } as const;
    return new GitWay({
      files,
      hosting,
      transport: () => Promise.resolve(this.#transport),
      origin,
      log,
      proved: this.#proved,
    });
  }

  /** Where everybody finds a version. */
  raw(repository: string, commit: string, path: string): string {
    return `${this.server.origin}/${repository}/raw/${commit}/${path}`;
  }

  async close(): Promise<void> {
    for (const name of Object.keys(isolated)) Reflect.deleteProperty(process.env, name);
    await this.#transport.close();
    await this.server.close();
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}
