import { linkSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { Studio } from '../e2e/support.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { root } from '../support/paths.mjs';
import { promised, type Bench } from './bench.ts';
import { notePresses, noteShown, untilShown } from './shown.ts';

const clips = 2000;
const runs = 5;

/** CSS pixels a frame: a flick of the wheel, kept up. */
const step = 120;

/** What was promised, ms: the time to open, and no frame longer than two of a screen with 60 a second. */
const patience = 500;
const longestFrame = 32;

/** The first card, or the text of VS Code's preview of a Markdown file. */
const sees = `(page) => page.querySelector('.card, .markdown-body :is(h1, h2, p)')?.checkVisibility()`;

/**
 * The library with 2,000 clips: from the press that chose the command to the first cards, and the longest frame of a scroll through all of
 * them: against what was promised, and what bounds it: a page of VS Code's own with a few lines, and a list of plain lines that is scrolled
 * as far in the same page. Where those miss it too, it is the machine that does.
 */
export const library: Bench = {
  unit: 'ms',
  better: 'smaller',
  goal: 1,
  async measure() {
    const studio = await Studio.open({}, fillFolder);
    try {
      fillStore(studio);
      const { page } = studio.wb;
      await page.context().addInitScript(noteShown(sees));
      await page.evaluate(notePresses);
      const opens: number[] = [];
      const previews: number[] = [];
      const longest: number[] = [];
      const plain: number[] = [];
      // One run more that does not count, to warm up.
      for (let turn = -1; turn < runs; turn++) {
        const previewed = await timeToPreview(studio);
        const opened = await timeToOpen(studio);
        const frames = await scroll(studio);
        const control = await scrollPlain(studio);
        const late = (list: readonly number[]): string =>
          `${list.filter((each) => each > longestFrame).length} of ${list.length}`;
        console.error(
          `library-2k: open in ${Math.round(opened)} ms; ${late(frames)} frames over ${longestFrame} ms, of plain lines ${late(control)}`,
        );
        if (turn < 0) continue;
        opens.push(opened);
        previews.push(previewed);
        longest.push(Math.max(...frames));
        plain.push(Math.max(...control));
      }
      return [
        { name: 'library-2k-open', peer: promised, ours: opens, theirs: [patience] },
        { name: 'library-2k-open:page', peer: 'VS Code’s preview of a Markdown file', ours: opens, theirs: previews },
        { name: 'library-2k-longest-frame', peer: promised, ours: longest, theirs: [longestFrame] },
        { name: 'library-2k-longest-frame:plain', peer: 'plain lines in the same page', ours: longest, theirs: plain },
      ];
    } finally {
      await studio.close();
    }
  },
};

/** Ms from the press to the cards. */
async function timeToOpen(studio: Studio): Promise<number> {
  await studio.closeTabs();
  await studio.wb.run('Seedance: Open Library');
  return (await untilShown(studio.wb.page, 'cards')).sinceLast;
}

/** Ms from the press to a page of VS Code's own that has a few lines of text: what any page takes on this machine. */
async function timeToPreview(studio: Studio): Promise<number> {
  await studio.closeTabs();
  await studio.wb.explorer.open('README.md');
  await studio.wb.editors.tab('README.md');
  await studio.wb.run('Markdown: Open Preview');
  return (await untilShown(studio.wb.page, 'the text')).sinceLast;
}

/** The times of all frames of a scroll through all clips, ms. */
async function scroll(studio: Studio): Promise<number[]> {
  const inside = await studio.wb.editors.frame('Library');
  await inside.waitForSelector('.card img');
  const frames = await inside.evaluate<number[]>(`(${scrollThrough})(document.querySelector('#grid'))`);
  const last = await inside.evaluate<boolean>(`document.querySelector('[data-id="clip-${clips - 1}"]') !== null`);
  if (!last) throw new Error('the last clip was not seen');
  return frames;
}

/** The same of lines of text that nobody draws anew, over the cards. */
async function scrollPlain(studio: Studio): Promise<number[]> {
  const inside = await studio.wb.editors.frame('Library');
  return await inside.evaluate<number[]>(`(async () => {
    const grid = document.querySelector('#grid');
    const list = document.createElement('div');
    Object.assign(list.style, { position: 'fixed', inset: '0', overflow: 'auto', background: '#fff', zIndex: '9' });
    for (let line = 0; line < ${clips}; line++) {
      const text = list.appendChild(document.createElement('div'));
      text.textContent = 'Take ' + line;
      text.style.height = grid.scrollHeight / ${clips} + 'px';
    }
    document.body.append(list);
    const frames = await (${scrollThrough})(list);
    list.remove();
    return frames;
  })()`);
}

/** Runs in the page: scrolls an element to its end, and tells how long each frame took, ms. */
const scrollThrough = `async (scrolled) => {
  const picture = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const frames = [];
  let before = await picture();
  for (let top = 0; top < scrolled.scrollHeight - scrolled.clientHeight; top += ${step}) {
    scrolled.scrollTop = top;
    const now = await picture();
    frames.push(now - before);
    before = now;
  }
  scrolled.scrollTop = scrolled.scrollHeight;
  for (let waited = 0; waited < 3; waited++) await picture();
  return frames;
}`;

/** Files that are one on disk. */
function fillFolder(folder: string): void {
  const clip = join(folder, 'slow-push-in.mp4');
  mkdirSync(join(folder, 'seedance'));
  for (let index = 0; index < clips; index++) linkSync(clip, join(folder, 'seedance', `clip-${index}.mp4`));
}

function fillStore(studio: Studio): void {
  mkdirSync(studio.storage, { recursive: true });
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  const { size } = statSync(join(root, 'test/fixtures/workspace/slow-push-in.mp4'));
  const now = Date.now();
  for (let index = 0; index < clips; index++) {
    const file = pathToFileURL(join(studio.folder, 'seedance', `clip-${index}.mp4`)).href;
    const prompt = `Take ${index}: the camera glides past [Image 1] while the light of the evening comes in, slowly`;
    store.insert(
      jobOf({
        ...{ id: `clip-${index}`, requestId: `req_${index}`, state: 'succeeded', creditsCharged: 64 },
        draft: draftOf({ id: `draft-${index}`, prompt, model: index % 3 === 0 ? 'seedance-2.0-fast' : 'seedance-2.0' }),
        folder: pathToFileURL(join(studio.folder, 'seedance')).href,
        download: { state: 'done', file, size },
        createdAt: now - index * 3_600_000,
      }),
    );
    store.claimNotification(`clip-${index}`);
  }
  store.close();
}
