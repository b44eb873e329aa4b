import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { until } from '../support/until.ts';
import { Walkthrough } from '../support/workbench/walkthrough.ts';
import { clipTime, Studio } from './support.ts';

/** What somebody who has just installed the extension has: no folder, no key, nothing set. */
let studio: Studio;
before(async () => {
  studio = await Studio.open({ empty: true, settings: { 'seedance.sandbox': false } });
});
afterEach(async (context) => await studio.keepPicture(context));
after(async () => await studio.close());

/** A person whose clicks are counted. */
class Person {
  clicks = 0;

  async click(target: Locator): Promise<void> {
    await target.click();
    this.clicks += 1;
  }
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
  const preview = await until('the preview', () => wb.editors.webview('lake-at-dawn.mp4'), clipTime);
  const position = async (): Promise<number> =>
    await preview.locator('video').evaluate(({ currentTime }: { readonly currentTime: number }) => currentTime);
  await until('it plays', async () => (await position()) > 0.3);
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
