import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test, type TestContext } from 'node:test';
import type { Frame, FrameLocator } from 'playwright-core';
import { makeClip, rising } from '../support/clips.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Dialog } from '../support/workbench/dialog.ts';
import { expectAccessible } from './axe.ts';
import { expectFullScreen } from './fullScreen.ts';
import { clipTime, Studio, type ComposerPage } from './support.ts';

/** Of the clip with the fewest frames, ms. */
const frameTime = 1000 / 24;

/** Different lengths, sizes and frame rates, and sound that the page cannot decode in one. */
const files = ['a.mp4', 'b.mp4', 'c.mp4', 'd.webm'] as const;

let studio: Studio;
before(async () => {
  studio = await Studio.open({}, (folder) => {
    makeClip(join(folder, 'a.mp4'), 12, rising, ['-c:a', 'aac']);
    makeClip(join(folder, 'b.mp4'), 12, rising, ['-c:a', 'aac', '-r', '25', '-s', '480x270']);
    makeClip(join(folder, 'c.mp4'), 9, rising, ['-c:a', 'ac3', '-r', '30']);
    makeClip(join(folder, 'd.webm'), 11, rising, [
      '-c:v',
      'libvpx',
      '-c:a',
      'libvorbis',
      '-vf',
      'scale=180:320,setsar=1',
    ]);
    for (const aspect of ['16x9', '9x16'])
      copyFileSync(join(root, `media/sandbox/${aspect}.mp4`), join(folder, `sandbox-${aspect}.mp4`));
  });
});
afterEach(async (context) => {
  await studio.afterTest(context);
});
after(async () => await studio.close());

test('four clips of different lengths, sizes and frame rates play in step within a frame, after a jump and a loop too, and stand on the same moment', async (t) => {
  const { page, frame } = await compare(...files);
  await frame.evaluate(`(${watch})()`);
  const playing = page.getByRole('button', { name: 'Pause' });
  await playing.waitFor();
  await inStep(t, frame, 'play');

  await frame.evaluate(`document.body.focus()`);
  await studio.wb.page.keyboard.press('k');
  await stands(frame, 'pause');
  await page.getByRole('button', { name: 'Play' }).click();
  await inStep(t, frame, 'pause, play');
  const jump = (): Promise<void> => page.getByRole('slider', { name: 'Position' }).click();
  await jump();
  await inStep(t, frame, 'jump', jump);
  // Looks take their time: by now the end may be near.
  await page.getByRole('slider', { name: 'Position' }).fill('2');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.5');
  await inStep(t, frame, 'half the speed');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('1');

  await studio.wb.page.keyboard.press('r');
  await page.getByRole('button', { name: 'Loop', pressed: true }).waitFor();
  const goAround = async (): Promise<void> => {
    await frame.evaluate('watched.around()');
    await page.getByRole('slider', { name: 'Position' }).fill('11.5');
    await until('they begin again', () => frame.evaluate<boolean>('watched.around()'), 30_000);
  };
  await goAround();
  await inStep(t, frame, 'loop', goAround);

  // By the clip with the most frames, each of which is seen.
  await studio.wb.page.keyboard.press('k');
  await stands(frame, 'pause');
  const before = await frame.evaluate<number[]>('watched.shown()');
  await page.getByRole('button', { name: 'One frame on' }).click();
  const step = await until('another frame', async () => {
    const now = await frame.evaluate<number[]>('watched.shown()');
    return now[2] !== before[2] && (now[2] ?? 0) - (before[2] ?? 0);
  });
  assert.ok(Math.abs(step - 1 / 30) < 0.002, `a step of ${step} s`);
  await stands(frame, 'a step');
  await studio.wb.page.keyboard.press('End');
  await until('each at its end', () =>
    frame.evaluate<boolean>(
      `[...document.querySelectorAll('video')].every(({ currentTime, duration }) => currentTime === duration)`,
    ),
  );
});

test('one of them is heard, even if its sound has to be made; the others are mute', async () => {
  const { page, frame } = await compare(...files);
  const heard = (): Promise<boolean[]> =>
    frame.evaluate<boolean[]>(`[...document.querySelectorAll('.picture')].map((picture) => {
      const video = [...picture.querySelectorAll('video')].at(-1);
      return !video.muted && video.webkitAudioDecodedByteCount > 0;
    })`);
  const hears = async (...wanted: readonly boolean[]): Promise<void> => {
    await until(`heard: ${wanted.join()}`, async () => (await heard()).join() === wanted.join());
  };
  await hears(true, false, false, false);
  await page.getByRole('button', { name: 'Listen to C' }).click();
  await hears(false, false, true, false);
  await until('a copy with its sound, alone', () =>
    frame.evaluate<boolean>(`(([one, ...more]) => more.length === 0 && one.src.startsWith('blob:'))(
      [...document.querySelectorAll('.take')[2].querySelectorAll('video')])`),
  );
  await studio.wb.page.keyboard.press('m');
  await hears(false, false, false, false);
  await studio.wb.page.keyboard.press('m');
  await hears(false, false, true, false);
});

test('a clip whose file has gone says so, and the others go on', async () => {
  const { page, frame } = await compare('a.mp4', 'b.mp4', 'sandbox-16x9.mp4');
  rmSync(join(studio.folder, 'sandbox-16x9.mp4'));
  await page.getByRole('alert').getByText('This file is not there any more.').waitFor();
  const at = `document.querySelectorAll('video')[0].currentTime`;
  const before = await frame.evaluate<number>(at);
  await page.getByRole('alert').getByRole('button', { name: 'Open C in the preview' }).waitFor();
  await until('the others go on', async () => (await frame.evaluate<number>(at)) !== before);
  copyFileSync(join(root, 'media/sandbox/16x9.mp4'), join(studio.folder, 'sandbox-16x9.mp4'));
  await until('it is back', () => frame.evaluate<boolean>(`document.querySelectorAll('video')[2].readyState > 2`));
  await page.getByRole('alert').waitFor({ state: 'detached' });
});

test('two of them are looked at over each other: the divider is dragged and moved by keys, and the rest stays in step unseen', async (t) => {
  const { page, frame } = await compare(...files);
  const { mouse } = studio.wb.page;
  await studio.wb.page.keyboard.press('w');
  const divider = page.getByRole('slider', { name: 'Divider' });
  const value = async (): Promise<string> => (await divider.getAttribute('aria-valuenow')) ?? '';
  assert.equal(await value(), '50');
  await page.getByRole('rowheader', { name: 'Frame rate' }).waitFor();
  const box = await page.locator('.divided').boundingBox();
  assert.ok(box);
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await mouse.down();
  await mouse.move(box.x + box.width * 0.25, box.y + 10, { steps: 5 });
  await until('the divider at a quarter', async () => (await value()) === '25');
  // Further than it can go, and off the picture.
  await mouse.move(box.x - 50, box.y - 20, { steps: 3 });
  await until('the divider at the edge', async () => (await value()) === '0');
  await mouse.up();
  await studio.wb.page.keyboard.press('End');
  await studio.wb.page.keyboard.press('Shift+ArrowLeft');
  await studio.wb.page.keyboard.press('ArrowLeft');
  await until('moved by keys', async () => (await value()) === '88');
  assert.equal(await divider.getAttribute('aria-valuetext'), 'A left, B right, divider at 88%');
  const cut = await frame.evaluate<string>(`getComputedStyle(document.querySelector('.right .picture')).clipPath`);
  assert.equal(cut, 'inset(0px 0px 0px 88%)');
  await frame.evaluate(`(${watch})()`);
  await inStep(t, frame, 'wipe');

  await page.getByRole('combobox', { name: 'Right' }).selectOption({ label: 'A' });
  // What was on the left has changed places with it.
  assert.equal(await divider.getAttribute('aria-valuetext'), 'B left, A right, divider at 88%');
  await page.getByRole('combobox', { name: 'Left' }).selectOption({ label: 'D' });
  await page.getByRole('button', { name: 'Swap left and right' }).click();
  assert.equal(await divider.getAttribute('aria-valuetext'), 'A left, D right, divider at 88%');
  await page.getByRole('button', { name: 'Difference' }).click();
  await page.getByText('Difference of A and D').waitFor();
  await studio.wb.page.keyboard.press('z');
  await until('one pixel for one', async () => (await page.locator('.left .picture').boundingBox())?.width === 320);
});

test('clips are alike for people who see, hear or hold them otherwise: nothing is found in any of the views', async () => {
  const { page, frame } = await compare(...files);
  await page.locator('table').waitFor();
  await expectAccessible(frame);
  for (const key of ['w', 'd', 'z', 's']) {
    await studio.wb.page.keyboard.press(key);
    await expectAccessible(frame);
  }
  // Everything that can be pressed is large enough.
  const small = await frame.evaluate<string[]>(`[...document.querySelectorAll('button, select, input, [role=slider]')]
    .filter((control) => control.checkVisibility())
    .map((control) => [control.getAttribute('aria-label') ?? control.textContent.trim(), control.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24)
    .map(([name]) => name)`);
  assert.deepEqual(small, []);
});

test('the keys of the preview change speed and volume of all, and an overview tells all keys', async () => {
  const { page, frame } = await compare(...files);
  const { keyboard } = studio.wb.page;
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await keyboard.press(key);
  };
  const of = async (property: string): Promise<unknown[]> => [
    ...new Set(
      await frame.evaluate<unknown[]>(
        `[...document.querySelectorAll('.take video')].map((video) => video.${property})`,
      ),
    ),
  ];
  await press('k', '>', '>');
  assert.deepEqual(await of('playbackRate'), [1.5]);
  await press('<');
  assert.deepEqual(await of('playbackRate'), [1.25]);
  await press('ArrowDown', 'ArrowDown', 'ArrowUp');
  assert.deepEqual(await of('volume'), [0.95]);
  await page.getByRole('status').getByText('Volume 95%').waitFor({ state: 'attached' });
  await press('1');
  await page.locator('.take').first().getByText('Only for clips that were made here').waitFor();
  await press('Home', 'l', 'l', 'End', 'j');
  const speed = page.getByRole('combobox', { name: 'Speed' });
  await until('backward', async () => (await speed.inputValue()) === '-1');
  await press('k');
  await until('as chosen', async () => (await speed.inputValue()) === '1.25');
  await press('?');
  const overview = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await overview.getByText('Play backward, faster with each press').waitFor();
  assert.equal(await overview.locator('kbd').count(), 29);
  await press('>');
  assert.deepEqual(await of('playbackRate'), [1.25], 'nothing behind it is reached by a key');
  await expectAccessible(frame);
  await press('Escape');
  await overview.waitFor({ state: 'hidden' });
});

test('they loop between an in and an out point, which are set, dragged, moved by keys and cleared as in the preview', async () => {
  const { page, frame } = await compare(...files);
  const { keyboard, mouse } = studio.wb.page;
  const point = (name: string) => page.getByRole('slider', { name });
  const valueOf = async (name: string): Promise<number> => Number(await point(name).getAttribute('aria-valuenow'));
  // Once it is known how long a frame of each takes, that of the clip with the most counts.
  const rates = page.getByRole('row', { name: 'Frame rate' }).getByRole('cell');
  await until('rates are told', async () => (await rates.allTextContents()).join().includes('30 frames/s'));
  await keyboard.press('k');
  await page.getByRole('slider', { name: 'Position' }).fill('2');
  await keyboard.press('i');
  await page.getByRole('slider', { name: 'Position' }).fill('3');
  await keyboard.press('o');
  await page.getByRole('button', { name: 'Loop', pressed: true }).waitFor();
  assert.deepEqual([await valueOf('In point'), await valueOf('Out point')], [2, 3 + 1 / 30]);
  await point('Out point').press('ArrowLeft');
  assert.ok(Math.abs((await valueOf('Out point')) - 3) < 1e-6);
  const [handle, bar] = await Promise.all([point('In point').boundingBox(), page.locator('.track').boundingBox()]);
  assert.ok(handle && bar && handle.width >= 24 && handle.height >= 24);
  await mouse.move(handle.x + 20, handle.y + 12);
  await mouse.down();
  await mouse.move(bar.x + 7 + ((bar.width - 14) * 1.5) / 12, handle.y + 12, { steps: 3 });
  await mouse.up();
  assert.ok(Math.abs((await valueOf('In point')) - 1.5) < 0.1);
  const start = await valueOf('In point');

  await frame.evaluate(`(() => {
    globalThis.seen = [];
    const video = document.querySelector('video');
    const see = (_, { mediaTime }) => { seen.push(mediaTime); video.requestVideoFrameCallback(see); };
    video.requestVideoFrameCallback(see);
  })()`);
  await page.getByRole('button', { name: 'Play' }).click();
  const seen = await until(
    'it has come round twice',
    async () => {
      const moments = await frame.evaluate<number[]>('seen');
      return moments.filter((each, index) => each < (moments[index - 1] ?? 0)).length >= 2 && moments;
    },
    60_000,
  );
  const round = seen.slice(seen.findIndex((each, index) => each < (seen[index - 1] ?? 0)));
  // The frame of the first clip in which the loop begins may have begun a little before it.
  assert.ok(Math.min(...round) > start - 1 / 24, round.join());
  // A page that gets no time to look may be a frame or two late.
  assert.ok(Math.max(...round) < 3 + 2 / 24, round.join());
  await studio.wb.screenshot('compare-points');

  // Backward it goes round too, from the out point.
  await keyboard.press('j');
  await until('backward', () =>
    frame.evaluate<boolean>(
      `(() => { const now = document.querySelector('video').currentTime; const back = now < (globalThis.last ?? now); last = now; return back; })()`,
    ),
  );
  await keyboard.press('k');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await stand(frame);

  await page.getByRole('button', { name: 'Clear in and out points' }).click();
  await point('In point').waitFor({ state: 'detached' });
});

test('F shows nothing but the takes in the window, Escape and F bring back all else', async () => {
  const opened = await compare(...files);
  await expectFullScreen(studio.wb, opened, '.differences', 'compare-full');
});

test('takes are told apart by what differs, one is kept, which another window sees at once, one is rejected, and a reload brings all back', async (t) => {
  const { wb } = studio;
  await studio.closeTabs();
  const jobs = await studio.jobs();
  await studio.generateFrom('hot-air-balloon.webp');
  const begun = await studio.composer();
  await begun.pick('Aspect', '16:9');
  await begun.write('The balloon rises over the hills, slow push in');
  await begun.send();
  await jobs.until('a take', ({ description }) => /^\d+ s/.test(description), clipTime);
  const again = async (change?: (composer: ComposerPage) => Promise<void>): Promise<void> => {
    const { name } = await jobs.until('a take', ({ name: row }) => row.startsWith('The balloon'));
    const count = async (): Promise<number> =>
      (await jobs.rows()).filter(({ description }) => /^\d+ s/.test(description)).length;
    const before = await count();
    await jobs.action(name, 'Make Again…');
    const composer = await studio.composer();
    await change?.(composer);
    await composer.send();
    await until('another take', async () => (await count()) > before, clipTime);
  };
  await again(async (composer) => {
    await composer.write('The balloon rises above the hills, slow push in at dusk');
    await composer.pick('Resolution', '480p');
  });
  await again();
  await wb.notifications.clear();
  await studio.closeTabs();

  // The row of the shot compares all of them at once.
  const first = await jobs.until('a take', ({ name }) => name.startsWith('The balloon rises ove'));
  await (await jobs.menu(first.name)).choose('Compare Takes…');
  const rows = await wb.quickInput.rows();
  t.diagnostic(JSON.stringify(rows));
  assert.equal(rows.filter(({ label }) => label.startsWith('The balloon')).length, 3);
  await wb.quickInput.accept();
  const { page, frame } = await shown(3);
  const table = page.getByRole('region', { name: 'What differs' });
  await table.getByRole('insertion').first().waitFor();
  const cells = async (name: string): Promise<string[]> =>
    await table
      .locator('tr', { has: page.getByRole('rowheader', { name, exact: true }) })
      .locator('td')
      .allInnerTexts();
  assert.deepEqual(await cells('Resolution'), ['720p', '480p', '480p']);
  assert.equal(await table.getByRole('insertion').first().innerText(), 'above');
  assert.equal(await table.getByRole('deletion').first().innerText(), 'over');
  assert.equal(await table.getByRole('rowheader', { name: 'Model' }).count(), 0);

  await wb.page.keyboard.press('2');
  await page.getByRole('button', { name: 'Keep B', pressed: true }).waitFor();
  await page.getByRole('status').getByText('B is the keeper.').waitFor();
  await expectAccessible(frame);
  await page.getByRole('slider', { name: 'Position' }).fill('2');
  await wb.pictures('compare');
  const look = (name: string): Promise<void> => page.getByRole('button', { name }).click();
  await wb.resize(1800, 1000);
  await wb.screenshot('compare-wide');
  await look('Wipe');
  await wb.screenshot('compare-wipe-wide');
  await wb.resize(1280, 800);
  await wb.pictures('compare-wipe');
  await look('Side by side');

  const other = await wb.another(studio.folder);
  await other.run('Seedance: Compare Takes…');
  for (const { label } of (await other.quickInput.rows()).slice(0, 2)) assert.match(label, /^The balloon/);
  await other.page.keyboard.press('ControlOrMeta+A');
  await other.quickInput.accept();
  const theirs = await other.editors.webview();
  await theirs.getByRole('button', { name: 'Keep A' }).click();
  await theirs.getByRole('button', { name: 'Keep A', pressed: true }).waitFor();
  await until('another keeper in this window', async () => {
    const kept = await page.locator('.keeper .letter').allInnerTexts();
    return kept.length === 1 && kept[0] !== 'B';
  });
  await other.close();

  await page.getByRole('button', { name: 'Reject B…' }).click();
  await (await Dialog.get(wb.page, 'Reject “The balloon rises above')).choose('Keep the File');
  await page.getByRole('button', { name: 'Reject B…', pressed: true }).waitFor();
  await look('Wipe');
  await page.getByRole('slider', { name: 'Divider' }).press('Home');
  await page.getByRole('slider', { name: 'Position' }).fill('2');

  await wb.reload();
  await wb.editors.show('Compare Takes');
  const restored = await shown(3);
  await restored.page.getByRole('button', { name: 'Wipe', pressed: true }).waitFor();
  assert.equal(await restored.page.getByRole('slider', { name: 'Divider' }).getAttribute('aria-valuenow'), '0');
  await restored.page.getByText('Rejected', { exact: true }).waitFor();
  await until('where they stood', () =>
    restored.frame.evaluate<boolean>(
      `[...document.querySelectorAll('video')].every((video) => video.paused && Math.abs(video.currentTime - 2) < 0.01)`,
    ),
  );

  // Which clip it was is said by its file that has gone.
  const clips = (): string[] => readdirSync(join(studio.folder, 'seedance'));
  assert.equal(clips().length, 3);
  await restored.page.getByRole('button', { name: 'Side by side' }).click();
  await restored.page.getByRole('button', { name: 'Reject C…' }).click();
  await (await Dialog.get(wb.page, 'Reject “The balloon rises')).choose('Move Clip to Trash');
  // This VS Code runs on a server, which has no trash.
  await (await Dialog.get(wb.page, 'could not be moved to the trash')).choose('Delete for Good');
  await until('two takes', async () => (await restored.page.locator('.take').count()) === 2);
  assert.equal(clips().length, 2);
});

/** Compares files of the explorer. */
async function compare(...names: readonly string[]): Promise<{ page: FrameLocator; frame: Frame }> {
  await studio.closeTabs();
  await (await studio.wb.explorer.menu(...names)).choose('Compare Takes…');
  return await shown(names.length);
}

/** The page in front, once all of its takes show a picture. */
async function shown(count: number): Promise<{ page: FrameLocator; frame: Frame }> {
  const page = await studio.wb.editors.webview();
  await until('all pictures', async () => {
    const ready = await page.locator('.picture:not(:has(.over))').count();
    return ready === count;
  });
  return { page, frame: await studio.wb.editors.frame() };
}

/**
 * Tells how far what is seen of the clips is from what is seen of the first one, and fails where that is not in step: the middle of what was
 * seen soon after they began within a frame, then nearly all of it, and nothing more than two frames off. A machine that has other work to do
 * leaves frames out for a moment, so what was not in step is looked at once more, after `again` where it does not last.
 */
async function inStep(t: TestContext, frame: Frame, name: string, again?: () => Promise<void>): Promise<void> {
  const look = async (): Promise<string[]> => {
    const found = await frame.evaluate<Offsets[]>('watched.offsets()');
    const read = found.map(
      ({ soon, one, worst }) =>
        `${soon.toFixed(1).padStart(6)} ${(one * 100).toFixed(1).padStart(6)} % ${worst.toFixed(1).padStart(5)}`,
    );
    t.diagnostic(`${name.padEnd(16)} ${read.join('  ')} ms`);
    assert.ok(found.length > 0);
    const isApart = ({ soon, one, two }: Offsets): boolean => Math.abs(soon) > frameTime + 0.1 || one < 0.95 || two < 1;
    return found.some(isApart) ? read : [];
  };
  if ((await look()).length === 0) return;
  await again?.();
  assert.deepEqual(await look(), [], `${name}: out of step`);
}

/** Of one clip against the first: ms, and shares of what was looked at. */
interface Offsets {
  readonly soon: number;
  readonly one: number;
  readonly two: number;
  readonly worst: number;
}

/** Waits until all stand still on one moment. */
async function stand(frame: Frame): Promise<void> {
  await until('all stand on one moment', () =>
    frame.evaluate<boolean>(`(([first, ...others]) => others.every((video) => video.paused && !video.seeking &&
      Math.abs(video.currentTime - first.currentTime) < 0.001))([...document.querySelectorAll('.take video')])`),
  );
}

/** Waits until all stand at the same moment, or each at its end where that is earlier, and show the frame of it. */
async function stands(frame: Frame, after: string): Promise<void> {
  await until(`all stand on one moment after ${after}`, async () => {
    const { standing, read } = await frame.evaluate<{ standing: boolean; read: unknown }>('watched.stand()');
    if (!standing) throw new Error(JSON.stringify(read));
    return true;
  });
}

/**
 * Runs in the page: follows what the browser says of the frames that it really shows, and when. An offset is how far the moment of a clip
 * that is on the screen is from that of the first one at the same time, ms: looked at every 5 ms, in the first second after they play (its
 * middle) and in the one and a half after it (how many are within a frame and within two, and the worst).
 */
const watch = `() => {
  const videos = [...document.querySelectorAll('.take video')];
  const shown = videos.map(() => undefined);
  const told = videos.map(() => []);
  videos.forEach((video, index) => {
    const see = (now, { mediaTime, expectedDisplayTime }) => {
      shown[index] = { mediaTime };
      told[index].push({ mediaTime, at: expectedDisplayTime });
      video.requestVideoFrameCallback(see);
    };
    video.requestVideoFrameCallback(see);
  });
  let last = 0;
  let begun = 0;
  globalThis.watched = {
    shown: () => shown.map((frame) => frame?.mediaTime ?? 0),
    // Whether the first clip has begun anew since it was asked for the first time.
    around: () => {
      const { currentTime } = videos[0];
      if (currentTime < last) begun++;
      last = currentTime;
      return begun > 0 && currentTime > 0.3 && currentTime < 6;
    },
    stand: () => {
      const [{ currentTime: moment }] = videos;
      const read = videos.map((video, index) => {
        const there = Math.min(moment, video.duration);
        const off = video.currentTime - there;
        // How long before the moment its frame begins.
        const before = there - (shown[index]?.mediaTime ?? -1);
        const standing = video.paused && !video.seeking && Math.abs(off) < 1e-3 && before > -0.002 && before < 0.05;
        return { standing, paused: video.paused, off, before };
      });
      return { standing: read.every(({ standing }) => standing), read };
    },
    offsets: async () => {
      const runs = (video) => !video.paused && !video.seeking && !video.ended;
      const picture = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const { playbackRate } = videos[0];
      const begun = performance.now();
      let from = begun;
      for (let last = begun; last < from + 2500; last = performance.now()) {
        if (last > begun + 20000) throw new Error('they do not play on');
        await picture();
        const isSteady = runs(videos[0]) && videos.every((video) => runs(video) || video.ended);
        // Where the machine draws no page there is nothing that could be in step.
        if (!isSteady || performance.now() - last > 100) from = performance.now();
      }
      // A frame stands for its time, and for as long as a screen may take to draw the next one.
      const momentOf = (frames, now) => {
        const frame = frames.findLast(({ at }) => at <= now);
        return frame && frame.mediaTime + Math.min(now - frame.at, ${frameTime} / playbackRate + 17) / 1000 * playbackRate;
      };
      // Of the looks that the browser has told all frames of: it may tell of one a little after it was seen.
      const looks = [...Array(470).keys()].map((index) => from + index * 5);
      const others = videos.slice(1).map((video, index) => ({ video, frames: told[index + 1] }));
      return others.map(({ video, frames }) => {
        const offsetAt = (now) => {
          const [one, other] = [momentOf(told[0], now), momentOf(frames, now)];
          return one === undefined || other === undefined || other > video.duration - 0.15 ? [] : (other - one) * 1000;
        };
        const soon = looks.filter((now) => now >= from + 300 && now < from + 1000).flatMap(offsetAt).sort((x, y) => x - y);
        const offsets = looks.filter((now) => now >= from + 1000).flatMap(offsetAt).map(Math.abs).sort((x, y) => x - y);
        const within = (frames) => offsets.filter((offset) => offset <= frames * ${frameTime} + 0.1).length / offsets.length;
        return { soon: soon[soon.length >> 1], count: offsets.length, one: within(1), two: within(2), worst: offsets.at(-1) };
      }).filter(({ count }) => count > 50);
    },
  };
}`;
