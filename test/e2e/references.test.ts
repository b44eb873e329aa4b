import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../support/until.ts';
import type { LedgerEntry } from '../../src/sandbox/ledger.ts';
import { Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open({}, (folder) => {
    writeFileSync(
      join(folder, 'notes.md'),
      '# Notes\n\nNothing on the web here, only [a page](https://example.com/page).\n',
    );
    for (const name of ['dusk', 'noon']) cpSync(join(folder, 'lake-at-dawn.png'), join(folder, `${name}.png`));
  });
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.closeTabs();
});
after(async () => await studio.close());

/** The last request that the service took, once it has taken one with this prompt. */
async function requestOf(prompt: string): Promise<LedgerEntry['request']> {
  const taken = async (): Promise<LedgerEntry | undefined> =>
    (await studio.ledger()).findLast(({ request }) => request['prompt'] === prompt);
  return (await until(`the request for “${prompt}”`, taken)).request;
}

/** What the service was asked to fetch, by the last part of each URL. */
function mediaNames(request: LedgerEntry['request']): string[] {
  return (request['mediaUrls'] as readonly string[]).map((url) => url.split('/').at(-1) ?? '');
}

test('the explorer offers it for pictures, videos and sounds, and for nothing else', async () => {
  const media = ['lake-at-dawn.png', 'lighthouse.jpg', 'hot-air-balloon.webp', 'slow-push-in.mp4', 'chime.wav'];
  for (const name of [...media, 'README.md']) {
    const menu = await studio.wb.explorer.menu(name);
    assert.equal((await menu.items()).includes('Generate Video…'), media.includes(name), name);
    await menu.close();
  }
});

test('the tab of an open picture offers it too', async () => {
  const { wb } = studio;
  await wb.explorer.open('forest-path.png');
  await until('the picture is shown', async () => (await wb.statusBar()).includes('600x800'));
  const menu = await wb.editors.menu('forest-path.png');
  await menu.choose('Generate Video…');
  await (await studio.composer()).hold('forest-path.png');
});

test('a URL can be typed in; one that the service would not fetch is not taken', async () => {
  const { wb } = studio;
  await wb.run('Seedance: Generate Video from URL…');
  await wb.quickInput.type('http://example.com/photo.jpg');
  await wb.page.getByText('The service fetches URLs that start with https:// only.').waitFor();
  await wb.quickInput.type('https://example.com/photo.jpg');
  await wb.quickInput.accept();
  await (await studio.composer()).hold('photo.jpg');
});

/** Right-clicks a piece of the document and takes our item: the extension knows a document a moment after it was opened. */
async function generateAt(piece: string): Promise<void> {
  await until('the menu offers it', async () => {
    const menu = await studio.wb.editors.textMenu(piece);
    if ((await menu.items()).includes('Generate Video…')) {
      await menu.choose('Generate Video…');
      return true;
    }
    await menu.close();
    return false;
  });
}

test('the URL at the cursor of a Markdown file becomes the reference, and goes out as it stands there', async () => {
  const { wb } = studio;
  await wb.explorer.open('README.md');
  await generateAt('https://example.com/photo.jpg');
  const composer = await studio.composer();
  await composer.hold('photo.jpg');
  await composer.prompt.fill('Rain on the window');
  await composer.send();
  assert.deepEqual((await requestOf('Rain on the window'))['mediaUrls'], ['https://example.com/photo.jpg']);
});

test('the file that a Markdown link at the cursor names becomes the reference', async () => {
  const { wb } = studio;
  await wb.explorer.open('README.md');
  await generateAt('hot-air-balloon.webp');
  await (await studio.composer()).hold('hot-air-balloon.webp');
});

test('with the cursor on no link, those of the document that lead somewhere are offered', async () => {
  const { wb } = studio;
  await wb.explorer.open('README.md');
  await generateAt('A folder to try');
  assert.deepEqual(
    (await wb.quickInput.rows()).map(({ description }) => description),
    [
      ...['lake-at-dawn.png', 'lighthouse.jpg', 'hot-air-balloon.webp', 'forest-path.png'],
      ...['slow-push-in.mp4', 'chime.wav'],
      'https://example.com/photo.jpg',
      'https://example.com/media/portrait.webp?width=1080',
      'https://example.com/clips/waves.mp4',
      'https://example.com/sounds/rain.mp3',
    ],
  );
  await wb.quickInput.choose('waves.mp4');
  const composer = await studio.composer();
  await composer.hold('waves.mp4');
});

test('a document that links to no media has no such item', async () => {
  const { wb } = studio;
  await wb.explorer.open('notes.md');
  const menu = await wb.editors.textMenu('Nothing on the web');
  assert.ok(!(await menu.items()).some((item) => item.startsWith('Generate Video')));
  await menu.close();
});

test('text alone is text to video: the request names no media', async () => {
  const composer = await studio.compose('A paper boat in the rain');
  assert.equal(await composer.mode(), 'text only');
  await composer.send();
  assert.equal('mediaUrls' in (await requestOf('A paper boat in the rain')), false);
});

test('two pictures are the first and the last frame, in the order on the page', async () => {
  await studio.generateFrom('lake-at-dawn.png', 'dusk.png');
  const composer = await studio.composer();
  assert.equal(await composer.mode(), 'first and last frame');
  const order = await composer.references();
  await composer.page.getByRole('button', { name: `Move ${order[0]} right` }).click();
  await composer.hold(...order.toReversed());
  await composer.prompt.fill('From dawn to dusk');
  await composer.send();
  assert.deepEqual(mediaNames(await requestOf('From dawn to dusk')), order.toReversed());
});

test('a picture, a video and a sound go together as references', async () => {
  await studio.generateFrom('lighthouse.jpg', 'slow-push-in.mp4', 'chime.wav');
  const composer = await studio.composer();
  assert.equal(await composer.mode(), 'references');
  await composer.prompt.fill('Light sweeps the bay');
  // A click on a picture names it in the prompt.
  const place = (await composer.references()).indexOf('chime.wav');
  await composer.page.locator(`#reference-${place}`).click();
  assert.equal(await composer.prompt.inputValue(), 'Light sweeps the bay [Audio 1] ');
  await composer.send();
  const request = await requestOf('Light sweeps the bay [Audio 1] ');
  assert.deepEqual(mediaNames(request).sort(), ['chime.wav', 'lighthouse.jpg', 'slow-push-in.mp4']);
});

test('of a mixed selection the composer takes the media and says what it left out', async () => {
  await studio.generateFrom('README.md', 'lake-at-dawn.png');
  const composer = await studio.composer();
  await composer.hold('lake-at-dawn.png');
  assert.equal(await composer.notices.innerText(), 'Left out, as they are no image, video or audio: README.md.');
});

test('more than five images are too many for one clip: they can be a clip each, and that is one press away', async () => {
  const six = ['dusk.png', 'forest-path.png', 'hot-air-balloon.webp', 'lake-at-dawn.png', 'lighthouse.jpg', 'noon.png'];
  await studio.generateFrom(...six);
  const composer = await studio.composer();
  await until('all six', async () => (await composer.references()).length === 6);
  await composer.prompt.fill('Too many for one');
  await composer.says('The service takes at most 5 references; there are 6. Remove some.');
  assert.equal(await composer.generate.getAttribute('aria-disabled'), 'true');
  await composer.page.getByRole('button', { name: 'One Clip for Each Image' }).press('Enter');
  await until('six clips', async () => (await composer.price()).startsWith('6 clips.'));
  assert.equal(await composer.mode(), '6 clips: one for each image');
  assert.equal(await composer.generate.getAttribute('aria-disabled'), 'false');
  // The focus is where the choice can be taken back.
  await composer.page.locator('#each-image input:focus').waitFor({ state: 'attached' });
});

test('a second gesture adds to the open draft while nothing was typed', async () => {
  await studio.generateFrom('lake-at-dawn.png');
  await (await studio.composer()).hold('lake-at-dawn.png');
  await studio.generateFrom('lighthouse.jpg');
  await (await studio.composer()).hold('lake-at-dawn.png', 'lighthouse.jpg');
  assert.equal(await drafts(), 1);
});

test('a draft that was worked on is asked about, and never replaced', async () => {
  const { wb } = studio;
  await studio.generateFrom('lake-at-dawn.png');
  await (await studio.composer()).write('Keep me');
  await studio.generateFrom('lighthouse.jpg');
  assert.deepEqual(
    (await wb.quickInput.rows()).map(({ label }) => label),
    ['Add to the open draft', 'Open a new draft'],
  );
  await wb.quickInput.choose('Open a new draft');
  await until('a second draft', async () => (await drafts()) === 2);
  const fresh = await studio.composer();
  await fresh.hold('lighthouse.jpg');
  assert.equal(await fresh.prompt.inputValue(), '');
  await wb.editors.close('Generate Video');
  await until('the first draft alone', async () => (await drafts()) === 1);
});

/** How many drafts are open. */
async function drafts(): Promise<number> {
  return (await studio.wb.editors.titles()).filter((title) => title === 'Generate Video').length;
}
