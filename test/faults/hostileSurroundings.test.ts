import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Studio } from '../e2e/support.ts';
import { endAll } from '../support/endAll.ts';
import { temporaryFolder } from '../support/engine/folder.ts';
import { startCanary, type Canary } from '../support/faults/canary.ts';
import { hostileSettings } from '../support/faults/hostileSettings.ts';
import { secretShapes } from '../support/faults/keys.ts';
import { startParrot, type Parrot } from '../support/faults/parrot.ts';
import { until } from '../support/until.ts';
import { report } from './table.ts';

// A VS Code as at its worst: the service says the key back wherever it can, the folder and the machine come with settings against us.
const { 'a key with characters of URLs and JSON': key = '' } = secretShapes();
const endings: (() => unknown)[] = [];
const ending = { after: (end: () => unknown) => void endings.push(end) };

let canary: Canary;
let parrot: Parrot;
let studio: Studio;
/** Made by the upload program of the hostile settings. */
let mark: string;
/** Where clips are to be led to. */
let outside: string;
let hostile: Readonly<Record<string, unknown>>;

before(async () => {
  canary = await startCanary();
  ending.after(() => canary.close());
  parrot = await startParrot(ending, key);
  mark = join(temporaryFolder(ending), 'it-ran');
  outside = join(temporaryFolder(ending), 'clips');
  const program = ['/bin/sh', '-c', `touch '${mark}'`, '{file}'];
  hostile = hostileSettings({ origin: canary.origin, folder: outside, program });
  studio = await Studio.open(
    {
      settings: { 'seedance.sandbox': false, 'seedance.baseUrl': parrot.baseUrl },
      machineSettings: hostile,
      workspaceSettings: hostile,
      env: { LOG_LEVEL: 'trace' },
      // Typed by hand: VS Code itself writes its whole environment down at this level.
      keyless: true,
      key,
    },
    (folder) => {
      mkdirSync(join(folder, '.vscode'));
      writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(hostile));
      writeFileSync(join(folder, '.env'), `SEEDANCE_API_KEY=sd2_live_evil\nHTTPS_PROXY=${canary.origin}\n`);
    },
  );
  ending.after(() => studio.close());
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => {
  await endAll(endings);
});

test('a key is in no file, log, page, message, clipboard or request of VS Code, whatever the service says', async () => {
  const { wb } = studio;
  await wb.run('Seedance: Set API Key…');
  await wb.page.locator('.quick-input-title').getByText('Seedance API Key').waitFor();
  await wb.quickInput.type(key);
  await wb.quickInput.accept();
  await wb.notifications.get('is set.');
  const composer = await studio.compose('create: a refusal that is nested');
  await composer.generate.click();
  await composer.failure.getByText('refused the request').waitFor();
  const looks = ['words as the reason', 'words behind the address', 'a clip of its own'];
  for (const name of looks) await (await studio.compose(`look: ${name}`)).send();
  const jobs = await wb.tree('Seedance', 'Jobs');
  await jobs.title('Refresh Jobs');
  await jobs.until('one failed', ({ description }) => description.startsWith('failed'));
  await wb.run('Seedance: Copy Diagnostics');
  await wb.notifications.get('The diagnostics are on the clipboard.');
  assert.match(await wb.page.evaluate<string>('navigator.clipboard.readText()'), /^# Seedance diagnostics/);
  const leaked = await studio.leaks();
  // What stands there is found there.
  const prompts = (await studio.leaks({ 'a prompt': 'look: words behind' })).join('\n');
  for (const place of [/jobs\.db-wal: a prompt/, /\.receipt\.json: a prompt/, /the page of http/])
    assert.match(prompts, place);
  report(52, {
    fault: 'The same in VS Code at its most talkative',
    tries: 1 + looks.length,
    leaked: leaked.length,
  });
  assert.deepEqual(leaked, []);
  assert.deepEqual(await studio.strangers(), []);
});

test('settings that come with a folder or a machine turn nothing elsewhere, run nothing and lead to no other folder', async () => {
  await studio.closeTabs();
  await studio.generateFrom('lake-at-dawn.png');
  const composer = await studio.composer();
  await composer.travels('needs a public URL');
  assert.match(await composer.tried(), /No bucket is set up\. No upload program is set\./);
  const clips = join(studio.folder, 'seedance');
  await until('a clip in the folder of the workspace', () =>
    readdirSync(clips).some((name) => /^[^.].*\.mp4$/.test(name)),
  );
  const executed = [mark, outside, join(studio.folder, '../evil'), join(studio.folder, 'evil')].filter((path) =>
    existsSync(path),
  );
  report(56, {
    fault: 'Settings that come with a folder or a dev container',
    tries: 3 * Object.keys(hostile).length,
    leaked: canary.sung.length,
    executed: executed.length,
  });
  assert.deepEqual(canary.sung, []);
  assert.deepEqual(executed, []);
});
