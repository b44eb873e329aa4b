import { basename, dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Files } from '../../ports.ts';
import type { Git, RemoteVersion, RemoteVersions } from './git.ts';
import { GitFailure, gitIn, type RunGit } from './runGit.ts';

/** So many remote branches are looked at, the latest first. */
const maxBranches = 500;

/** So many remotes are asked for the commit from which the work at hand goes on. */
const maxRemotes = 4;

/**
 * What git says of a file, by its program: some fifteen short runs at most, however many branches there are. A repository need not be open
 * in any window; the file's own folder tells which one it belongs to, so nested ones, submodules and worktrees are found.
 */
export class CommandGit implements Git {
  readonly #program: string;
  readonly #files: Pick<Files, 'realPath'>;

  constructor(program: string, files: Pick<Files, 'realPath'>) {
    this.#program = program;
    this.#files = files;
  }

  async remoteVersions(uri: string): Promise<RemoteVersions | { readonly why: string }> {
    const file = await this.#files.realPath(uri);
    if (file === undefined) return { why: l10n.t('The file is on no disk of this machine, so git does not know it.') };
    const git = gitIn(this.#program, dirname(file));
    try {
      return await versionsOf(git, await pathOf(git, file));
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      return { why: whyNot(error) };
    }
  }
}

/** A branch of a remote, as it was when this machine last heard of it. */
interface RemoteBranch {
  readonly remote: Remote;
  readonly commit: string;
}

interface Remote {
  readonly name: string;
  readonly url: string;
}

/** Path from the repository's root, as the folder is named on disk. */
async function pathOf(git: RunGit, file: string): Promise<string> {
  const [inside, ...prefix] = (await git(['rev-parse', '--is-inside-work-tree', '--show-prefix'])).split('\n');
  if (inside !== 'true') throw new GitFailure('not a git repository');
  return prefix.join('\n').replace(/\n$/, '') + basename(file);
}

async function versionsOf(git: RunGit, pathOnDisk: string): Promise<RemoteVersions | { readonly why: string }> {
  const [tracked, remotes, filter] = await Promise.all([
    trackedAs(git, pathOnDisk),
    remotesOf(git),
    git(['check-attr', '-z', 'filter', '--', basename(pathOnDisk)]),
  ]);
  const path = tracked?.path ?? pathOnDisk;
  const branches = remotes.length > 0 ? await branchesOf(git, remotes) : [];
  const versions = await versionsIn(git, branches, path);
  if (tracked !== undefined && !versions.some(({ blob }) => blob === tracked.blob)) {
    versions.push(...(await versionsIn(git, await pushedFrom(git, branches), path)));
  }
  if (versions.length > 0) return { versions, lfs: filter.split('\0')[2] === 'lfs' };
  if (tracked === undefined) return { why: await whyUntracked(git, pathOnDisk) };
  if (remotes.length === 0) return { why: l10n.t('The git repository has no remote.') };
  return { why: l10n.t('The file is in git, but no remote is known to have it. Push it.') };
}

/** The file in the index; by its name in other case where only that is there, as it may on Windows and macOS. */
async function trackedAs(git: RunGit, path: string): Promise<{ path: string; blob: string } | undefined> {
  const listed = await git(['ls-files', '-z', '--stage', '--full-name', '--', `:(top,literal,icase)${path}`]);
  const entries = [...listed.matchAll(/\d+ (?<blob>[0-9a-f]+) \d\t(?<path>[^\0]+)\0/g)].map(({ groups }) => ({
    path: groups?.['path'] ?? '',
    blob: groups?.['blob'] ?? '',
  }));
  return entries.find((entry) => entry.path === path) ?? entries[0];
}

/** With the URLs that are fetched from, after `insteadOf` and the like. */
async function remotesOf(git: RunGit): Promise<readonly Remote[]> {
  const listed = await git(['remote', '--verbose']);
  return [...listed.matchAll(/^(?<name>\S+)\t(?<url>.*) \(fetch\)/gm)].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    url: groups?.['url'] ?? '',
  }));
}

/** The branch that HEAD follows, then the main branch of each remote, then all others, the latest first. */
async function branchesOf(git: RunGit, remotes: readonly Remote[]): Promise<readonly RemoteBranch[]> {
  const list = ['for-each-ref', '--format=%(objectname) %(refname)'];
  const latest = git([...list, '--sort=-committerdate', `--count=${maxBranches}`, 'refs/remotes/']);
  const mains = git([...list, 'refs/remotes/*/HEAD']);
  // A detached HEAD, and a branch of this machine alone, follow none.
  const upstream = git(['rev-parse', '--verify', '--symbolic-full-name', '@{upstream}']).then(
    (name) => git([...list, name.trim()]),
    () => '',
  );
  const longestFirst = remotes.toSorted((one, other) => other.name.length - one.name.length);
  return (await Promise.all([upstream, mains, latest]))
    .flatMap((refs) => refs.split('\n'))
    .flatMap((line) => {
      const [commit = '', ref = ''] = line.split(' ');
      const remote = longestFirst.find(({ name }) => ref.startsWith(`refs/remotes/${name}/`));
      return remote === undefined ? [] : [{ remote, commit }];
    });
}

/** The commits of HEAD's own past that a remote has: HEAD itself, or those that the unpushed ones were made on. */
async function pushedFrom(git: RunGit, branches: readonly RemoteBranch[]): Promise<readonly RemoteBranch[]> {
  const head = await git(['rev-parse', '--verify', 'HEAD']).then(
    (id) => id.trim(),
    () => undefined,
  );
  if (head === undefined) return [];
  const remotes = [...new Set(branches.map(({ remote }) => remote))].slice(0, maxRemotes);
  const found = remotes.map(async (remote) => {
    const unpushed = await git(['rev-list', '--boundary', 'HEAD', '--not', `--remotes=${remote.name}`]).catch(
      () => undefined,
    );
    const commits =
      unpushed === '' ? [head] : [...(unpushed ?? '').matchAll(/^-([0-9a-f]+)$/gm)].map(([, id = '']) => id);
    return commits.map((commit) => ({ remote, commit }));
  });
  return (await Promise.all(found)).flat();
}

/** What these commits have at the path, each commit of a remote once. */
async function versionsIn(git: RunGit, branches: readonly RemoteBranch[], path: string): Promise<RemoteVersion[]> {
  const distinct = [...new Map(branches.map((branch) => [`${branch.remote.name} ${branch.commit}`, branch])).values()];
  // Questions and answers are lines.
  if (distinct.length === 0 || path.includes('\n')) return [];
  const questions = distinct.map(({ commit }) => `${commit}:${path}\n`).join('');
  const answers = (await git(['cat-file', '--batch-check=%(objectname) %(objecttype)'], questions)).split('\n');
  return distinct.flatMap(({ remote, commit }, index) => {
    const blob = /^([0-9a-f]+) blob$/.exec(answers[index] ?? '')?.[1];
    return blob === undefined ? [] : [{ remote: remote.url, commit, path, blob }];
  });
}

async function whyUntracked(git: RunGit, path: string): Promise<string> {
  const isIgnored = await git(['check-ignore', '--quiet', '--', basename(path)]).then(
    () => true,
    () => false,
  );
  return isIgnored ? l10n.t('Git ignores the file.') : l10n.t('The file is not in git yet.');
}

function whyNot({ said }: GitFailure): string {
  if (/not a git repository|cannot use bare repository/.test(said)) return l10n.t('The file is in no git repository.');
  if (said.includes('dubious ownership'))
    return l10n.t('The git repository belongs to somebody else, so git does not read it.');
  return l10n.t('Git cannot be asked: {0}', said.split('\n')[0] ?? '');
}
