import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, before, test } from 'node:test';
import { schemaVersion } from '../../src/engine/jobs/schema.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { until } from '../support/until.ts';
import { clipTime, Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open({});
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.wb.notifications.clear();
  await studio.closeTabs();
});
after(async () => await studio.close());

const message = () => studio.wb.page.locator('.sidebar .pane .message').first();

test('a damaged database is told of once, with what could be kept and where the damaged one is', async () => {
  // Beside its place, as the window may open what is there at any time.
  const path = join(studio.folder, '..', 'jobs.db');
  const store = new JobStore(path);
  const prompts = ['Waves at dusk', 'Night street', 'Fog over the bay', 'Candle, close-up'];
  for (let number = 0; number < 100; number++) {
    const draft = draftOf({
      ...{ id: `draft ${number}`, prompt: prompts[number % prompts.length] ?? '' },
      metadata: JSON.stringify({ note: 'n'.repeat(2000) }),
    });
    const ended = { state: 'cancelled', endedAt: 2000, createdAt: number } as const;
    store.insert(jobOf({ id: `job ${number}`, draft, service: 'sandbox', ...ended }));
  }
  store.close();
  damage(path);
  mkdirSync(studio.storage, { recursive: true });
  renameSync(path, join(studio.storage, 'jobs.db'));
  const tree = await studio.jobs();
  const notice = await studio.wb.notifications.get('The database of jobs was damaged');
  assert.match(await notice.text(), /Jobs kept: \d+, drafts kept: 0\./);
  assert.deepEqual(await notice.buttons(), ['Copy Diagnostics', 'Show Folder']);
  assert.equal(readdirSync(studio.storage).filter((name) => /damaged-.*\.db$/.test(name)).length, 1);
  await studio.wb.pictures('repaired');
  await notice.choose('Copy Diagnostics');
  await until('the report', async () =>
    (await studio.wb.page.evaluate<string>('navigator.clipboard.readText()')).includes('Seedance'),
  );
  assert.ok((await tree.rows()).length > 0);
});

test('a clip that its folder does not take is kept, said where, and moves to the folder that is chosen', async () => {
  const { wb, folder, storage } = studio;
  await (await studio.compose('Kept aside')).send();
  // While the clip is made, a file comes where its folder should be.
  writeFileSync(join(folder, 'seedance'), 'mine');
  const notice = await wb.notifications.get('A file stands where the folder “seedance” should be.');
  assert.deepEqual(await notice.buttons(), ['Preview', 'Choose Folder…']);
  const [name = ''] = readdirSync(join(storage, 'clips'));
  assert.ok((await notice.text()).includes(join(storage, 'clips', name)));
  const tree = await studio.jobs();
  await tree.until('its row', ({ description }) => description.startsWith('kept aside · 5 s'), clipTime);
  await studio.wb.pictures('kept-aside');
  // Somebody watches it meanwhile: the tab goes with the clip.
  await tree.click('Kept aside');
  await (await wb.editors.webview(name)).getByText('Kept aside').first().waitFor();
  const chosen = join(folder, 'chosen');
  mkdirSync(chosen);
  await notice.choose('Choose Folder…');
  // VS Code's own dialog starts beside the folder that the clip was meant for.
  await wb.quickInput.choose('chosen');
  await until('it is there', async () => (await wb.quickInput.field.inputValue()).endsWith('/chosen/'));
  await wb.page.locator('.quick-input-widget').getByRole('button', { name: 'Keep Here' }).click();
  await (await wb.notifications.get('is in “chosen” now.')).choose('Preview');
  const page = await wb.editors.webview(name);
  await page.getByText(`chosen/${name}`).waitFor();
  assert.deepEqual(
    (await wb.editors.titles()).filter((title) => title === name),
    [name],
  );
  assert.ok(statSync(join(chosen, name)).size > 0);
  assert.equal(existsSync(join(storage, 'clips', name)), false);
  await tree.until('its row', (row) => row.name === 'Kept aside' && row.description.startsWith('5 s'));
  rmSync(join(folder, 'seedance'));
});

test('the jobs of a newer version are shown, the line says why no more, and Generate says what mends it', async () => {
  const { wb, storage } = studio;
  const newer = new DatabaseSync(join(storage, 'jobs.db'), { timeout: 5000 });
  newer.exec(`UPDATE meta SET value = ${schemaVersion + 1} WHERE name = 'minWriter'`);
  newer.close();
  await wb.reload();
  const tree = await studio.jobs();
  await message().getByText('The jobs are kept by a newer version of Seedance Studio. Update the extension').waitFor();
  await tree.until('its jobs', ({ name }) => name === 'Kept aside');
  const notice = await wb.notifications.get('The jobs are kept by a newer version');
  assert.deepEqual(await notice.buttons(), ['Update…']);
  await notice.close();
  const before = (await studio.ledger()).length;
  const composer = await studio.compose('Too early');
  await composer.generate.click();
  await composer.failure.getByText('Nothing was sent, so nothing was charged.').waitFor();
  assert.equal(await composer.failure.getByRole('button').innerText(), 'Update…');
  assert.equal((await studio.ledger()).length, before);
  const unkept = composer.notices.getByText('cannot be written to disk now');
  await unkept.waitFor();
  await composer.page.getByRole('button', { name: 'Dismiss' }).click();
  await unkept.waitFor({ state: 'detached' });
  await studio.wb.pictures('newer');
  // What mends it is a new start: what was typed is there after that.
  await wb.reload();
  assert.equal(await (await studio.composer()).prompt.inputValue(), 'Too early');
});

/** Writes over a part in the middle of the database. */
function damage(path: string): void {
  const page = 4096;
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(page * 4, 0xa5), 0, page * 4, page * Math.floor(statSync(path).size / page / 2));
  closeSync(file);
}
