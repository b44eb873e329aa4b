import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { readLedger } from '../../src/sandbox/ledger.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { clipTime, key, probe, Studio } from './support.ts';

const prompt = 'The beam sweeps over the bay';

/** The service: not the extension's own sandbox, but a server that the live way is pointed at, and that takes this key alone. */
let service: Sandbox;
let studio: Studio;
/** Where the picture of the first test is on the web. */
let hosted = '';
const folder = mkdtempSync(join(tmpdir(), 'seedance-service-'));
before(async () => {
  const pace = { queued: 500, processing: 1000 };
  service = await startSandbox({ folder, clips: join(root, 'media/sandbox'), keys: [key], pace });
  studio = await Studio.open({
    settings: { 'seedance.sandbox': false, 'seedance.baseUrl': service.origin },
    keyless: true,
  });
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.closeTabs();
});
after(async () => {
  try {
    await studio.close();
  } finally {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a local file needs a public URL, which the page asks for and takes', async () => {
  await studio.generateFrom('lighthouse.jpg');
  const composer = await studio.composer();
  await composer.prompt.fill(prompt);
  await composer.pick('Aspect', '9:16');
  await composer.pick('Resolution', '480p');
  const url = composer.page.getByLabel('Public https:// URL of lighthouse.jpg');
  await composer.generate.click({ force: true });
  const problem = composer.page.locator('[aria-live="polite"] #problem-mediaUrls-0');
  await problem.getByText('“lighthouse.jpg” is a local file').waitFor();
  await url.pressSequentially('http://example.com/lighthouse.jpg');
  await problem.getByText('does not start with https://').waitFor();
  await url.fill(`${service.origin}/nothing-there.jpg`);
  await problem.getByText('404').waitFor();
  hosted = await host('lighthouse.jpg');
  await url.fill(hosted);
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  assert.deepEqual(await readLedger(folder), []);
});

test('without a key Generate asks for it in a password box, and then goes on', async () => {
  const { wb } = studio;
  // The draft of the test before was closed, not lost.
  await wb.run('Seedance: Reopen Closed Draft…');
  await wb.quickInput.choose(prompt);
  const composer = await studio.composer();
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await composer.generate.click();
  await wb.page.locator('.quick-input-title').getByText('Seedance API Key').waitFor();
  assert.equal(await wb.quickInput.field.getAttribute('type'), 'password');
  assert.deepEqual(await wb.quickInput.text(), { title: 'Seedance API Key', message: question() });
  // Nothing is sent while the question stands there, and nothing says so.
  assert.equal(await composer.generate.getAttribute('title'), 'Waiting for you…');
  assert.equal(await composer.page.locator('.for-asking').isVisible(), true);
  assert.equal(await composer.page.locator('.for-sending').isVisible(), false);
  await wb.quickInput.cancel();
  await composer.failure.getByText('A key is needed to generate with').waitFor();
  assert.deepEqual(await readLedger(folder), []);

  await composer.generate.click();
  await wb.page.locator('.quick-input-title').getByText('Seedance API Key').waitFor();
  await wb.quickInput.type(key);
  await wb.quickInput.accept();
  await composer.prompt.waitFor({ state: 'detached' });
  // The service takes this key alone, so it was sent as the bearer.
  const [entry, ...more] = await until('the request', async () => {
    const entries = await readLedger(folder);
    return entries.length > 0 && entries;
  });
  assert.deepEqual(more, []);
  const { metadata, ...request } = entry?.request ?? {};
  assert.deepEqual(request, {
    model: 'seedance-2.0',
    prompt,
    mediaUrls: [hosted],
    aspectRatio: '9:16',
    duration: 5,
    resolution: '480p',
  });
  assert.deepEqual(Object.keys(metadata as object), ['seedanceStudioJob']);
});

/** What the box says below its field. */
function question(): string {
  return `Sign in at ${service.origin} (the arrow above opens it), create an API key there and paste it here. VS Code keeps it in its secret storage. (Press 'Enter' to confirm or 'Escape' to cancel)`;
}

test('the clip of the live way is downloaded, and what it cost stands in the row', async () => {
  const jobs = await studio.wb.tree('Seedance', 'Jobs');
  const row = await jobs.until('it is ready', ({ description }) => description.startsWith('5 s'), clipTime);
  assert.equal(row.description, '5 s · 9:16 · 32 cr');
  const { width, height } = await probe(join(studio.folder, 'seedance/lighthouse.mp4'));
  assert.deepEqual([width, height], [480, 854]);
});

test('the key lasts over a reload: the next job asks for nothing', async () => {
  await studio.wb.reload();
  const composer = await studio.compose('A second look');
  // The price of the same settings with a picture is known; without one it is not.
  await composer.page.getByText('Price shown after the first clip with these settings').waitFor();
  await composer.send();
  await until('the request', async () => (await readLedger(folder)).length === 2);
});

test('a picture that is no file here is fetched and checked by the host, never by the page', async () => {
  const url = await host('forest-path.png');
  const composer = await studio.compose('Nothing of it is sent');
  await composer.page.getByRole('button', { name: 'Add URL' }).click();
  await composer.page.locator('#add-url').fill(url);
  await composer.page.locator('#add-url').press('Enter');
  await composer.hold('forest-path.png');
  const picture = composer.page.locator('#reference-0 img');
  assert.match((await picture.getAttribute('src')) ?? '', /^blob:/);
  assert.deepEqual(await studio.strangers(), []);
  // The last job with a picture had these settings, so now there is a price.
  await composer.page.getByText('About 32 credits (last time for these settings)').waitFor();
});

test('the key is kept in the secret storage of VS Code, encrypted', async () => {
  const kept = await studio.wb.page.evaluate<string>('JSON.stringify({ ...localStorage })');
  assert.match(kept, /secret/);
  assert.equal(kept.includes(JSON.stringify(key).slice(1, -1)), false);
});

test('no request left the window but to the server of the window itself', async () => {
  assert.deepEqual(await studio.strangers(), []);
});

/** Puts a file of the workspace where it can be fetched. */
async function host(name: string): Promise<string> {
  const bytes = readFileSync(join(studio.folder, name));
  const headers = { authorization: `Bearer ${key}` };
  const stored = await fetch(`${service.origin}/sandbox/media/${name}`, { method: 'PUT', headers, body: bytes });
  return ((await stored.json()) as { url: string }).url;
}
