import assert from 'node:assert/strict';
import { ConfigurationTarget, extensions, window, workspace } from 'vscode';
import { userTemplates } from '../../src/editor/composer/prompt/userTemplates.ts';
import { Setting } from '../../src/editor/contributions.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { watchSettings } from '../../src/editor/wrongSettings.ts';
import { until } from './until.ts';

describe('a setting that holds what it cannot', () => {
  const log = new SafeLog('Settings test');
  const logged: string[] = [];
  log.warn = (line) => void logged.push(line);
  const shown: string[] = [];
  const { showWarningMessage } = window;
  const extension = extensions.getExtension('seedance-studio.seedance-studio');
  assert.ok(extension);

  const set = (name: string, value: unknown): Thenable<void> =>
    workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);

  before(() => {
    Reflect.set(window, 'showWarningMessage', (message: string) => {
      shown.push(message);
      return Promise.resolve(undefined);
    });
  });
  beforeEach(() => {
    shown.length = 0;
    logged.length = 0;
  });
  after(async () => {
    Reflect.set(window, 'showWarningMessage', showWarningMessage);
    for (const name of [Setting.confirmAbove, Setting.bucketLinkHours, Setting.promptTemplates])
      await set(name, undefined);
    log.dispose();
  });

  it('is named in the log and once to the user, with what counts until it is mended', async () => {
    const watching = watchSettings(extension, log);
    try {
      assert.deepEqual([shown, logged], [[], []]);
      await set(Setting.confirmAbove, 'much');
      const text =
        'The setting “seedance.confirmAbove” holds something of another kind than it can. Until it is mended Generate asks each time.';
      await until('the log', () => logged.length > 0);
      assert.deepEqual(logged, [text]);
      assert.ok(shown.includes(text));
      await set(Setting.bucketLinkHours, 500);
      await until('the other one', () => logged.length > 1);
      // The first was told of: it is not told again.
      assert.equal(
        logged[1],
        'The setting “seedance.hosting.bucket.linkHours” can be 1 to 168, but not 500. Until it is mended the nearest value counts, or the default.',
      );
      assert.equal(logged.length, 2);
    } finally {
      watching.dispose();
    }
  });

  it('that is mended and wrong once more is named once more', async () => {
    await set(Setting.confirmAbove, undefined);
    await set(Setting.bucketLinkHours, undefined);
    const watching = watchSettings(extension, log);
    try {
      await set(Setting.confirmAbove, -5);
      await until('the log', () => logged.length === 1);
      await set(Setting.confirmAbove, 5);
      await set(Setting.confirmAbove, -5);
      await until('once more', () => logged.length === 2);
      assert.equal(logged[0], logged[1]);
      assert.match(logged[0] ?? '', /can be 0 or more, but not -5\. Until it is mended Generate asks each time\./);
    } finally {
      watching.dispose();
    }
  });

  it('is named at the start where it stands there already', async () => {
    await set(Setting.confirmAbove, -5);
    const watching = watchSettings(extension, log);
    try {
      await until('the log', () => logged.length > 0);
      assert.match(logged[0] ?? '', /“seedance\.confirmAbove” can be 0 or more, but not -5\./);
    } finally {
      watching.dispose();
      await set(Setting.confirmAbove, undefined);
    }
  });

  it('is named with the folder that sets it', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const setInFolder = (value: unknown): Thenable<void> =>
      workspace
        .getConfiguration(undefined, folder.uri)
        .update(Setting.fileName, value, ConfigurationTarget.WorkspaceFolder);
    await set(Setting.confirmAbove, undefined);
    const watching = watchSettings(extension, log);
    try {
      await setInFolder(' ');
      await until('the log', () => logged.length > 0);
      assert.deepEqual(logged, [
        `The setting “seedance.fileName” does not hold what it should: A name needs a character at least. The folder “${folder.name}” sets it. Until it is mended the default counts.`,
      ]);
      assert.equal(new Settings().fileName(folder.uri), '{source}', 'as it says');
    } finally {
      watching.dispose();
      await setInFolder(undefined);
    }
  });

  it('is named where clips cannot go, and where a workspace would lead them out of it as only the user may', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const setInFolder = (value: unknown): Thenable<void> =>
      workspace
        .getConfiguration(undefined, folder.uri)
        .update(Setting.outputFolder, value, ConfigurationTarget.WorkspaceFolder);
    const said =
      'The setting “seedance.outputFolder” does not hold what it should: A folder inside the workspace, without “..” in its path; in the user settings also an absolute path on the workspace’s machine.';
    const counts = 'Until it is mended the folder of your user settings counts, or the default.';
    await set(Setting.confirmAbove, undefined);
    const watching = watchSettings(extension, log);
    try {
      await set(Setting.outputFolder, '../renders');
      await until('the log', () => logged.length > 0);
      assert.deepEqual(logged, [`${said} ${counts}`]);
      await set(Setting.outputFolder, undefined);
      logged.length = 0;
      await set(Setting.outputFolder, '/data/clips');
      for (const path of ['/etc', 'C:\\Windows', '../outside']) {
        await setInFolder(path);
        await until(path, () => logged.length > 0);
        assert.deepEqual(logged, [`${said} The folder “${folder.name}” sets it. ${counts}`]);
        logged.length = 0;
        await setInFolder(undefined);
      }
    } finally {
      watching.dispose();
      await setInFolder(undefined);
      await set(Setting.outputFolder, undefined);
    }
  });

  it('is named where a git host’s files would be at no address of the web, without what may be a password', async () => {
    await set(Setting.confirmAbove, undefined);
    const watching = watchSettings(extension, log);
    try {
      await set(Setting.rawUrls, { 'git.example.com': 'https://me:secret@git.example.com/{path}' });
      await until('the log', () => logged.length > 0);
      assert.deepEqual(logged, [
        'The setting “seedance.hosting.rawUrls” does not hold what it should: An address that starts with https:// (or http:// on this machine), without a name or a password in it. Until it is mended files at the git hosts that it names may not be found.',
      ]);
    } finally {
      watching.dispose();
      await set(Setting.rawUrls, undefined);
    }
  });

  it('is not said to be without effect where the rest of it counts', async () => {
    await set(Setting.confirmAbove, undefined);
    const watching = watchSettings(extension, log);
    try {
      await set(Setting.promptTemplates, { Usable: 'Slow push in', Unusable: 7 });
      await until('the log', () => logged.length > 0);
      assert.deepEqual(logged, ['The setting “seedance.promptTemplates” holds something of another kind than it can.']);
      const { templates } = userTemplates(new Settings().promptTemplates.user);
      assert.deepEqual(
        templates.map(({ name }) => name),
        ['Usable'],
      );
    } finally {
      watching.dispose();
    }
  });
});
