import assert from 'node:assert/strict';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Job } from '../../src/engine/jobs/job.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { draftOf, jobOf, unsentJobOf } from '../support/engine/fixtures.ts';
import { misfits, setWidth, textsOf } from '../support/languages/pageTexts.ts';
import type { Bundles } from '../support/languages/texts.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Dialog } from '../support/workbench/dialog.ts';
import { connectAgent } from './agent.ts';
import { clipTime, Studio } from './support.ts';

/** What the user wrote: digits, so that no word of theirs is taken for one of ours. */
const prompts = { sent: '1001', shot: '1002', failed: '1003', lost: '1004' };
/** Where clips are kept in a workspace. */
const folderName = 'seedance/';
/** What a dialog says, and its buttons. */
const dialog = ['.monaco-dialog-box .dialog-message-container', '.monaco-dialog-box .dialog-buttons'];
/** The narrowest that a page of ours is used at, CSS pixels. */
const narrow = 320;

/** A language to open every view in; its pictures begin with its name. */
export interface Walk {
  readonly language: string;
  readonly texts: Bundles;
  /** Which of the texts that are seen should not be. `words`: what the user wrote. */
  readonly wrong?: (texts: readonly string[], words: readonly string[]) => string[];
  /** Draws what stays open in every theme, see `Workbench.pictures`; once where left out. */
  readonly inThemes?: true;
}

/** Opens every view in a window of a language, and declares a test for each: what it says is right, and its page has a place for it. */
export function openEveryView(title: string, { language, texts, wrong = () => [], inThemes }: Walk): void {
  describe(title, () => {
    let studio: Studio;
    before(async () => {
      studio = await Studio.open({ language: { name: language, texts } }, (folder) => {
        for (const name of ['1.mp4', '2.mp4']) copyFileSync(join(root, 'media/sandbox/16x9.mp4'), join(folder, name));
      });
    });
    afterEach(async (context) => await studio.afterTest(context));
    after(async () => await studio.close());

    function check(said: readonly string[], words: readonly string[], what: string): void {
      assert.deepEqual(wrong(said, words), [], what);
    }

    /** Fails where nothing is said, or what should not be. */
    async function translated(what: string, ...selectors: readonly string[]): Promise<void> {
      const said = (await Promise.all(selectors.map((selector) => textsOf(studio.wb.page, selector)))).flat();
      assert.ok(said.length > 0, `${what} says something`);
      check(said, ['postcards', folderName], what);
    }

    /** Keeps a picture of what stays when the theme changes. */
    async function draw(name: string): Promise<void> {
      const { wb } = studio;
      await (inThemes ? wb.pictures(`${language}-${name}`) : wb.screenshot(`${language}-${name}`));
    }

    /** The same for the page in front, as wide as its tab and narrow: there nothing is cut off either, and pictures are kept of both. */
    async function pageFits(name: string): Promise<void> {
      const { wb } = studio;
      const frame = await wb.editors.frame();
      check(await textsOf(frame), [folderName], name);
      const wide = await misfits(frame);
      await draw(name);
      await setWidth(wb.page, narrow);
      const tight = await misfits(frame);
      await wb.screenshot(`${language}-${name}-${narrow}`);
      await setWidth(wb.page, undefined);
      assert.deepEqual({ wide, tight }, { wide: [], tight: [] }, name);
    }

    /** Jobs as another window would write them. */
    function insert(...jobs: readonly Job[]): void {
      const store = new JobStore(join(studio.storage, 'jobs.db'));
      for (const job of jobs) {
        store.insert(job);
        store.claimNotification(job.id);
      }
      store.close();
    }

    test('the view of jobs: without a job, its title, its menu', async () => {
      const jobs = await studio.jobs();
      await jobs.welcome.waitFor();
      await translated('the welcome', '.sidebar .welcome-view-content');
      await draw('welcome');
    });

    test('the composer: references, warnings, fields, what is wrong', async () => {
      await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
      const composer = await studio.composer();
      await composer.page.locator('#reference-1 img').waitFor();
      await composer.page.locator('details summary').click();
      await composer.page.locator('.message.warning').first().waitFor();
      await pageFits('composer');
      await composer.write('@ [Image 7] {0}');
      await pageFits('composer-problems');
    });

    test('lists, questions and messages', async () => {
      const { wb } = studio;
      const { quickInput } = wb;
      await wb.run(`Seedance: ${studio.title('Insert Prompt Template…')}`);
      await quickInput.opened();
      // The text of a template is for the model, which reads English best.
      const names = (await quickInput.rows()).map(({ label }) => label);
      check(names, [], 'the templates');
      await quickInput.cancel();
      await wb.run(`Seedance: ${studio.title('Generate Video from URL…')}`);
      await quickInput.opened();
      await quickInput.type('1');
      await until('a complaint', async () => (await quickInput.text()).message !== '');
      await translated('the question for a URL', '.quick-input-titlebar', '.quick-input-message', '.quick-input-box');
      await quickInput.cancel();
    });

    test('a job that is made, its rows and its message, and the preview of its clip', async () => {
      const { wb } = studio;
      const composer = await studio.composer();
      await composer.write(prompts.sent);
      await composer.send();
      const jobs = await studio.jobs();
      const { name } = await jobs.until('the clip is there', ({ icon }) => icon === 'play-circle', clipTime);
      await wb.page.locator('.notification-toast').first().waitFor();
      await translated('the message', '.notification-list-item-message', '.notification-list-item-buttons-container');
      await draw('jobs');
      await wb.notifications.clear();
      await jobs.click(name);
      const preview = await wb.editors.webview();
      await preview.locator('.time[data-frame]').waitFor();
      await preview.locator('body').press('?');
      await pageFits('preview-keys');
      await preview.locator('body').press('Escape');
      await pageFits('preview');
    });

    test('the rows of a shot, of what failed and of what nobody knows, and all that is said of them', async () => {
      const { wb } = studio;
      insert(...storedJobs(studio.folder));
      const jobs = await studio.jobs();
      const lost = await jobs.until('the lost one', ({ name }) => name === prompts.lost);
      await translated('the rows', '.sidebar .pane-body .monaco-list-row');
      for (const name of [prompts.lost, prompts.failed]) {
        const said = (await jobs.tooltip(name)).split('\n');
        check(said, [folderName], `the tooltip of ${name}`);
      }
      await studio.wb.screenshot(`${language}-tooltip`);
      check(await jobs.actions(prompts.failed), [], 'the actions');
      const menu = await jobs.menu(prompts.failed);
      check(await menu.items(), [], 'the menu');
      await menu.close();
      await jobs.click(lost.name);
      const page = await wb.editors.webview(studio.say('What Now? {0}').replace('{0}', prompts.lost));
      await page.locator('.ways vscode-button').first().waitFor();
      await pageFits('unknown');
    });

    test('the library and the comparison of two takes', async () => {
      const { wb } = studio;
      await wb.run(`Seedance: ${studio.title('Open Library')}`);
      const library = await wb.editors.webview(studio.say('Library'));
      await library.locator('.card img').nth(1).waitFor();
      await library.locator('.card').first().click();
      await pageFits('library');
      await (await wb.explorer.menu('1.mp4', '2.mp4')).choose(studio.title('Compare Takes…'));
      const compare = await wb.editors.webview(studio.say('Compare Takes'));
      await compare.locator('table').waitFor();
      await pageFits('compare');
    });

    test('first steps, settings, and the question before something goes', async () => {
      const { wb } = studio;
      const { page } = wb;
      await studio.closeTabs();
      await wb.run(`Seedance: ${studio.title('Get Started')}`);
      await page.locator('.gettingStartedContainer .step-title').first().waitFor();
      await translated(
        'the first steps',
        '.gettingStartedContainer .step-title',
        '.gettingStartedContainer .step-description-container',
      );
      await draw('first-steps');
      await wb.run(`Seedance: ${studio.title('Open Settings')}`);
      await page.locator('.settings-editor .setting-item-description').nth(3).waitFor();
      await translated('the settings', '.settings-editor .setting-item-description');
      await draw('settings');
      const jobs = await studio.jobs();
      await jobs.click(prompts.failed);
      await jobs.click(prompts.lost, { modifiers: ['ControlOrMeta'] });
      await (await jobs.menu(prompts.lost)).choose(studio.title('Remove…'));
      await page.locator('.monaco-dialog-box').waitFor();
      await translated('the question', '.monaco-dialog-box .dialog-message-row');
      await studio.wb.screenshot(`${language}-question`);
      await page.keyboard.press('Escape');
    });

    test('a composer whose job was refused', async () => {
      await studio.closeTabs();
      const composer = await studio.compose('[sandbox:no-credits]');
      await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
      await composer.generate.click();
      await composer.failure.waitFor();
      await pageFits('composer-failed');
    });

    test('the view of costs: sums, what is in none, and all that is said of them', async () => {
      const { wb } = studio;
      insert(...chargedJobs());
      const costs = await wb.tree(studio.title('Seedance'), studio.title('Costs'));
      const today = await costs.until('today', ({ name }) => name === studio.say('Today'));
      const credits = new Intl.NumberFormat(language).format(1480);
      await costs.until('the month before', ({ description }) => description.includes(credits));
      await translated('the costs', '.sidebar .pane-header .title', '.sidebar .pane-body .monaco-list-row');
      const said = (await costs.tooltip(today.name)).split('\n');
      check(said, [], 'the tooltip of today');
      await draw('costs');
    });

    test('the way to a bucket: each of its questions, a complaint, and what is wrong in the end', async () => {
      const { wb } = studio;
      const { quickInput } = wb;
      const places = ['.quick-input-titlebar', '.quick-input-message', '.quick-input-box', '.quick-input-list'];
      await wb.run(`Seedance: ${studio.title('Set Up Media Hosting…')}`);
      await quickInput.rows();
      await translated('the ways', ...places);
      await studio.wb.screenshot(`${language}-hosting`);
      await quickInput.choose(studio.say('Another S3-Compatible Service'));
      const rows = ['In the Path', 'Whoever Has a Signed Link'].map((row) => studio.say(row));
      const [path = '', signed = ''] = rows;
      const answers = ['http://127.0.0.1:9', '1', path, '1006', '', '1007', '1008', '', signed, '5'];
      for (const [index, answer] of answers.entries()) {
        const count = `(${index + 2}/${answers.length + 1})`;
        await until(`question ${count}`, async () => (await quickInput.text()).title.includes(count));
        await translated(`question ${count}`, ...places);
        if (rows.includes(answer)) await quickInput.choose(answer);
        else {
          await quickInput.type(answer);
          await quickInput.accept();
        }
      }
      await wb.page.locator('.monaco-dialog-box').waitFor();
      await translated('what is wrong', ...dialog);
      await studio.wb.screenshot(`${language}-hosting-wrong`);
      await wb.page.keyboard.press('Escape');
    });

    test('the words for an agent, and its question', async () => {
      const { wb } = studio;
      await wb.notifications.clear();
      await wb.run(`Seedance: ${studio.title('Copy MCP Configuration')}`);
      await wb.page.locator('.notification-toast').first().waitFor();
      await translated('the message', '.notification-list-item-message', '.notification-list-item-buttons-container');
      await studio.wb.screenshot(`${language}-mcp`);
      const agent = await connectAgent(studio, '1009');
      try {
        const input = { prompt: prompts.sent, files: ['lake-at-dawn.png'], duration: 4, resolution: '480p' };
        const answer = agent.callTool({ name: 'generate', arguments: input });
        const question = await Dialog.get(wb.page, '1009');
        await translated('the question of an agent', ...dialog);
        await studio.wb.screenshot(`${language}-agent-asks`);
        await question.choose('Cancel');
        await answer;
      } finally {
        await agent.close();
      }
    });
  });
}

/** Jobs that were charged, one in another month, one without a word on it, and one of which nobody knows. */
function chargedJobs(): Job[] {
  const now = new Date();
  const lastMonth = +new Date(now.getFullYear(), now.getMonth(), 0, 12);
  const download = { state: 'done', file: 'file:///nowhere/1005.mp4', size: 1 } as const;
  const of = (id: string, fields: Partial<Job>): Job =>
    jobOf({ id, state: 'succeeded', download, createdAt: +now, draft: draftOf({ id, prompt: id }), ...fields });
  return [
    of('3001', { creditsCharged: 24 }),
    of('3002', { creditsCharged: 1480, createdAt: lastMonth }),
    of('3003', {}),
    unsentJobOf({ ...of('3004', {}), state: 'unknown', sentAt: +now, download: { state: 'none' } }),
  ];
}

/** A shot of two takes with their clips, a job that failed and one that nobody knows the fate of. */
function storedJobs(place: string): Job[] {
  const folder = pathToFileURL(place).href;
  const of = (id: string, prompt: string, fields: Partial<Job>): Job =>
    jobOf({
      ...{ id, requestId: `req_${id}`, service: 'sandbox', folder, fileName: '1005', createdAt: Date.now() },
      draft: draftOf({ id, prompt }),
      ...fields,
    });
  const takes = ['1.mp4', '2.mp4'].map((name) => {
    const file = join(place, name);
    const download = { state: 'done', file: pathToFileURL(file).href, size: statSync(file).size } as const;
    const [id, duration] = name === '1.mp4' ? ['2001', 5] : ['2002', 8];
    const draft = draftOf({ id, prompt: prompts.shot, duration, lineage: { shot: '2000' } });
    return of(id, prompts.shot, { state: 'succeeded', download, draft });
  });
  const failure = { kind: 'network', phase: 'later', code: 'ECONNRESET', message: '' } as const;
  return [
    ...takes,
    of('2003', prompts.failed, { state: 'failed', error: { code: 'moderation' } }),
    of('2004', prompts.lost, { state: 'unknown', failure }),
  ];
}
