import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, test, type TestContext } from 'node:test';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Studio } from './support.ts';

const clips = ['a.mp4', 'b.mp4'];

let studio: Studio;
before(async () => {
  const settings = { 'workbench.editorAssociations': { '*.mp4': 'seedance.preview' } };
  studio = await Studio.open({ settings }, (folder) => {
    mkdirSync(join(folder, 'seedance'), { recursive: true });
    for (const name of clips) copyFileSync(join(root, 'media/sandbox/16x9.mp4'), join(folder, name));
    writeFileSync(join(folder, 'notes.md'), '# Shots\n');
  });
});
afterEach(async (context) => await studio.afterTest(context));
after(async () => await studio.close());

/** What pages of extensions hold in the window. */
interface Held {
  readonly frames: number;
  /** Each of them has a decoder. */
  readonly videos: number;
  readonly elements: number;
}

async function held(): Promise<Held> {
  // VS Code has frames of its own beside those of extensions' pages.
  const frames = studio.wb.page.frames().filter((frame) => frame.url().includes('/webview/browser/pre/'));
  const counts = await Promise.all(
    frames.map((frame) =>
      frame
        .evaluate<[number, number]>(
          "[document.querySelectorAll('video').length, document.querySelectorAll('*').length]",
        )
        .catch(() => [0, 0] as const),
    ),
  );
  const sum = (index: 0 | 1): number => counts.reduce((total, count) => total + count[index], 0);
  return { frames: frames.length, videos: sum(0), elements: sum(1) };
}

/** Shows a page, then a text before it, and waits until nothing of the page is left. */
async function freesAll(t: TestContext, name: string, show: () => Promise<unknown>, videos: number): Promise<void> {
  await studio.closeTabs();
  await until('no page', async () => (await held()).frames === 0);
  await show();
  const shown = await until(`the ${name}`, async () => {
    const now = await held();
    return now.videos >= videos && now.elements > 50 && now;
  });
  await studio.wb.explorer.open('notes.md');
  await until(`nothing of the hidden ${name}`, async () => (await held()).frames === 0);
  const titles = await studio.wb.editors.titles();
  assert.equal(titles.length, 2, titles.join());
  t.diagnostic(`${name}: ${shown.frames} frames, ${shown.videos} videos, ${shown.elements} elements; hidden: none`);
}

test('a hidden preview holds no page, no video and no timer', async (t) => {
  await freesAll(t, 'preview', () => studio.wb.explorer.open('a.mp4'), 1);
});

test('nor does a hidden comparison', async (t) => {
  const compare = async (): Promise<void> => (await studio.wb.explorer.menu(...clips)).choose('Compare Takes…');
  await freesAll(t, 'comparison', compare, 2);
});

test('nor does a hidden library', async (t) => {
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  const file = pathToFileURL(join(studio.folder, 'a.mp4')).toString();
  store.insert(jobOf({ state: 'succeeded', download: { state: 'done', file, size: 1 } }));
  store.claimNotification('job');
  store.close();
  await freesAll(t, 'library', () => studio.wb.run('Seedance: Open Library'), 0);
});
