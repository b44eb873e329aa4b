import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Frame } from 'playwright-core';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import type { Theme } from '../support/workbench.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './axe.ts';
import { Studio } from './support.ts';

const clips = ['dawn.mp4', 'dusk.mp4'] as const;
const themes: readonly Theme[] = ['dark', 'high-contrast-dark', 'high-contrast-light', 'light'];

let studio: Studio;
before(async () => {
  studio = await Studio.open({}, (folder) => {
    for (const clip of clips) copyFileSync(join(folder, 'slow-push-in.mp4'), join(folder, clip));
  });
  fillStore();
});
afterEach(async (context) => {
  await studio.afterTest(context);
});
after(async () => await studio.close());

/** Each page of ours, the way to it, and what is there once it is drawn. */
const pages: Readonly<Record<string, { readonly open: () => Promise<void>; readonly drawn: string }>> = {
  composer: {
    async open() {
      await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
      const composer = await studio.composer();
      await composer.write('Mist over [Image 1], the camera pans and zooms and tilts at once [Image 7] {place}');
      await composer.page.getByText('Advanced').click();
    },
    drawn: '.reference:nth-of-type(2) img, .reference ~ .reference img',
  },
  preview: {
    open: async () => await (await studio.wb.explorer.menu(clips[0])).choose('Open Video Preview'),
    drawn: '.time[data-frame]',
  },
  compare: {
    open: async () => await (await studio.wb.explorer.menu(...clips)).choose('Compare Takes…'),
    drawn: 'table',
  },
  library: { open: async () => await studio.wb.run('Seedance: Open Library'), drawn: '.card img' },
  unknown: {
    open: async () => await (await studio.wb.tree('Seedance', 'Jobs (Sandbox)')).click('Night street'),
    drawn: '.ways vscode-button',
  },
};

for (const [name, { open, drawn }] of Object.entries(pages)) {
  describe(`the page ${name}`, () => {
    let frame: Frame;
    before(async () => {
      await studio.wb.resize(1280, 800);
      await studio.wb.explorer.show();
      await studio.closeTabs();
      await open();
      frame = await studio.wb.editors.frame();
      await until(`${name} drawn`, async () => (await frame.locator(drawn).count()) > 0, 30_000);
      await studio.wb.notifications.clear();
    });

    test('has no fault for axe in any theme, and each control is large enough to hit', async () => {
      for (const theme of themes) {
        await studio.wb.theme(theme);
        await expectAccessible(frame);
      }
    });

    test('is as usable enlarged twofold, and in a tab of 320 px: nothing is wider than its tab', async () => {
      for (const [width, height] of [
        // What is left of a window of 1280 by 800 at 200 %.
        [640, 400],
        [320, 640],
      ] as const) {
        await studio.wb.resize(width, height);
        await withoutSidebar();
        const inside = await frame.evaluate<number>('innerWidth');
        await studio.wb.screenshot(`access-${name}-${width}`);
        await expectAccessible(frame);
        const wider = await frame.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        assert.ok(wider <= 0, `${wider} px wider than its tab of ${inside}`);
      }
      await studio.wb.resize(1280, 800);
    });

    test('is drawn in the colours of the system where these are forced', async () => {
      await studio.wb.page.emulateMedia({ forcedColors: 'active' });
      await studio.wb.screenshot(`access-${name}-forced`);
      await expectAccessible(frame);
      // What is on looks as such, also where it has no colour of its own.
      const alike = await frame.evaluate<string[]>(`[...document.querySelectorAll('[aria-pressed=true]')]
        .filter((on) => [...document.querySelectorAll('[aria-pressed=false]')].some((off) =>
          getComputedStyle(on).backgroundColor === getComputedStyle(off).backgroundColor))
        .map(({ title, textContent }) => title || textContent.trim())`);
      assert.deepEqual(alike, []);
      await studio.wb.page.emulateMedia({ forcedColors: 'none' });
    });

    test('moves nothing where less motion is asked for', async () => {
      await studio.wb.page.emulateMedia({ reducedMotion: 'reduce' });
      const moving = await frame.evaluate<string[]>(
        `document.getAnimations().filter(({ playState, effect }) => playState === 'running' && effect.getComputedTiming().duration > 1)
          .map(({ effect, animationName }) => \`\${effect.target.className} \${animationName}\`)`,
      );
      assert.deepEqual(moving, []);
      assert.equal(await ringMotion(frame, false), 'none');
      await studio.wb.page.emulateMedia({ reducedMotion: 'no-preference' });
      assert.equal(await ringMotion(frame, true), 'none');
    });
  });
}

/**
 * How the ring of what loads moves: in a tree of its own, and no such thing is on the page by now. `asked`: VS Code is the one that asks for
 * less motion.
 */
async function ringMotion(frame: Frame, asked: boolean): Promise<string> {
  return await frame.evaluate<string>(`(async () => {
    if (customElements.get('vscode-progress-ring') === undefined) return 'none';
    document.body.classList.toggle('vscode-reduce-motion', ${String(asked)});
    const ring = document.body.appendChild(document.createElement('vscode-progress-ring'));
    await ring.updateComplete;
    const { animationName } = getComputedStyle(ring.shadowRoot.querySelector('circle:last-child'));
    ring.remove();
    document.body.classList.add('vscode-reduce-motion');
    return animationName;
  })()`);
}

/** The sidebar goes where it would leave no room: as people who enlarge do. */
async function withoutSidebar(): Promise<void> {
  if (await studio.wb.page.locator('.part.sidebar').isVisible())
    await studio.wb.run('View: Toggle Primary Side Bar Visibility');
}

/** Two finished clips, and a job whose answer was lost. */
function fillStore(): void {
  mkdirSync(studio.storage, { recursive: true });
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  const folder = pathToFileURL(studio.folder).href;
  const finished = clips.map((clip, index) => {
    const file = join(studio.folder, clip);
    return jobOf({
      ...{
        id: clip,
        requestId: `req_${clip}`,
        state: 'succeeded',
        service: 'sandbox',
        folder,
        createdAt: Date.now() + index,
      },
      draft: draftOf({ id: clip, prompt: `The sun at ${clip}`, duration: 5 + index }),
      download: { state: 'done', file: pathToFileURL(file).href, size: statSync(file).size },
    });
  });
  const failure = { kind: 'network', phase: 'later', code: 'ECONNRESET', message: 'reset' } as const;
  const draft = draftOf({ id: 'lost', prompt: 'Night street' });
  const lost = jobOf({
    id: 'lost',
    state: 'unknown',
    service: 'sandbox',
    failure,
    draft,
    folder,
    createdAt: Date.now(),
  });
  for (const job of [...finished, lost]) {
    store.insert(job);
    store.claimNotification(job.id);
  }
  store.close();
}
