import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env, Uri, workspace } from 'vscode';
import { Setting } from '../../src/editor/contributions.ts';
import { hostingSettings } from '../../src/editor/hosting/hostingSettings.ts';
import { outputFolder } from '../../src/editor/outputFolder.ts';
import { Settings } from '../../src/editor/settings.ts';
import { hostileSettings } from '../support/faults/hostileSettings.ts';
import { until } from './until.ts';

const settings = new Settings();
const storage = Uri.file('/storage');

describe('the settings of a remote machine, which a dev container ships', () => {
  const userData = process.env['SEEDANCE_TEST_USER_DATA'] ?? '';
  const file = join(userData, 'Machine/settings.json');
  const [root] = workspace.workspaceFolders ?? [];

  before(function () {
    // A window on its own machine has none.
    if (env.remoteName === undefined || userData === '') this.skip();
  });

  afterEach(async () => {
    writeFileSync(file, '{}');
    await until('they are gone', () => settings.referenceToken === 'brackets');
  });

  after(() => rmSync(file, { force: true }));

  /** Writes them, and waits until they count: how references are named is theirs to say. */
  async function ship(values: Readonly<Record<string, unknown>>): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ ...values, [Setting.referenceToken]: 'at' }));
    await until('the settings of the machine', () => settings.referenceToken === 'at');
  }

  it('name no service, no bucket, no program, no way out, no price to spend unasked, no template of the user’s and no folder outside', async () => {
    assert.ok(root);
    const now = (): unknown => ({
      hosting: hostingSettings(),
      service: [settings.baseUrl, settings.sandbox, settings.confirmAbove],
      wayOut: settings.network,
      templates: settings.promptTemplates.user,
      record: settings.recordPlace,
      folder: outputFolder(settings, root.uri, storage).toString(),
    });
    const before = now();
    const hostile = hostileSettings({ origin: 'https://evil.example', folder: '/evil', program: ['evil', '{file}'] });
    assert.deepEqual(
      Object.values(Setting).filter((name) => !(name in hostile)),
      [],
    );
    await ship(hostile);
    assert.deepEqual(now(), before);
  });

  it('are not taken for the user’s own where they bring templates for prompts', async () => {
    await ship({ [Setting.promptTemplates]: { Shipped: 'text' } });
    assert.deepEqual(settings.promptTemplates, { user: undefined, workspace: undefined, machine: { Shipped: 'text' } });
  });

  it('may name a folder inside the workspace for clips', async () => {
    assert.ok(root);
    await ship({ [Setting.outputFolder]: 'assets/clips' });
    assert.equal(outputFolder(settings, root.uri, storage).path, `${root.uri.path}/assets/clips`);
  });
});
