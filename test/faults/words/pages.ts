import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame } from 'playwright-core';
import { plain } from '../../../src/editor/plain.ts';
import { clipBytes, draftOf, jobOf, unsentJobOf } from '../../support/engine/fixtures.ts';
import {
  compareState,
  composerState,
  libraryEvent,
  previewState,
  unknownState,
} from '../../support/faults/pageStates.ts';
import type { Stage } from '../../support/faults/stage.ts';
import { Tally } from '../../support/faults/tally.ts';
import { until } from '../../support/until.ts';
import { report } from '../table.ts';
import { treeWith } from './rows.ts';
import { referenceTo } from './workbench.ts';

/** The pages: what they draw of whatever the editor tells them. */
export function pageScenes(stage: () => Stage): void {
  suite('in the pages', () => {
    let tally: Tally;
    before(() => {
      tally = new Tally(stage());
    });
    after(async () => {
      const fault =
        'Hostile words in the composer, the preview, the comparison, the library and the view of an unknown job';
      report(53, { fault, tries: tally.tries, executed: tally.executed.length });
      await stage().studio.closeTabs();
    });

    /** Tells a page of each text in every place, and looks whether it draws the same as for a harmless word. */
    const fill = async (
      place: string,
      frame: Frame,
      eventOf: (text: string, edit: number) => object,
    ): Promise<void> => {
      await frame.evaluate(page);
      const texts = stage().words.map(({ text }) => text.slice(0, 2000));
      let edit = 1e6;
      const drawAll = async (words: readonly string[]): Promise<string[][]> => {
        const events = words.map((word) => eventOf(word, edit++));
        return await frame.evaluate<string[][]>(`scene.drawAll(${JSON.stringify(events)})`);
      };
      // What the page finds out by itself meanwhile, as that a clip is none, is not of the words: then all of it is drawn once more.
      const [harmless, ...drawn] = await until('a page that stays as it is', async () => {
        const all = await drawAll([stand, ...texts, stand]);
        return all[0]?.join() === all.pop()?.join() && all;
      });
      assert.ok(harmless !== undefined && harmless.filter((part) => part.includes(stand)).length > 5);
      for (const [index, text] of texts.entries()) {
        const wanted = harmless.map((part) => part.replaceAll(stand, () => text));
        tally.is(place, inFields(drawn[index]?.join() ?? ''), inFields(wanted.join()));
      }
      await tally.look(place);
    };

    test('the composer draws whatever it is told as text, in every place', async () => {
      await stage().studio.compose('A harmless prompt');
      const frame = await stage().studio.wb.editors.frame();
      await fill('the composer', frame, (text, edit) => stateEvent(composerState(text, edit)));
      await stage().studio.closeTabs();
    });

    test('the preview says prompt, names and ids as they are', async () => {
      const { store, studio, words } = stage();
      const path = join(studio.folder, clipName);
      writeFileSync(path, clipBytes(2000));
      const texts = words.map(({ text }) => text).filter((text) => text.length < 1000);
      const draft = draftOf({
        id: 'preview',
        prompt: ['Preview', ...texts].join('\n'),
        references: texts.map((text) => referenceTo(text)),
      });
      const file = pathToFileURL(path).href;
      store.insert(
        jobOf({
          id: 'preview',
          draft,
          state: 'succeeded',
          requestId: texts[0] ?? '',
          download: { state: 'done', file, size: 1 },
          createdAt: Date.now() + 1e6,
        }),
      );
      const title = plain(draft.prompt, 22);
      await (await treeWith(title, studio)).click(title);
      const frame = await until('the preview', async () => await studio.wb.editors.frame(/mp4/));
      const facts = await factsOf(frame, 'Preview');
      tally.reads('the preview', facts, draft.prompt);
      tally.reads('the preview', facts, plain(clipName));
      // What stands there before anything is known of the clip.
      tally.is('the title of the page', await frame.evaluate('document.title'), plain(clipName));
      for (const { name } of draft.references) tally.reads('the preview', facts, plain(name));
      tally.reads('the preview', facts, plain(texts[0] ?? ''));
      await tally.look('the preview');
      const source = await frame.evaluate<string>(`document.querySelector('video').src`);
      await frame.evaluate(page);
      await frame.evaluate(`scene.draw(${JSON.stringify(stateEvent(previewState(stand, source)))})`);
      // It is no clip, and that is said as soon as the browser has found out.
      await frame.waitForSelector('.stage.failed');
      await fill('the preview', frame, (text) => stateEvent(previewState(text, source)));
      await studio.closeTabs();
    });

    test('the page that compares draws names and settings as they are, and tells the words of prompts apart', async () => {
      const { studio, words } = stage();
      const names = ['one.mp4', 'other.mp4'];
      for (const name of names) writeFileSync(join(studio.folder, name), clipBytes(2000));
      await (await studio.wb.explorer.menu(...names)).choose('Compare Takes…');
      const frame = await until('the page', async () => await studio.wb.editors.frame('Compare Takes'));
      await frame.waitForSelector('.failed');
      const source = await frame.evaluate<string>(`document.querySelector('video').src`);
      await frame.evaluate(page);
      await frame.evaluate(`scene.draw(${JSON.stringify(stateEvent(compareState(stand, source)))})`);
      // They are no clips, and that is said as soon as the browser has found out.
      await until('both failed', async () => (await frame.locator('.failed').count()) === 2);
      await fill('the comparison', frame, (text) => stateEvent(compareState(text, source)));
      const texts = words.map(({ text }) => text).filter((text) => text.length < 1000);
      for (const text of texts) {
        const state = compareState('', source);
        const [one, other] = state.takes.map((take, index) => ({
          ...take,
          settings: { ...take.settings, prompt: index === 0 ? 'Waves at dusk' : `Waves ${text} at dusk` },
        }));
        await frame.evaluate(`scene.draw(${JSON.stringify(stateEvent({ ...state, takes: [one, other] }))})`);
        const prompt = await frame.evaluate<string>(`document.querySelector('tbody td:last-child').textContent`);
        tally.is('the words of a prompt', inFields(prompt), inFields(`Waves ${text} at dusk`));
      }
      await tally.look('the comparison');
      await studio.closeTabs();
    });

    test('the library draws titles, names, folders, models and reasons as they are, of hundreds of jobs at once', async () => {
      const { store, studio, words } = stage();
      const texts = words.map(({ text }) => text).filter((text) => text.length < 1000);
      const jobs = texts.map((text, index) =>
        jobOf({
          id: `library-${index}`,
          requestId: `library-${index}`,
          state: 'failed',
          draft: draftOf({ id: `library-${index}`, prompt: `L${index} ${text}`, fileName: text, model: text }),
          error: { code: text, message: text },
          createdAt: Date.now() + 3e6 + index,
        }),
      );
      for (const job of jobs) {
        store.insert(job);
        store.claimNotification(job.id);
      }
      await studio.wb.run('Seedance: Open Library');
      const frame = await until('the library', async () => await studio.wb.editors.frame('Library'));
      await frame.waitForSelector('.card');
      await frame.evaluate(page);
      const titles = new Map(await frame.evaluate<[string, string][]>(`scene.titles('library-')`));
      for (const { id, draft } of jobs) tally.is('a card', titles.get(id) ?? 'nothing', plain(draft.prompt, 120));
      await tally.look('the library');
      for (const { id } of jobs) store.remove(id, Date.now());
      await frame.evaluate(`scene.draw(${JSON.stringify(libraryEvent(stand))})`);
      await frame.locator('[data-id="chosen"]').click();
      await fill('the library', frame, libraryEvent);
      await studio.closeTabs();
    });

    test('the view of an unknown job says what was sent and what came back', async () => {
      const { store, studio, words, service } = stage();
      const texts = words.map(({ text }) => text).filter((text) => text.length < 1000);
      const draft = draftOf({
        id: 'unknown',
        prompt: ['Unknown', ...texts].join('\n'),
        references: texts.map((text) => referenceTo(text)),
      });
      const failure = { kind: 'server', status: 500, code: texts[1] ?? '', message: texts[2] ?? '' } as const;
      const job = unsentJobOf({
        id: 'unknown',
        draft,
        state: 'unknown',
        failure,
        baseUrl: service.origin,
        createdAt: Date.now() + 2e6,
      });
      store.insert(job);
      const title = plain(draft.prompt, 22);
      await (await treeWith(title, studio)).click(title);
      const frame = await studio.wb.editors.frame(`What Now? ${title || 'Untitled'}`);
      const facts = await factsOf(frame, 'Unknown');
      tally.reads('the unknown job', facts, draft.prompt);
      for (const { name } of draft.references) tally.reads('the unknown job', facts, plain(name));
      for (const text of [failure.code, failure.message]) tally.reads('the unknown job', facts, plain(text));
      await tally.look('the unknown job');
      await fill('the unknown job', frame, (text) => stateEvent(unknownState(text)));
      await studio.closeTabs();
    });
  });
}

/** All facts that a page lists, once those of the job whose prompt begins with `word` are among them. */
async function factsOf(frame: Frame, word: string): Promise<string> {
  return await until('the facts', async () => {
    const facts = await frame.evaluate<string[]>(
      `[...document.querySelectorAll('h1, dd')].map(({ textContent }) => textContent)`,
    );
    return facts.some((fact) => fact.startsWith(word)) && facts.join('\n');
  });
}

/** What a page is told that draws a state. */
function stateEvent(state: object): object {
  return { type: 'state', state };
}

/** As much as a file system takes of what a name may try. */
const clipName = '<b> [x](command:y) $(trash) cod\u202egpm.mp4';

/** Stands in the place of a stranger's words. */
const stand = 'harmless';

/** Fields keep their texts as HTML says: without some of the white space. */
function inFields(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Runs in a page: tells it what its host could tell, and reads all that it then consists of. */
const page = `window.scene = {
  async drawAll(events) {
    const all = [];
    for (const event of events) all.push(await this.draw(event));
    return all;
  },
  async draw(event) {
    const drawn = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    window.postMessage(event, '*');
    await drawn;
    await new Promise((resolve) => setTimeout(resolve));
    const fields = [...document.querySelectorAll('input:not([type="radio"], [type="range"]), textarea')].map(({ value }) => value);
    // What is advised, and whether there is a prompt to mark, depends on the words; what they quote is looked at where they are typed.
    const parts = [...document.querySelectorAll('#app *:not(#advice, #advice *, .prompt-head .toolbar *)')].flatMap((element) => [
      element.localName,
      ...[...element.attributes].filter(({ name }) => !/^(style|class|src|data-vscode-context)$/.test(name)).map(({ name, value }) => name + '=' + value),
      ...[...element.childNodes].filter(({ nodeType, data }) => nodeType === 3 && data.trim() !== '').map(({ data }) => data),
    ]);
    return [...fields, ...parts.filter((part) => !/^\\d+ words?$/.test(part))];
  },
  async titles(prefix) {
    const grid = document.querySelector('#grid');
    const titles = new Map();
    for (let top = 0, before = -1; top !== before; before = top, top = grid.scrollTop) {
      for (const card of grid.querySelectorAll('[data-id^="' + prefix + '"]'))
        titles.set(card.dataset.id, card.querySelector('.name').textContent);
      grid.scrollTop += 200;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
    return [...titles];
  },
}`;
