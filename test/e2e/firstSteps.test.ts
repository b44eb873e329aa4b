import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Walkthrough } from '../support/workbench/walkthrough.ts';
import { clipTime, key, Studio } from './support.ts';

/** The service, as far as VS Code can tell; it takes the one key alone. */
const servicePlace = mkdtempSync(join(tmpdir(), 'seedance-service-'));
let service: Sandbox;
/** What somebody who has just installed the extension has: no folder, no key, nothing set. */
let studio: Studio;
before(async () => {
  const pace = { queued: 500, processing: 1000 };
  service = await startSandbox({ folder: servicePlace, clips: join(root, 'media/sandbox'), keys: [key], pace });
  studio = await Studio.open({ empty: true, settings: live(), keyless: true });
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => {
  try {
    await studio.close();
  } finally {
    await service.close();
    rmSync(servicePlace, { recursive: true, force: true });
  }
});

function live(): Record<string, unknown> {
  return { 'seedance.sandbox': false, 'seedance.baseUrl': service.origin };
}

/** A person whose clicks are counted, and the keys that take the place of one. */
class Person {
  clicks = 0;

  async click(target: Locator, options?: Parameters<Locator['click']>[0]): Promise<void> {
    await target.click(options);
    this.clicks += 1;
  }

  /** Pastes or types into the box at the top and presses Enter. */
  async answer(text: string): Promise<void> {
    await studio.wb.quickInput.type(text);
    await studio.wb.quickInput.accept();
    this.clicks += 1;
  }
}

/** Waits until the clip in front plays. */
async function plays(clip: string): Promise<void> {
  const preview = await until('the preview', () => studio.wb.editors.webview(clip), clipTime);
  const position = async (): Promise<number> =>
    await preview.locator('video').evaluate(({ currentTime }: { readonly currentTime: number }) => currentTime);
  await until('it plays', async () => (await position()) > 0.3);
}

test('from an empty VS Code to a playing clip it is two clicks in the sandbox, and nothing is set or put into a folder', async () => {
  const { wb } = studio;
  const person = new Person();
  await person.click(wb.page.locator('.activitybar a.action-label[aria-label^="Seedance"]'));
  const jobs = await wb.tree('Seedance', 'Jobs');
  await jobs.welcome.waitFor();
  await wb.pictures('welcome');
  const settings = readFileSync(studio.server.home.settingsFile, 'utf8');
  await person.click(jobs.welcome.getByRole('button', { name: 'Make a Sample Clip' }));
  await jobs.until('its row', ({ description }) => description.includes('sandbox'));
  await plays('lake-at-dawn.mp4');
  assert.equal(person.clicks, 2);
  assert.equal(readFileSync(studio.server.home.settingsFile, 'utf8'), settings);
  assert.deepEqual(readdirSync(join(studio.storage, 'clips')), ['lake-at-dawn.mp4']);
  assert.ok(!existsSync(join(studio.folder, 'seedance')));
  assert.equal((await studio.ledger()).length, 1);
});

test('a clip that is played already is not announced too', async () => {
  assert.deepEqual(await studio.wb.notifications.messages(), []);
});

test('the walkthrough has ticked the sample, and has a picture for each step in every theme', async () => {
  const { wb } = studio;
  await studio.closeTabs();
  await wb.resize(1700, 900);
  await wb.run('Seedance: Get Started');
  const walkthrough = new Walkthrough(wb.page);
  await walkthrough.opened();
  await walkthrough.done('See a clip being made');
  const steps = await walkthrough.steps();
  assert.deepEqual(
    steps.map(({ title, done }) => `${done ? 'x' : ' '} ${title}`),
    [
      'x See a clip being made',
      '  Set your API key',
      '  Let the service see your pictures',
      '  Make your first clip',
      '  Go on from the last frame',
    ],
  );
  for (const theme of ['dark', 'light', 'high-contrast-dark', 'high-contrast-light'] as const) {
    await wb.theme(theme);
    for (const [index, { title }] of steps.entries()) {
      await walkthrough.open(title);
      await wb.screenshot(`walkthrough-${index + 1}-${theme}`);
    }
  }
});

test('continue from last frame without a clip named goes on from the newest, and ticks its step', async () => {
  const { wb } = studio;
  const walkthrough = new Walkthrough(wb.page);
  await walkthrough.open('Go on from the last frame');
  await walkthrough.button('Continue from the Newest Clip').click();
  const composer = await studio.composer();
  await until('the frame', async () => (await composer.references())[0]?.startsWith('lake-at-dawn frame'));
  await wb.run('Seedance: Get Started');
  await walkthrough.done('Go on from the last frame');
});

test('from an empty VS Code to a playing clip of the live service it is six clicks, with the key and the prompt to be said', async () => {
  const { wb } = studio;
  await studio.closeTabs();
  const jobs = await wb.tree('Seedance', 'Jobs');
  // As on the first day: without the row of the sample.
  const [row] = await jobs.rows();
  await (await jobs.menu(row?.name ?? '')).choose('Remove…');
  await jobs.welcome.waitFor();
  await wb.page.locator('.activitybar a.action-label[aria-label^="Explorer"]').click();

  const person = new Person();
  await person.click(wb.page.locator('.activitybar a.action-label[aria-label^="Seedance"]'));
  await person.click(jobs.welcome.getByRole('button', { name: 'Set API Key' }));
  await wb.page.locator('.quick-input-title').getByText('Seedance API Key').waitFor();
  await person.answer(key);
  await person.click(jobs.welcome.getByRole('button', { name: 'Generate from Text' }));
  const composer = await studio.composer();
  await wb.page.keyboard.type('A kite over the dunes');
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await person.click(composer.generate);
  await composer.gone();
  const ready = wb.page.locator('.notification-toast').filter({ hasText: 'is ready' });
  await person.click(ready.getByRole('button', { name: 'Preview' }), { timeout: clipTime });
  await plays('A kite over the dunes.mp4');
  assert.equal(person.clicks, 6);
});

test('the key that was set ticks its step, and the clip of one’s own the last ones', async () => {
  await studio.closeTabs();
  await studio.wb.run('Seedance: Get Started');
  const walkthrough = new Walkthrough(studio.wb.page);
  await walkthrough.done('Set your API key');
  await walkthrough.done('Make your first clip');
  await until('all of it', async () => (await walkthrough.steps()).every(({ done }) => done));
});

test('from a picture, with no key yet, it is six too: the key is asked for when it is needed, and nothing is typed twice', async () => {
  await studio.close();
  studio = await Studio.open({ settings: live(), keyless: true });
  const { wb } = studio;
  const bytes = readFileSync(join(studio.folder, 'lighthouse.jpg'));
  const headers = { authorization: `Bearer ${key}` };
  const stored = await fetch(`${service.origin}/sandbox/media/lighthouse.jpg`, { method: 'PUT', headers, body: bytes });
  const { url: at } = (await stored.json()) as { url: string };
  await wb.explorer.show();
  const person = new Person();
  await person.click(wb.explorer.row('lighthouse.jpg'), { button: 'right' });
  await person.click(wb.page.locator('.monaco-menu .action-label').getByText('Generate Video…', { exact: true }));
  const composer = await studio.composer();
  await composer.hold('lighthouse.jpg');
  await wb.page.keyboard.type('The beam sweeps over the bay');
  const url = composer.page.getByLabel('Public https:// URL of lighthouse.jpg');
  await person.click(url);
  await url.fill(at);
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await person.click(composer.generate);
  await wb.page.locator('.quick-input-title').getByText('Seedance API Key').waitFor();
  await person.answer(key);
  await composer.gone();
  const ready = wb.page.locator('.notification-toast').filter({ hasText: 'is ready' });
  await person.click(ready.getByRole('button', { name: 'Preview' }), { timeout: clipTime });
  await plays('lighthouse.mp4');
  assert.equal(person.clicks, 6);
});
