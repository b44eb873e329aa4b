import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../support/until.ts';
import { Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open();
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.closeTabs();
});
after(async () => await studio.close());

test('another model moves a duration that it does not make to the nearest one, and says so', async () => {
  const composer = await studio.compose('');
  await composer.slideTo(9);
  await composer.model('Seedance 1.5 Pro');
  await composer.notices.getByText('Seedance 1.5 Pro makes no clips of 9 s; the duration is now 10 s.').waitFor();
  const { duration, model } = await composer.settings();
  assert.deepEqual({ duration, model }, { duration: '10 s', model: 'seedance-1.5-pro' });
});

test('an empty prompt cannot be sent, and the reason stands beside it, where a screen reader hears of it', async () => {
  const composer = await studio.compose('');
  const regions = composer.page.getByRole('status');
  const before = await regions.count();
  assert.equal(await composer.generate.getAttribute('aria-disabled'), 'true');
  assert.equal(await composer.generate.getAttribute('title'), 'Say what should happen in the clip.');
  await composer.generate.click({ force: true });
  await regions.locator('#problem-prompt').getByText('Say what should happen in the clip.').waitFor();
  assert.equal(await regions.count(), before, 'the place was there before its text');
  assert.equal(await composer.prompt.getAttribute('aria-invalid'), 'true');
  await composer.prompt.fill('Something');
  await composer.page.locator('#problem-prompt').waitFor({ state: 'detached' });
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  assert.deepEqual(await studio.ledger(), []);
});

test('what is wrong under Advanced stands beside its field', async () => {
  const composer = await studio.compose('A kite over the dunes');
  await composer.page.getByText('Advanced').click();
  await composer.page.getByLabel('Webhook URL').fill('nowhere');
  await composer.page.getByLabel('Metadata').fill('[1]');
  const regions = composer.page.getByRole('status');
  await regions.locator('#problem-webhookUrl').getByText('The webhook is not a URL.').waitFor();
  await regions.locator('#problem-metadata').getByText('Metadata must be a JSON object').waitFor();
  assert.equal(await composer.generate.getAttribute('aria-disabled'), 'true');
});

test('a double click on Generate submits once, and pays once', async () => {
  const composer = await studio.compose('Only one of me');
  await composer.generate.dblclick();
  await composer.prompt.waitFor({ state: 'detached' });
  const jobs = await studio.jobs();
  await jobs.until('it is under way', ({ description }) => description.startsWith('processing'));
  assert.equal((await studio.ledger()).length, 1);
  assert.equal((await jobs.rows()).length, 1);
});

test('a file of the explorer is dropped onto the page with Shift held', async () => {
  const composer = await studio.compose('');
  await composer.page.getByText('or drop here, with Shift held').waitFor();
  await studio.wb.explorer.dragTo('lighthouse.jpg', composer.page.locator('.tile'));
  await composer.hold('lighthouse.jpg');
  await composer.page.locator('#reference-0 img').waitFor();
});

test('files of the system are dropped onto the page: each is a reference, and a hostile name is a name', async () => {
  const { folder, storage } = studio;
  const composer = await studio.compose('');
  const files = [
    ['lake-at-dawn.png', 'lake-at-dawn.png'],
    ['lighthouse.jpg', '../../../../../escaped.jpg'],
    ['forest-path.png', '<img src=x onerror=alert(1)> $(trash) \u202egnp.png'],
    ['chime.wav', 'CON.wav'],
  ].map(([file = '', name]) => [name, readFileSync(join(folder, file)).toString('base64')]);
  // What the browser makes of a drag that comes from another program.
  await composer.page.locator('body').evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    for (const [name, bytes] of ${JSON.stringify(files)})
      dataTransfer.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], name));
    for (const type of ['dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  })()`);
  const names = ['lake-at-dawn.png', 'escaped.jpg', 'img src=x onerror=alert(1)- $(trash) gnp.png', 'clip CON.wav'];
  await composer.hold(...names);
  assert.equal(await composer.page.locator('.reference .name *').count(), 0);
  const kept = readdirSync(join(storage, 'dropped'), { recursive: true, withFileTypes: true });
  assert.deepEqual(
    kept
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort(),
    [...names].sort(),
  );
});

test('a draft survives other tabs over it, and a reload of the window', async () => {
  const { wb } = studio;
  await studio.generateFrom('lighthouse.jpg');
  const composer = await studio.composer();
  await composer.write('The light turns once');
  await composer.pick('Aspect', '1:1');
  await composer.pick('Takes', '3');
  await wb.explorer.open('README.md');
  await until('the file in front', async () => (await wb.editors.active()) === 'README.md');
  await wb.editors.show('Generate Video');
  const again = await studio.composer();
  await again.hold('lighthouse.jpg');
  assert.equal(await again.prompt.inputValue(), 'The light turns once');

  await again.prompt.press('End');
  await wb.page.keyboard.type(', then goes dark');
  await until('it is on disk', () => studio.draftsOnDisk().includes('The light turns once, then goes dark'));
  await wb.reload();
  const back = await studio.composer();
  await back.hold('lighthouse.jpg');
  assert.equal(await back.prompt.inputValue(), 'The light turns once, then goes dark');
  assert.equal((await back.settings()).aspect, '1:1');
  assert.match(await back.price(), /^3 clips\. .*Generate 3$/);
  await back.page.locator('#reference-0 img').waitFor();
});

test('a draft whose tab was closed can be opened again', async () => {
  await (await studio.compose('')).write('Closed too soon');
  await studio.closeTabs();
  await studio.wb.run('Seedance: Reopen Closed Draft…');
  await studio.wb.quickInput.choose('Closed too soon');
  assert.equal(await (await studio.composer()).prompt.inputValue(), 'Closed too soon');
});

test('the settings of the last job are the next ones', async () => {
  const composer = await studio.compose('A tall one');
  await composer.pick('Aspect', '9:16');
  await composer.pick('Resolution', '1080p');
  await composer.send();
  const { aspect, resolution } = await (await studio.compose('')).settings();
  assert.deepEqual({ aspect, resolution }, { aspect: '9:16', resolution: '1080p' });
});
