import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import { files } from '../../src/editor/files.ts';
import { vscodeGit } from '../../src/editor/git.ts';
import type { Git } from '../../src/engine/references/git/git.ts';
import { states } from '../support/git/states.ts';
import { picture, referenceTo, World } from '../support/git/world.ts';
import { until } from './until.ts';

const { signal } = new AbortController();

/** What the Source Control view shows. */
async function openRepositories(): Promise<readonly string[]> {
  return await commands.executeCommand<string[]>('git.api.getRepositories');
}

describe('git as VS Code’s own extension has found it', () => {
  let world: World;
  let git: Git;

  before(async () => {
    const found = await vscodeGit();
    assert.ok(found, 'VS Code’s git is on');
    assert.equal(extensions.getExtension('vscode.git')?.isActive, true);
    git = found;
  });

  beforeEach(async () => (world = await World.make()));
  afterEach(() => world.close());

  for (const { name, arrange } of states) {
    it(`knows a file that is ${name}`, async () => {
      const outcome = arrange(world);
      const offer = await world.way(git, files).offer(referenceTo(outcome.uri), signal);
      if ('why' in outcome) {
        assert.equal(offer?.way, 'closed');
        assert.match(offer.why, outcome.why);
      } else {
        assert.equal(offer?.way, 'ready');
        assert.equal(offer.url, outcome.url);
      }
    });
  }

  it('takes a file by its URI as VS Code writes it', async () => {
    const name = 'a b/#1+2%é\u202b.png';
    const repository = world.repository().write({ [name]: picture('a') });
    repository.commit();
    repository.push();
    const offer = await world.way(git, files).offer(referenceTo(Uri.file(repository.path(name)).toString()), signal);
    assert.equal(offer?.way, 'ready');
  });

  it('is closed to a file of a file system that is no disk', async () => {
    const offer = await world.way(git, files).offer(referenceTo('vscode-vfs://github/owner/repo/a.png'), signal);
    assert.equal(offer?.way, 'closed');
  });

  it('opens no repository in the Source Control view', async () => {
    const before = await openRepositories();
    const repository = world.repository().write({ 'a.png': picture('a') });
    repository.commit();
    repository.push();
    await world.way(git, files).offer(referenceTo(repository.uri('a.png')), signal);
    assert.deepEqual(await openRepositories(), before);
  });

  it('is not there while the user has it off', async () => {
    const set = (value: boolean | undefined): Thenable<void> =>
      workspace.getConfiguration().update('git.enabled', value, ConfigurationTarget.Global);
    await set(false);
    try {
      await until('git to be off', async () => (await vscodeGit()) === undefined);
    } finally {
      await set(undefined);
    }
    await until('git to be on', vscodeGit);
  });
});
