import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The environment of a git for which nobody's settings count. */
export const isolated = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
/** Who commits. */
const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.com', '-c', 'commit.gpgSign=false'];
const sure = ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', '-c', 'advice.detachedHead=false'];

/** Runs git and hands back what it prints. Throws where it fails. */
export function git(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...isolated };
  return execFileSync('git', [...identity, ...sure, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

/** A work tree. Where its remote is said to be (`https://…`) and where it is in truth (a bare repository) are two things. */
export class Repository {
  readonly folder: string;
  readonly #remotes: string;
  readonly #host: string;

  /** `remotes` holds the bare repositories that the world knows at `host`. */
  constructor(folder: string, remotes: string, host: string) {
    this.folder = folder;
    this.#remotes = remotes;
    this.#host = host;
  }

  /** A new one, with a bare repository `name` as its `origin`. */
  static make(
    place: { folder: string; remotes: string; host: string },
    name: string,
    ...init: readonly string[]
  ): Repository {
    const { folder, remotes, host } = place;
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(remotes, dirname(name)), { recursive: true });
    git(remotes, 'init', '--bare', ...init, `${name}.git`);
    const repository = new Repository(folder, remotes, host);
    repository.git('init', ...init);
    repository.git('remote', 'add', 'origin', repository.url(name));
    return repository;
  }

  /** Where the world finds it. */
  url(name: string): string {
    return `${this.#host}/${name}.git`;
  }

  git(...args: readonly string[]): string {
    return git(this.folder, '-c', `url.${this.#remotes}/.insteadOf=${this.#host}/`, ...args);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  uri(name: string): string {
    return pathToFileURL(this.path(name)).href;
  }

  /** Writes files without telling git. */
  write(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
    return this;
  }

  /** Commits all that is there; hands back the commit's id. */
  commit(): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', 'Change');
    return this.git('rev-parse', 'HEAD');
  }

  push(): this {
    this.git('push', '--quiet', '--set-upstream', 'origin', 'HEAD');
    return this;
  }
}
