import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Repository } from './repository.ts';
import { picture, type World } from './world.ts';

/** Where a file is then, and what is to be said of it: its URL, or why it has none. */
export type Outcome = { readonly uri: string } & ({ readonly url: string } | { readonly why: RegExp });

/** A state that a file under git can be in. */
export interface State {
  readonly name: string;
  readonly arrange: (world: World) => Outcome;
}

const notPushed = /no remote is known to have it/;
const changed = /not as it was last pushed/;

/** A repository with one picture that is pushed. */
function pushed(world: World): { readonly repository: Repository; readonly commit: string } {
  const repository = world.repository().write({ 'a.png': picture('a') });
  const commit = repository.commit();
  repository.push();
  return { repository, commit };
}

/** The same, and then somebody does something to it. */
function after(why: RegExp, change: (repository: Repository) => void, file = 'a.png'): State['arrange'] {
  return (world) => {
    const { repository } = pushed(world);
    change(repository);
    return { uri: repository.uri(file), why };
  };
}

/** A repository inside of another that knows nothing of it, or knows it as its submodule. */
function inside(isSubmodule: boolean): State['arrange'] {
  return (world) => {
    const inner = world.repository('team/inner').write({ 'deep/b.png': picture('b') });
    const commit = inner.commit();
    inner.push();
    const { repository } = pushed(world);
    if (isSubmodule) repository.git('submodule', '--quiet', 'add', inner.url('team/inner'), 'inner');
    else repository.git('clone', '--quiet', inner.url('team/inner'), 'inner');
    return { uri: repository.uri('inner/deep/b.png'), url: world.raw('team/inner', commit, 'deep/b.png') };
  };
}

/** The host does not show the file to everybody. */
function hidden(manner: 401 | 403 | 404 | 'login'): State['arrange'] {
  return (world) => {
    const { repository } = pushed(world);
    world.server.answer(manner);
    const answer = manner === 'login' ? 'a web page' : String(manner);
    return { uri: repository.uri('a.png'), why: new RegExp(`not public: 127\\.0\\.0\\.1:\\d+ answers ${answer}`) };
  };
}

/** What git hosts hold of a file that is kept by Git LFS. */
function pointerTo(bytes: Uint8Array): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize ${bytes.length}\n`;
}

export const states: readonly State[] = [
  {
    name: 'pushed',
    arrange: (world) => {
      const { repository, commit } = pushed(world);
      return { uri: repository.uri('a.png'), url: world.raw('team/media', commit, 'a.png') };
    },
  },
  { name: 'modified', arrange: after(changed, (repository) => repository.write({ 'a.png': picture('b') })) },
  {
    name: 'modified and staged',
    arrange: after(changed, (repository) => repository.write({ 'a.png': picture('b') }).git('add', '.')),
  },
  {
    name: 'modified in a commit that is not pushed',
    arrange: after(changed, (repository) => repository.write({ 'a.png': picture('b') }).commit()),
  },
  {
    name: 'new in a commit that is not pushed',
    arrange: after(notPushed, (repository) => repository.write({ 'b.png': picture('b') }).commit(), 'b.png'),
  },
  {
    name: 'untracked',
    arrange: after(/not in git yet/, (repository) => repository.write({ 'b.png': picture('b') }), 'b.png'),
  },
  {
    name: 'ignored',
    arrange: after(
      /Git ignores/,
      (repository) => repository.write({ '.gitignore': '*.png', 'b.png': picture('b') }),
      'b.png',
    ),
  },
  {
    name: 'kept by Git LFS',
    arrange: (world) => {
      const bytes = picture('large');
      // What git-lfs does at a commit and at a checkout, done by hand.
      const repository = world
        .repository()
        .write({ '.gitattributes': '*.png filter=lfs -text', 'a.png': pointerTo(bytes) });
      repository.commit();
      repository.push().write({ 'a.png': bytes });
      return { uri: repository.uri('a.png'), why: /Git LFS keeps the file/ };
    },
  },
  { name: 'in a submodule', arrange: inside(true) },
  { name: 'in a nested repository', arrange: inside(false) },
  { name: 'in a repository that asks for a login (401)', arrange: hidden(401) },
  { name: 'in a repository that nobody else sees (404)', arrange: hidden(404) },
  { name: 'in a repository whose host shows a page to log in at', arrange: hidden('login') },
  {
    name: 'renamed and pushed',
    arrange: (world) => {
      const { repository } = pushed(world);
      repository.git('mv', 'a.png', 'b.png');
      const commit = repository.commit();
      repository.push();
      return { uri: repository.uri('b.png'), url: world.raw('team/media', commit, 'b.png') };
    },
  },
  {
    name: 'renamed in a commit that is not pushed',
    arrange: after(
      notPushed,
      (repository) => {
        repository.git('mv', 'a.png', 'b.png');
        repository.commit();
      },
      'b.png',
    ),
  },
  {
    name: 'a link to a pushed file, which is the file that is meant',
    arrange: (world) => {
      const { repository } = pushed(world);
      symlinkSync('a.png', repository.path('link.png'));
      const commit = repository.commit();
      repository.push();
      return { uri: repository.uri('link.png'), url: world.raw('team/media', commit, 'a.png') };
    },
  },
  {
    name: 'a pushed link to a file outside of git',
    arrange: (world) => {
      const { repository } = pushed(world);
      world.at(world.folder).write({ 'outside.png': picture('outside') });
      symlinkSync(join(world.folder, 'outside.png'), repository.path('link.png'));
      repository.commit();
      repository.push();
      return { uri: repository.uri('link.png'), why: /in no git repository/ };
    },
  },
  {
    name: 'reached through a linked folder',
    arrange: (world) => {
      const { repository, commit } = pushed(world);
      symlinkSync(repository.folder, join(world.folder, 'link'));
      const { href } = pathToFileURL(join(world.folder, 'link/a.png'));
      return { uri: href, url: world.raw('team/media', commit, 'a.png') };
    },
  },
  {
    name: 'pushed, with HEAD at an older commit than the branch',
    arrange: (world) => {
      const { repository, commit } = pushed(world);
      repository.write({ 'a.png': picture('newer') }).commit();
      repository.push().git('checkout', '--quiet', '--detach', commit);
      return { uri: repository.uri('a.png'), url: world.raw('team/media', commit, 'a.png') };
    },
  },
  {
    name: 'pushed, changed there since, with a commit of this machine’s own on top of the older one',
    arrange: (world) => {
      const { repository, commit } = pushed(world);
      repository.write({ 'a.png': picture('newer') }).commit();
      repository.push().git('checkout', '--quiet', '-b', 'mine', commit);
      repository.write({ 'b.png': picture('b') }).commit();
      return { uri: repository.uri('a.png'), url: world.raw('team/media', commit, 'a.png') };
    },
  },
  {
    name: 'in a second work tree of the repository',
    arrange: (world) => {
      const { repository, commit } = pushed(world);
      repository.git('worktree', 'add', '--quiet', join(world.folder, 'second'));
      return {
        uri: world.at(join(world.folder, 'second')).uri('a.png'),
        url: world.raw('team/media', commit, 'a.png'),
      };
    },
  },
  {
    name: 'in a repository with SHA-256 ids',
    arrange: (world) => {
      const repository = world
        .repository('team/media', undefined, '--object-format=sha256')
        .write({ 'a.png': picture('a') });
      const commit = repository.commit();
      repository.push();
      return { uri: repository.uri('a.png'), url: world.raw('team/media', commit, 'a.png') };
    },
  },
  {
    name: 'in a repository without a remote',
    arrange: after(/has no remote/, (repository) => repository.git('remote', 'remove', 'origin')),
  },
  {
    name: 'in a repository whose remote is a folder',
    arrange: after(/on no host that the service can fetch files from/, (repository) =>
      repository.git('remote', 'set-url', 'origin', '/srv/git/media.git'),
    ),
  },
  {
    name: 'in no repository',
    arrange: (world) => {
      const folder = world.at(world.folder).write({ 'a.png': picture('a') });
      return { uri: folder.uri('a.png'), why: /in no git repository/ };
    },
  },
  {
    name: 'in a folder that was a repository',
    arrange: after(/in no git repository/, (repository) => {
      mkdirSync(repository.path('gone'));
      renameSync(repository.path('.git'), repository.path('gone/git'));
    }),
  },
];
