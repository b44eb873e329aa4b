import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { readLedger } from '../../src/sandbox/ledger.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { draftOf, jobOf, unsentJobOf } from '../support/engine/fixtures.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Dialog } from '../support/workbench/dialog.ts';
import { clipTime, key, Studio } from './support.ts';

const prompt = '=HYPERLINK("https://evil.example","the beam")';

/** The service: a server that the live way is pointed at, and that charges. */
let service: Sandbox;
let studio: Studio;
const folder = mkdtempSync(join(tmpdir(), 'seedance-service-'));
before(async () => {
  const pace = { queued: 200, processing: 200 };
  service = await startSandbox({ folder, clips: join(root, 'media/sandbox'), keys: [key], pace });
  studio = await Studio.open({
    settings: { 'seedance.sandbox': false, 'seedance.baseUrl': service.origin, 'seedance.confirmAbove': 10 },
  });
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => {
  try {
    await studio.close();
  } finally {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('above the price that the user set Generate asks first: a no sends nothing, a yes sends once', async () => {
  const { page } = studio.wb;
  const composer = await studio.compose(prompt);
  await composer.pick('Resolution', '480p');
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await composer.generate.click();
  const unknown = await Dialog.get(page, 'Generate, though the price is not known?');
  assert.match((await unknown.text()).detail, /^Seedance 2\.0 · 16:9 · 5 s · 480p\n/);
  await studio.wb.screenshot('confirm-cost');
  await unknown.choose('Cancel');
  await composer.notices.getByText('Nothing was sent. The draft is as it was.').waitFor();
  assert.equal(await composer.prompt.inputValue(), prompt);
  assert.deepEqual(await readLedger(folder), []);

  await composer.generate.click();
  await (await Dialog.get(page, 'the price is not known')).choose('Generate');
  await composer.gone();
  assert.equal((await readLedger(folder)).length, 1);

  const next = await studio.compose('The same once more');
  await next.page.getByText('About 20 credits (last time for these settings)').waitFor();
  await next.page.locator('#generate[aria-disabled="false"]').waitFor();
  await next.generate.click();
  const known = await Dialog.get(page, 'Generate for about 20 credits?');
  assert.match((await known.text()).detail, /You are asked above 10 credits/);
  await known.choose('Generate');
  await next.gone();
  assert.equal((await readLedger(folder)).length, 2);

  await studio.wb.settings({ 'seedance.confirmAbove': 20 });
  await (await studio.compose('Not more than the limit')).send();
  assert.equal((await readLedger(folder)).length, 3);
});

test('the sidebar says what was charged, and follows what another window is charged', async () => {
  const { wb } = studio;
  const costs = await wb.tree('Seedance', 'Costs');
  await costs.until('today', ({ name, description }) => name === 'Today' && description === '60 credits · 3 jobs');
  const other = new JobStore(join(studio.storage, 'jobs.db'));
  try {
    const now = new Date();
    const lastMonth = +new Date(now.getFullYear(), now.getMonth(), 0, 12);
    const fast = draftOf({ id: 'fast', model: 'seedance-2.0-fast', prompt: 'Mist over the lake' });
    const download = { state: 'done', file: 'file:///nowhere/clip.mp4', size: 1 } as const;
    const ended = { state: 'succeeded', download } as const;
    other.insert(jobOf({ ...ended, id: 'fast', draft: fast, createdAt: +now, creditsCharged: 24 }));
    other.insert(jobOf({ ...ended, id: 'before', createdAt: lastMonth, creditsCharged: 1480 }));
    other.insert(unsentJobOf({ id: 'unknown', state: 'unknown', sentAt: +now, createdAt: +now }));
    // That window told of their ends.
    for (const id of ['fast', 'before', 'unknown']) other.claimNotification(id);
  } finally {
    other.close();
  }
  await costs.until('the sum', ({ name, description }) => name === 'Today' && description === '84 credits · 4 jobs');
  await costs.until('the model', ({ name, level }) => name === 'Seedance 2.0 Fast' && level === 2);
  await costs.until(
    'what nobody knows',
    ({ name, description }) => name === 'May be charged' && description === '1 job',
  );
  await wb.notifications.clear();
  await studio.closeTabs();
  await wb.pictures('costs');
});

test('all of it is exported as a table that no spreadsheet runs', async () => {
  const { wb } = studio;
  // VS Code shows three messages at a time: those of clips that end meanwhile would hide ours.
  await until('nothing is in the making', async () => (await wb.badge('Seedance')) === '', clipTime);
  await wb.notifications.clear();
  const costs = await wb.tree('Seedance', 'Costs');
  await costs.title('Export Costs as CSV…');
  await wb.quickInput.acceptPath(join(studio.folder, 'costs.csv'));
  await wb.notifications.get('The costs are in “costs.csv”.');
  const written = await until('the file', () => readFileSync(join(studio.folder, 'costs.csv'), 'utf8'));
  const rows = parse<Record<string, string>>(written, { bom: true, columns: true });
  assert.equal(rows.length, 6);
  assert.deepEqual(
    rows.map(({ credits }) => Number(credits)).reduce((sum, each) => sum + each, 0),
    20 * 3 + 24 + 1480,
  );
  assert.ok(rows.some((row) => row['prompt'] === `'${prompt}`));
  assert.deepEqual(
    readdirSync(studio.folder).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('several clips of one Generate are asked for once, with the price of all', async () => {
  await studio.closeTabs();
  const before = (await readLedger(folder)).length;
  const composer = await studio.compose('Two takes of the beam');
  await composer.pick('Resolution', '480p');
  await composer.pick('Takes', '2');
  await composer.page.getByText('About 2 × 20 = 40 credits').waitFor();
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await composer.generate.click();
  const question = await Dialog.get(studio.wb.page, 'Generate 2 clips for about 40 credits?');
  await question.choose('Cancel');
  await composer.notices.getByText('Nothing was sent. The draft is as it was.').waitFor();
  assert.equal((await readLedger(folder)).length, before);
  await composer.generate.click();
  await (await Dialog.get(studio.wb.page, 'Generate 2 clips')).choose('Generate');
  // A second question would keep the composer.
  await composer.gone();
  assert.equal((await readLedger(folder)).length, before + 2);
});
