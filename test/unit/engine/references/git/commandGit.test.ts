import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { CommandGit } from '../../../../../src/engine/references/git/commandGit.ts';
import type { RemoteVersions } from '../../../../../src/engine/references/git/git.ts';
import { NodeFiles } from '../../../../support/engine/ports.ts';
import type { Repository } from '../../../../support/git/repository.ts';
import { picture, World } from '../../../../support/git/world.ts';

const git = new CommandGit('git', new NodeFiles());

async function makePushed(
  t: TestContext,
  name?: string,
): Promise<{ world: World; repository: Repository; commit: string }> {
  const world = await World.make();
  t.after(() => world.close());
  const repository = world.repository(name).write({ 'a.png': picture('a') });
  const commit = repository.commit();
  repository.push();
  return { world, repository, commit };
}

async function versionsOf(uri: string): Promise<RemoteVersions> {
  const answer = await git.remoteVersions(uri);
  assert.ok(!('why' in answer), JSON.stringify(answer));
  return answer;
}

async function whyOf(uri: string, asked = git): Promise<string> {
  const answer = await asked.remoteVersions(uri);
  assert.ok('why' in answer, JSON.stringify(answer));
  return answer.why;
}

/** Sets a variable of the environment until the test is over. */
function setVariable(t: TestContext, name: string, value: string): void {
  process.env[name] = value;
  t.after(() => Reflect.deleteProperty(process.env, name));
}

describe('what git says of a file', () => {
  it('names the branch that HEAD follows first, then main branches, then the latest', async (t) => {
    const { repository, commit } = await makePushed(t);
    repository.git('remote', 'set-head', 'origin', 'main');
    const commits = ['one', 'two', 'three'].map((name) => {
      repository.git('checkout', '--quiet', '-b', name, commit);
      repository.write({ 'a.png': picture(name) });
      const date = `2030-01-0${name.length}T00:00:00Z`;
      repository.git('add', '.');
      repository.git('commit', '--quiet', '--message', name, '--date', date);
      repository.push();
      return repository.git('rev-parse', 'HEAD');
    });
    repository.git('checkout', '--quiet', 'one');
    const { versions } = await versionsOf(repository.uri('a.png'));
    assert.deepEqual(
      versions.slice(0, 2).map((version) => version.commit),
      [commits[0], commit],
    );
    assert.deepEqual(new Set(versions.map((version) => version.commit)), new Set([...commits, commit]));
  });

  it('costs fifteen runs at most, however many branches there are', async (t) => {
    const { world, repository, commit } = await makePushed(t);
    const names = Array.from({ length: 600 }, (_, index) => `.git/refs/remotes/origin/many/b${index}`);
    repository.write(Object.fromEntries(names.map((name) => [name, `${commit}\n`])));
    repository.write({ 'a.png': picture('b') }).commit();
    const traces = join(world.folder, 'traces');
    mkdirSync(traces);
    setVariable(t, 'GIT_TRACE2_EVENT', traces);
    await versionsOf(repository.uri('a.png'));
    assert.ok(readdirSync(traces).length <= 15, String(readdirSync(traces).length));
  });

  it('starts nothing that a repository’s configuration names, and asks no network for what a partial clone lacks', async (t) => {
    const { world, repository } = await makePushed(t);
    const trap = join(world.folder, 'trap.sh');
    const caught = join(world.folder, 'caught');
    world.at(world.folder).write({ 'trap.sh': `#!/bin/sh\ntouch '${caught}'\n` });
    chmodSync(trap, 0o755);
    for (const [key, value] of [
      ['core.fsmonitor', trap],
      ['core.pager', trap],
      ['core.sshCommand', trap],
      ['diff.external', trap],
      ['filter.trap.clean', trap],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['protocol.ext.allow', 'always'],
      ['remote.origin.url', `ext::${trap}`],
      ['core.repositoryFormatVersion', '1'],
    ] as const) {
      repository.git('config', key, value);
    }
    repository.write({ '.gitattributes': '*.png filter=trap' });
    // The tree of the pushed commit is missing, as in a clone without trees.
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    renameSync(repository.path(`.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`), join(world.folder, 'tree'));
    await git.remoteVersions(repository.uri('a.png'));
    assert.equal(existsSync(caught), false);
  });

  it('is not led astray by what a surrounding git has put into the environment', async (t) => {
    const { world, repository, commit } = await makePushed(t);
    setVariable(t, 'GIT_DIR', join(world.folder, 'nowhere'));
    setVariable(t, 'GIT_INDEX_FILE', join(world.folder, 'nowhere/index'));
    const { versions } = await versionsOf(repository.uri('a.png'));
    assert.equal(versions[0]?.commit, commit);
  });

  it('gives remotes as they are after insteadOf', async (t) => {
    const { repository } = await makePushed(t);
    repository.git('config', 'url.https://github.com/.insteadOf', 'gh:');
    repository.git('remote', 'set-url', 'origin', 'gh:owner/repo');
    const { versions } = await versionsOf(repository.uri('a.png'));
    assert.equal(versions[0]?.remote, 'https://github.com/owner/repo');
  });

  it('tells remotes apart whose names begin alike', async (t) => {
    const { world, repository } = await makePushed(t);
    world.repository('team/fork');
    repository.git('remote', 'add', 'origin/fork', repository.url('team/fork'));
    repository.git('push', '--quiet', 'origin/fork', 'HEAD');
    const { versions } = await versionsOf(repository.uri('a.png'));
    assert.deepEqual(
      new Set(versions.map(({ remote }) => remote)),
      new Set([repository.url('team/media'), repository.url('team/fork')]),
    );
  });

  it('finds a file whose name git has in other case', async (t) => {
    const { repository } = await makePushed(t);
    renameSync(repository.path('a.png'), repository.path('A.PNG'));
    const { versions } = await versionsOf(repository.uri('A.PNG'));
    assert.equal(versions[0]?.path, 'a.png');
  });

  it('takes a name for a name, not for a pattern', async (t) => {
    const { repository } = await makePushed(t);
    assert.match(await whyOf(repository.write({ '*.png': picture('b') }).uri('*.png')), /not in git yet/);
    assert.match(await whyOf(repository.write({ ':(top)a.png': picture('b') }).uri(':(top)a.png')), /not in git yet/);
  });

  it('knows names that git would quote, and says no to one of two lines', async (t) => {
    const { repository } = await makePushed(t);
    const names = ['tab\there.png', 'quote".png', 'back\\slash.png', 'ü.png'];
    repository.write(Object.fromEntries([...names, 'two\nlines.png'].map((name) => [name, picture(name)]))).commit();
    repository.push();
    for (const name of names) assert.equal((await versionsOf(repository.uri(name))).versions[0]?.path, name);
    assert.match(await whyOf(repository.uri('two\nlines.png')), /no remote is known to have it/);
  });

  it('knows a repository before its first commit, and one whose remote was never asked', async (t) => {
    const world = await World.make();
    t.after(() => world.close());
    const repository = world.repository().write({ 'a.png': picture('a') });
    assert.match(await whyOf(repository.uri('a.png')), /not in git yet/);
    repository.git('add', '.');
    assert.match(await whyOf(repository.uri('a.png')), /no remote is known to have it/);
    repository.commit();
    assert.match(await whyOf(repository.uri('a.png')), /no remote is known to have it/);
  });

  it('finds no work tree in a bare repository or inside of .git', async (t) => {
    const { repository } = await makePushed(t);
    assert.match(await whyOf(repository.uri('.git/HEAD')), /in no git repository/);
    assert.match(await whyOf(repository.write({ 'bare/x': '' }).uri('bare/x')), /not in git yet/);
  });

  it('says so where git cannot be run or fails', async (t) => {
    const { repository } = await makePushed(t);
    const missing = new CommandGit(join(repository.folder, 'no-such-git'), new NodeFiles());
    assert.match(await whyOf(repository.uri('a.png'), missing), /^Git cannot be asked: .*ENOENT/);
    repository.write({ '.git/config': '[broken' });
    assert.match(await whyOf(repository.uri('a.png')), /^Git cannot be asked: .*bad config/);
  });

  it(
    'says so where the repository is somebody else’s',
    { skip: process.getuid?.() !== 0 && 'only root can give a folder away' },
    async (t) => {
      const { chownSync } = await import('node:fs');
      const { repository } = await makePushed(t);
      chownSync(repository.folder, 12345, 12345);
      chownSync(repository.path('.git'), 12345, 12345);
      assert.match(await whyOf(repository.uri('a.png')), /belongs to somebody else/);
    },
  );
});
