import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Frame, FrameLocator } from 'playwright-core';
import { fileReference, urlReference } from '../../src/engine/drafts/draft.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import type { Reference } from '../../src/shared/draft.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { makeNumberedClip, numberIn, numbersOf } from '../support/numberedClip.ts';
import { until } from '../support/until.ts';
import type { Theme } from '../support/workbench.ts';
import { expectAccessible } from './axe.ts';
import { expectFullScreen } from './fullScreen.ts';
import { clipTime, Studio } from './support.ts';

/** Clips whose frames show their own numbers: how many, at which rate, and ffmpeg's options. */
const clips: Readonly<Record<string, readonly [frames: number, rate: string, ...options: string[]]>> = {
  'count.mp4': [120, '24', '-c:v', 'libx264', '-g', '48', '-bf', '2'],
  'television.mov': [90, '30000/1001', '-c:v', 'libx264'],
  'variable.webm': [60, '30', '-vf', "select='not(mod(n,7))+gt(mod(n,3),1)'", '-fps_mode', 'vfr', '-c:v', 'libvpx'],
  'unknown.mp4': [10, '24', '-c:v', 'libx265', '-x265-params', 'log-level=none', '-tag:v', 'hvc1'],
};

let studio: Studio;
before(async () => {
  studio = await Studio.open({}, (folder) => {
    for (const [name, [frames, rate, ...options]] of Object.entries(clips))
      makeNumberedClip(join(folder, name), frames, rate, ['-pix_fmt', 'yuv420p', ...options]);
    mkdirSync(outside(folder));
    copyFileSync(join(folder, 'count.mp4'), join(outside(folder), 'elsewhere.mp4'));
    writeFileSync(join(folder, 'empty.mp4'), '');
    writeFileSync(join(folder, 'noise.mp4'), 'no clip at all');
  });
});
afterEach(async (context) => {
  await studio.afterTest(context);
});
after(async () => await studio.close());

for (const name of ['count.mp4', 'television.mov', 'variable.webm']) {
  test(`the frame of ${name} that is seen is the one that is named, however one gets there`, async () => {
    const { page, frame, press } = await open(name);
    const numbers = numbersOf(join(studio.folder, name));
    const last = numbers.length - 1;
    const at = async (wanted?: number): Promise<number> => {
      const named = await until(`frame ${wanted ?? ''}`, async () => {
        const now = await namedFrame(page);
        const isThere = !(await frame.evaluate<boolean>('document.querySelector("video").seeking'));
        return isThere && (wanted === undefined || now === wanted) && { now };
      });
      await shows(page, numbers[named.now]);
      return named.now;
    };
    await press('k', 'z', 'Home');
    await at(0);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight');
    await at(3);
    await press('ArrowLeft');
    await at(2);
    await press('End');
    await at(last);
    await press('ArrowRight');
    await at(last);
    await press('Shift+ArrowLeft');
    assert.ok((await at()) < last);
    await page.locator('.strip').click({ position: { x: 100, y: 10 } });
    await at();
    await page.getByRole('button', { name: 'Next frame' }).click();
    const before = await at();
    await page.getByRole('button', { name: 'Previous frame' }).click();
    await at(before - 1);
    // Wherever it is stopped while it plays, that frame is the one.
    await press('Home', 'l');
    await until('it plays', async () => (await namedFrame(page)) > 5);
    await press('k');
    assert.ok((await at()) > 5);
  });
}

test('a click on a clip opens VS Code’s own preview, as long as nobody chose otherwise', async () => {
  await studio.closeTabs();
  await studio.wb.explorer.show();
  await studio.wb.explorer.row('slow-push-in.mp4').click();
  await studio.wb.editors.tab('slow-push-in.mp4');
  const page = await studio.wb.editors.webview();
  await page.locator('video').waitFor({ state: 'attached' });
  assert.equal(await page.locator('#app, .preview').count(), 0);
});

test('J, K and L go backward, stop and go on, faster with each press, and say so', async () => {
  const { page, frame, press } = await open('count.mp4');
  const speed = page.getByRole('combobox', { name: 'Speed' });
  const shown = async (wanted: string): Promise<boolean> =>
    await until(`at ${wanted}`, async () => (await speed.inputValue()) === wanted);
  const play = {
    rate: 'document.querySelector("video").playbackRate',
    paused: 'document.querySelector("video").paused',
  };
  await press('k', 'Home', 'l');
  await until('it plays', async () => !(await frame.evaluate<boolean>(play.paused)));
  await press('l');
  assert.equal(await frame.evaluate(play.rate), 2);
  await shown('2');
  await press('k');
  assert.equal(await frame.evaluate(play.paused), true);
  await shown('1');

  await press('End');
  await until('the end', async () => (await namedFrame(page)) === 119);
  await frame.evaluate(`globalThis.sought = []; document.querySelector('video').addEventListener('seeked',
    ({ target }) => sought.push(target.currentTime))`);
  await press('j');
  await shown('-1');
  await page.getByRole('status').getByText('Backward, Speed 1×').waitFor({ state: 'attached' });
  await until('a second back', async () => (await namedFrame(page)) < 95);
  await press('j');
  await shown('-2');
  await until('the start', async () => (await namedFrame(page)) === 0);
  await shown('1');
  const sought = await frame.evaluate<number[]>('sought');
  assert.ok(sought.length > 5);
  assert.deepEqual(
    sought.toSorted((one, other) => other - one),
    sought,
    'it never goes the other way',
  );
});

test('in and out points are set, dragged, moved by keys, looped between, and cleared', async () => {
  const { page, frame, press } = await open('count.mp4');
  const point = (name: string) => page.getByRole('slider', { name });
  const textOf = async (name: string): Promise<string> => (await point(name).getAttribute('aria-valuetext')) ?? '';
  await press('k', 'Home', 'Shift+ArrowRight', 'i', 'Shift+ArrowRight', 'o');
  assert.equal(await textOf('In point'), '0:01:00 · Frame 25 of 120');
  assert.equal(await textOf('Out point'), '0:02:00 · Frame 49 of 120');
  assert.equal(await page.getByRole('button', { name: 'Loop', exact: true }).getAttribute('aria-pressed'), 'true');

  await point('Out point').press('ArrowLeft');
  assert.equal(await textOf('Out point'), '0:01:23 · Frame 48 of 120');
  const [handle, bar] = await Promise.all([point('In point').boundingBox(), page.locator('.track').boundingBox()]);
  assert.ok(handle && bar && handle.width >= 24 && handle.height >= 24);
  const { mouse } = studio.wb.page;
  await mouse.move(handle.x + 20, handle.y + 12);
  await mouse.down();
  // The middle of frame 30.
  const x = bar.x + 7 + ((bar.width - 14) * 30.5) / 120;
  await mouse.move(x - 5, handle.y + 12);
  await mouse.move(x, handle.y + 12);
  await mouse.up();
  assert.equal(await textOf('In point'), '0:01:06 · Frame 31 of 120');

  await frame.evaluate(`(() => {
    globalThis.seen = [];
    const video = document.querySelector('video');
    const see = (_, { mediaTime }) => { seen.push(Math.round(mediaTime * 24)); video.requestVideoFrameCallback(see); };
    video.requestVideoFrameCallback(see);
  })()`);
  await press('l');
  const seen = await until(
    'it has come round twice',
    async () => {
      const frames = await frame.evaluate<number[]>('seen');
      return frames.filter((each, index) => each < (frames[index - 1] ?? 0)).length >= 2 && frames;
    },
    60_000,
  );
  const round = seen.slice(seen.findIndex((each) => each >= 30));
  assert.ok(Math.min(...round) >= 30, round.join());
  // A page that gets no time to look may be a frame or two late.
  assert.ok(Math.max(...round) <= 50, round.join());

  await press('k', 'x');
  await point('In point').waitFor({ state: 'detached' });
  assert.equal(
    await page.getByRole('button', { name: 'Clear in and out points' }).getAttribute('aria-disabled'),
    'true',
  );
});

test('speed, volume, size and sound have their keys, and each says which in its tooltip', async () => {
  const { page, frame, press } = await open('count.mp4');
  const of = async <T>(property: string): Promise<T> =>
    await frame.evaluate(`document.querySelector('video').${property}`);
  await press('k', '>', '>');
  assert.equal(await of('playbackRate'), 1.5);
  await press('<');
  assert.equal(await of('playbackRate'), 1.25);
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.25');
  assert.equal(await of('playbackRate'), 0.25);
  await page.locator('.stage').click({ trial: true });
  await frame.evaluate('document.activeElement.blur()');
  await press('ArrowDown', 'ArrowDown');
  assert.equal(await of('volume'), 0.9);
  await press('ArrowUp');
  assert.equal(await of('volume'), 0.95);
  await press('m');
  assert.equal(await of('muted'), true);
  await press('m', 'r');
  assert.equal(await of('muted'), false);
  assert.equal(await of('loop'), true);
  await press('z');
  assert.deepEqual([await of('clientWidth'), await of('clientHeight')], [320, 180]);
  await press('z');
  assert.ok((await of<number>('clientWidth')) > 320);
  const titles = await page
    .locator('.controls [title]')
    .evaluateAll((all: { title: string }[]) => all.map(({ title }) => title));
  for (const key of ['(←)', '(→)', '(Space)', '(I)', '(O)', '(R)', '(< >)', '(M)', '(↓ ↑)', '(Z)', '(F)', '(?)'])
    assert.ok(
      titles.some((title) => title.endsWith(key)),
      `${key}: ${titles.join(', ')}`,
    );
});

test('F shows nothing but the player in the window, Escape and F bring back all else', async () => {
  const opened = await open('count.mp4');
  await expectFullScreen(studio.wb, opened, '.facts', 'viewer-full');
  // A tab that goes gives the window back.
  await studio.wb.page.keyboard.press('f');
  const sidebar = studio.wb.page.locator('.part.sidebar');
  await sidebar.waitFor({ state: 'hidden' });
  await studio.closeTabs();
  await sidebar.waitFor();
});

test('the strip fills with pictures of the clip, and the mouse sees the moment that it points at', async () => {
  const { page, frame } = await open('count.mp4');
  await until('pictures over the whole strip', () =>
    frame.evaluate<boolean>(`(() => {
      const canvas = document.querySelector('.strip canvas');
      const { data } = canvas.getContext('2d').getImageData(0, canvas.height / 2, canvas.width, 1);
      return data.every((value, index) => index % 4 !== 3 || value === 255);
    })()`),
  );
  const strip = await page.locator('.strip').boundingBox();
  assert.ok(strip);
  await studio.wb.page.mouse.move(strip.x + strip.width / 2, strip.y + 20);
  const peek = page.locator('.peek');
  await peek.getByText(/^0:02:\d\d · Frame (59|60|61) of 120$/).waitFor();
  // At first there are few of them.
  await until('its picture', async () => {
    const number = numberIn(await peek.locator('canvas').screenshot());
    if (Math.abs(number - 60) > 3) throw new Error(`${number}`);
    return true;
  });
  await studio.wb.page.mouse.move(strip.x, strip.y - 200);
  await peek.waitFor({ state: 'detached' });
});

test('what was seen of a clip is shown at once the next time, as long as the file is the same', async () => {
  const posters = join(studio.storage, 'posters');
  rmSync(posters, { recursive: true, force: true });
  await open('count.mp4');
  const [poster = ''] = await until('a poster', () =>
    readdirSync(dirname(posters)).includes('posters') ? readdirSync(posters) : undefined,
  );
  const bytes = await until('it is whole', () => {
    const read = readFileSync(join(posters, poster));
    return read.length > 0 && read;
  });
  assert.equal(numberIn(bytes), 0);
  const { page, frame, press } = await open('count.mp4');
  await press('k', 'Home');
  // A file that takes its time: what the element is told to load waits.
  await frame.evaluate(`Object.defineProperty(document.querySelector('video'), 'src', {
    configurable: true,
    set(source) { globalThis.held = source; },
  })`);
  await frame.evaluate(`document.querySelector('video').dispatchEvent(new Event('error'))`);
  await page.getByRole('button', { name: 'Reload' }).click();
  const seen = page.locator('canvas.poster');
  await seen.waitFor();
  const { width, height } = (await seen.boundingBox()) ?? { width: 0, height: 0 };
  assert.ok(width > 300 && height > 180);
  await frame.evaluate(`(() => {
    const video = document.querySelector('video');
    delete video.src;
    video.src = held;
  })()`);
  await seen.waitFor({ state: 'detached' });
});

for (const [name, words] of [
  ['empty.mp4', 'This file is empty.'],
  ['noise.mp4', 'This file cannot be played here. Open it outside, in the system’s own player.'],
  ['unknown.mp4', /^The pictures of this file \((hevc|hvc1)\) cannot be played here\. Open it outside/],
] as const) {
  test(`of ${name} the preview says what is wrong and what can be done`, async () => {
    const { page, frame } = await open(name);
    const alert = page.getByRole('alert');
    await alert.getByText(words).waitFor();
    for (const way of ['Reload', 'Download again', 'Open outside', 'Reveal in Explorer'])
      assert.ok((await alert.getByRole('button', { name: way }).getAttribute('title')) ?? '');
    await expectAccessible(frame);
    await studio.wb.screenshot(`viewer-trouble-${name}`);
  });
}

test('a file that is gone is said to be, and is shown when it is back', async () => {
  const path = join(studio.folder, 'count.mp4');
  const bytes = readFileSync(path);
  const { page } = await open('count.mp4');
  rmSync(path);
  await page
    .getByRole('button', { name: 'Play', exact: true })
    .or(page.getByRole('button', { name: 'Pause' }))
    .waitFor();
  await studio.wb.reload();
  const front = await studio.wb.editors.webview();
  await front.getByRole('alert').getByText('This file is not there any more.').waitFor();
  writeFileSync(path, bytes);
  await front.locator('.stage:not(:has(.over))').waitFor();
  // VS Code's explorer may have listed the folder before that, and its watcher have begun after it.
  await studio.wb.explorer.refresh();
});

test('a file that goes after its first picture was seen is said to be gone, and is shown when it is back', async () => {
  const path = join(studio.folder, 'count.mp4');
  const bytes = readFileSync(path);
  const { page, frame } = await open('count.mp4');
  rmSync(path);
  try {
    // As a browser tells it that has not held all of the clip, and is refused the rest.
    await frame.evaluate('document.querySelector("video").dispatchEvent(new Event("error"))');
    await page.getByRole('alert').getByText('This file is not there any more.').waitFor();
  } finally {
    writeFileSync(path, bytes);
  }
  await page.locator('.stage:not(:has(.over))').waitFor();
});

test('what is larger than its place is moved about in by the arrow keys, which then leave the frame and the volume alone', async () => {
  await studio.wb.resize(480, 420);
  try {
    const { page, frame, press } = await open('count.mp4');
    await press('k', 'Home', 'z');
    await until('its own size', () => frame.evaluate<boolean>('document.querySelector("video").clientWidth === 320'));
    const screen = page.locator('.screen');
    await until('less room than that', () =>
      frame.evaluate<boolean>(
        '(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector(".screen"))',
      ),
    );
    await screen.focus();
    await press('ArrowRight', 'ArrowDown');
    await until('it has moved', () => frame.evaluate<boolean>('document.querySelector(".screen").scrollLeft > 0'));
    assert.equal(await namedFrame(page), 0);
    assert.equal(await frame.evaluate('document.querySelector("video").volume'), 1);
    await expectAccessible(frame);
    await press('z');
    assert.equal(await screen.getAttribute('tabindex'), null);
  } finally {
    await studio.wb.resize(1280, 800);
  }
});

test('a click takes no key away: a list keeps those that it needs, and a picture or a column with nothing to scroll keeps none', async () => {
  await studio.wb.resize(1280, 1200);
  try {
    const { page, frame, press } = await open('count.mp4');
    const fits = (part: string): Promise<boolean> =>
      frame.evaluate<boolean>(
        `(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight)(document.querySelector('${part}'))`,
      );
    const muted = 'document.querySelector("video").muted';
    await press('k', 'Home');
    await page.getByRole('combobox', { name: 'Speed' }).focus();
    await press('m');
    assert.equal(await frame.evaluate(muted), true);
    await press('m', 'z');
    await until('its own size', () => frame.evaluate<boolean>('document.querySelector("video").clientWidth === 320'));
    assert.ok(await fits('.screen'));
    await page.locator('.screen').click();
    await press('k', 'Home', 'ArrowRight', 'ArrowRight');
    await until('the third frame', async () => (await namedFrame(page)) === 2);
    assert.ok(await fits('.facts'));
    await page.getByRole('button', { name: 'Copy path' }).click();
    await press('End');
    await until('the last frame', async () => (await namedFrame(page)) === 119);
  } finally {
    await studio.wb.resize(1280, 800);
  }
});

test('the clip of a job is downloaded again where its file does not serve', async () => {
  await studio.closeTabs();
  await studio.submit('A candle, close up', '5 s');
  await studio.wb.notifications.clear();
  const { name } = (await (await studio.jobs()).rows())[0] ?? { name: '' };
  const [file = ''] = readdirSync(join(studio.folder, 'seedance'));
  rmSync(join(studio.folder, 'seedance', file));
  await (await studio.jobs()).click(name);
  const page = await studio.wb.editors.webview(file);
  await page.getByRole('alert').getByText('This file is not there any more.').waitFor();
  await page.getByRole('button', { name: 'Download again' }).click();
  await page.locator('.stage:not(:has(.over))').waitFor({ timeout: clipTime });
  assert.ok(statSync(join(studio.folder, 'seedance', file)).size > 0);
});

test('a clip that another program has moved is found where it is now, from its job and in a tab that showed it', async () => {
  await studio.closeTabs();
  const { wb } = studio;
  const [name = ''] = readdirSync(join(studio.folder, 'seedance'));
  const [row] = await (await studio.jobs()).rows();
  const [first, second] = ['kept', 'kept elsewhere'].map((folder) => join(studio.folder, folder, name)) as [
    string,
    string,
  ];
  const move = (from: string, to: string): void => {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  };
  const isShownFrom = async (path: string): Promise<void> => {
    await until(`the clip at ${path}`, async () => {
      const page = await front();
      await page.locator('.time[data-frame]').waitFor({ timeout: 1_000 });
      await page.getByRole('button', { name: 'Copy path' }).click({ timeout: 1_000 });
      return (await wb.page.evaluate<string>('navigator.clipboard.readText()')) === path;
    });
    // The tab before goes once the one of the new place is there.
    await until('one tab', async () => (await wb.editors.titles()).join('\n') === name);
  };
  move(join(studio.folder, 'seedance', name), first);
  await (await studio.jobs()).click(row?.name ?? '');
  await isShownFrom(first);
  move(first, second);
  await wb.reload();
  await isShownFrom(second);
});

test('a file of no folder of the workspace is shown too, and again after a restart', async () => {
  await studio.closeTabs();
  const { wb } = studio;
  await wb.run('File: Open File...');
  // The dialog writes its own folder over what was typed before it is ready, and has to come to that of the file first.
  await until('the file is open', async () => {
    const { field } = wb.quickInput;
    const name = join(outside(studio.folder), 'elsewhere.mp4');
    await field.fill(name, { timeout: 1_000 }).catch(() => undefined);
    await field.press('Enter', { timeout: 1_000 }).catch(() => undefined);
    return (await wb.editors.titles()).includes('elsewhere.mp4');
  });
  await (await wb.editors.menu('elsewhere.mp4')).choose('Reopen Editor With...');
  await wb.quickInput.choose('Seedance Preview');
  await (await front()).locator('.time[data-frame]').waitFor();
  await wb.reload();
  await (await front()).locator('.time[data-frame]').waitFor();
});

test('an overview tells all keys, and nothing behind it is reached by one', async () => {
  const { page, frame, press } = await open('count.mp4');
  await press('k', 'Home', '?');
  const overview = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await overview.getByText('Play backward, faster with each press').waitFor();
  assert.equal(await overview.locator('kbd').count(), 22);
  await press('End', 'l');
  assert.equal(await namedFrame(page), 0);
  await expectAccessible(frame);
  await press('Escape');
  await overview.waitFor({ state: 'hidden' });
  await press('?');
  await overview.waitFor();
  await press('?');
  await overview.waitFor({ state: 'hidden' });
});

test('what a clip was made from is shown: pictures small, all else by icon and name, and nothing is fetched from the web', async () => {
  const { wb } = studio;
  const asked: string[] = [];
  wb.page.on('request', (request) => asked.push(request.url()));
  const names = [
    'lighthouse.jpg',
    'lake-at-dawn.png',
    'a-picture-that-went-away-after-the-clip-was-made.png',
    'chime.wav',
  ];
  addClipMadeFrom([
    ...names.map((name) => fileReference(pathToFileURL(join(studio.folder, name)).href, name)),
    urlReference('https://pictures.example/on-the-web.png'),
  ]);
  const { page, frame } = await open('slow-push-in.mp4');
  const references = page.locator('.reference');
  const canvases = references.locator('canvas');
  await until('two pictures', async () => (await canvases.count()) === 2);
  assert.deepEqual(await references.allInnerTexts(), [...names, 'on-the-web.png']);
  assert.deepEqual(
    await references.evaluateAll((all: { querySelector: (selector: string) => object | null }[]) =>
      all.map((each) => each.querySelector('canvas') !== null),
    ),
    [true, true, false, false, false],
  );
  await until('they are drawn', () =>
    frame.evaluate<boolean>(`[...document.querySelectorAll('.reference canvas')].every((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.every((value, index) => index % 4 !== 3 || value === 255);
    })`),
  );
  assert.deepEqual(
    await frame.evaluate<string[]>(
      `[...document.querySelectorAll('.reference canvas')].map(({ width, height }) => width + '×' + height)`,
    ),
    ['47×84', '112×63'],
  );
  // The picture has the place that the icon has.
  const sizes = await frame.evaluate<string[]>(
    `[...document.querySelectorAll('.thumbnail')].map(({ offsetWidth, offsetHeight }) => offsetWidth + '×' + offsetHeight)`,
  );
  assert.deepEqual(new Set(sizes), new Set(['56×42']));
  assert.deepEqual(
    asked.filter((url) => url.includes('pictures.example')),
    [],
  );
  for (const theme of ['light', 'high-contrast-dark', 'dark'] satisfies Theme[]) {
    await wb.theme(theme);
    await references.last().scrollIntoViewIfNeeded();
    await expectAccessible(frame);
    await wb.screenshot(`viewer-references-${theme}`);
  }
  await wb.run('View: Toggle Primary Side Bar Visibility');
  try {
    for (const width of [332, 700]) {
      await wb.resize(width, 800);
      await references.last().scrollIntoViewIfNeeded();
      await wb.screenshot(`viewer-references-${width}`);
    }
  } finally {
    await wb.resize(1280, 800);
    await wb.run('View: Toggle Primary Side Bar Visibility');
  }
});

test('the page has no fault for axe in any theme and at any width, and is drawn in them', async () => {
  const { page, frame, press } = await open('slow-push-in.mp4');
  await page.locator('.time[data-frame]').waitFor();
  await press('k', 'Home', 'Shift+ArrowRight', 'i', 'Shift+ArrowRight', 'ArrowRight', 'o', 'ArrowLeft');
  for (const theme of ['dark', 'high-contrast-dark', 'high-contrast-light', 'light'] satisfies Theme[]) {
    await studio.wb.theme(theme);
    await expectAccessible(frame);
    await peekAt(page);
    await studio.wb.screenshot(`viewer-${theme}`);
  }
  await studio.wb.run('View: Toggle Primary Side Bar Visibility');
  for (const [width, height] of [
    [332, 800],
    [700, 800],
    [1800, 1000],
  ] as const) {
    await studio.wb.resize(width, height);
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await studio.wb.screenshot(`viewer-keys-${width}`);
    await press('Escape');
    await expectAccessible(frame);
    await studio.wb.screenshot(`viewer-${width}`);
    const wider = await frame.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.ok(wider <= 0, `${wider} px wider than its tab of ${width}`);
  }
  await studio.wb.resize(1280, 800);
  await studio.wb.run('View: Toggle Primary Side Bar Visibility');
});

/** The clip of the workspace as one that was made of these, as another window would say it. */
function addClipMadeFrom(references: readonly Reference[]): void {
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  const path = join(studio.folder, 'slow-push-in.mp4');
  const download = { state: 'done', file: pathToFileURL(path).href, size: statSync(path).size } as const;
  const draft = draftOf({
    id: 'made',
    prompt: 'The lamp of [Image 1] over the lake of [Image 2]',
    references: [...references],
  });
  const hashes = Object.fromEntries(references.flatMap((each) => hashOf(each)));
  const folder = pathToFileURL(studio.folder).href;
  store.insert(jobOf({ id: 'made', draft, hashes, state: 'succeeded', folder, download }));
  store.claimNotification('made');
  store.close();
}

/** Of the file as it is, which is what was sent. One that has gone has been something. */
function hashOf({ id, source }: Reference): (readonly [id: string, sha256: string])[] {
  if (source.type !== 'file') return [];
  const path = fileURLToPath(source.uri);
  const bytes = existsSync(path) ? readFileSync(path) : 'gone';
  return [[id, createHash('sha256').update(bytes).digest('hex')]];
}

/** The page of the preview in front. */
async function front(): Promise<FrameLocator> {
  return await until(
    'our preview in front',
    async () => {
      const page = await studio.wb.editors.webview();
      await page.locator('.stage:not(:has(.loading))').waitFor({ timeout: 2_000 });
      return page;
    },
    60_000,
  );
}

/** Opens a clip as people do, and waits for its first picture. */
async function open(
  name: string,
): Promise<{ page: FrameLocator; frame: Frame; press: (...keys: readonly string[]) => Promise<void> }> {
  await studio.closeTabs();
  await (await studio.wb.explorer.menu(name)).choose('Open Video Preview');
  // The click on the row has opened VS Code's own preview, beside which ours comes.
  const page = await front();
  if (Object.hasOwn(clips, name) && name !== 'unknown.mp4') await page.locator('.time[data-frame]').waitFor();
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await studio.wb.page.keyboard.press(key);
  };
  return { page, frame: await studio.wb.editors.frame(), press };
}

/** The frame that the page names, from 0. */
async function namedFrame(page: FrameLocator): Promise<number> {
  return Number(await page.locator('.time').getAttribute('data-frame'));
}

/** Waits until that number is seen in the clip, which is shown as large as it is. */
async function shows(page: FrameLocator, number: number | undefined): Promise<void> {
  await until(`${number} in the picture`, async () => {
    const seen = numberIn(await page.locator('video').screenshot());
    if (seen !== number) throw new Error(`${seen}`);
    return true;
  });
}

async function peekAt(page: FrameLocator): Promise<void> {
  await page.locator('.strip').hover({ position: { x: 250, y: 20 } });
  await page.locator('.peek').waitFor();
}

/** A folder beside that of the workspace. */
function outside(folder: string): string {
  return join(dirname(folder), 'outside');
}
