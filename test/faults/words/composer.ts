import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { line } from '../../../src/shared/line.ts';
import { pixel } from '../../support/engine/references.ts';
import type { Stage } from '../../support/faults/stage.ts';
import { Tally } from '../../support/faults/tally.ts';
import { Menu } from '../../support/workbench/menu.ts';
import { until } from '../../support/until.ts';
import { report } from '../table.ts';

/** What came of a drop, as the page shows it. */
interface Dropped {
  readonly names: readonly string[];
  readonly sentences: readonly string[];
}

/** What comes into the composer: typed, pasted, dropped, chosen in the explorer. */
export function composerScenes(stage: () => Stage): void {
  suite('in what comes into the composer', () => {
    let tally: Tally;
    let frame: Frame;
    before(async () => {
      tally = new Tally(stage());
      await stage().studio.compose('A harmless prompt');
      frame = await stage().studio.wb.editors.frame();
      await frame.evaluate(page);
    });
    after(async () => {
      const fault = 'Hostile words typed, pasted, dropped and chosen into the composer';
      // How often a page says something about what was typed depends on how quickly it is answered.
      report(52, { fault, tries: tally.tries, atLeast: 19_900, executed: tally.executed.length });
      await stage().studio.closeTabs();
    });

    /** What the page says must be readable to its end, whatever it quotes. */
    const readable = (place: string, sentences: readonly string[]): void => {
      for (const sentence of new Set(sentences)) tally.is(place, oneLine(sentence), line(oneLine(sentence), 5000));
    };

    test('what is typed stands in its field and in the draft, to the last character', async () => {
      const texts = stage().words.map(({ text }) => text);
      for (const text of texts) {
        const typed = { prompt: text, fileName: start(text), webhookUrl: start(text), metadata: start(text) };
        const { fields, draft, sentences } = await frame.evaluate<{
          fields: Record<keyof typeof typed, string>;
          draft: Record<keyof typeof typed, string>;
          sentences: string[];
        }>(`scene.type(${JSON.stringify(typed)})`);
        tally.is('the prompt', fields.prompt, text.replace(/\r\n?/g, '\n'));
        tally.is('the metadata', fields.metadata, typed.metadata.replace(/\r\n?/g, '\n'));
        tally.is('the file name', fields.fileName, typed.fileName.replace(/[\r\n]/g, ''));
        tally.is('the webhook', fields.webhookUrl, typed.webhookUrl.replace(/[\r\n]/g, '').trim());
        assert.deepEqual(draft, fields);
        readable('a sentence about what was typed', sentences);
      }
      await tally.look('typed');
      await frame.evaluate(`scene.type({ prompt: 'A harmless prompt', fileName: '', webhookUrl: '', metadata: '' })`);
    });

    test('what is pasted is the text of it, not its HTML', async () => {
      const { page } = stage().studio.wb;
      const prompt = (await stage().studio.composer()).prompt;
      for (const [, [first]] of Map.groupBy(stage().words, ({ kind }) => kind)) {
        const text = first?.text ?? '';
        await page.evaluate(`navigator.clipboard.write([new ClipboardItem({
          'text/plain': new Blob([${JSON.stringify(text)}], { type: 'text/plain' }),
          'text/html': new Blob([${JSON.stringify(`<b>${text}</b>`)}], { type: 'text/html' }),
        })])`);
        const pasted = await page.evaluate<string>('navigator.clipboard.readText()');
        await prompt.click();
        await page.keyboard.press('ControlOrMeta+A');
        await page.keyboard.press('ControlOrMeta+V');
        const wanted = pasted.replace(/\r\n?/g, '\n');
        await until('it is pasted', async () => (await prompt.inputValue()) === wanted).catch(() => undefined);
        tally.is('pasted', await prompt.inputValue(), wanted);
      }
      await tally.look('pasted');
      await prompt.fill('A harmless prompt');
    });

    test('files and addresses that are dropped are called as they are, in one line, and stay where they belong', async () => {
      const texts = stage().words.map(({ text }) => text);
      const fives = Array.from({ length: Math.ceil(texts.length / 5) }, (_, index) =>
        texts.slice(index * 5, index * 5 + 5),
      );

      const drop = async (data: object, count: number, looked = true): Promise<Dropped> =>
        await frame.evaluate<Dropped>(`scene.drop(${JSON.stringify(data)}, ${count}, ${looked})`);
      for (const [index, five] of fives.entries()) {
        const paths = five.map((text, place) => `/nowhere/${place}/${start(text)}.png`);
        const { names, sentences } = await drop({ codefiles: JSON.stringify(paths) }, five.length, index % 10 === 0);
        paths.forEach((path, index) => tally.is('a path', names[index] ?? '', line(lastOf(path.toWellFormed()), 255)));
        readable('a sentence about a path', sentences);
      }
      for (const five of fives) {
        const { names, sentences } = await drop({ files: five.map((text) => `${text}.png`) }, five.length, false);
        assert.equal(names.length, five.length);
        readable('a sentence about a file', [...names, ...sentences]);
      }
      const kept = join(stage().studio.storage, 'dropped');
      const files = readdirSync(kept, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      for (const { parentPath, name } of files) {
        tally.is('a dropped file’s folder', join(parentPath, '..'), kept);
        tally.is('a dropped file’s name', name, line(name.replace(/[/\\:*?"<>|]|^\./g, ''), 255));
      }
      assert.equal(files.length, texts.length);
      // As addresses most of them are none; what is one is no media, or is on this machine.
      const addresses = texts.filter((text) => URL.canParse(text) && text.length < 1000);
      for (const format of ['text/uri-list', 'application/vnd.code.uri-list', 'resourceurls']) {
        for (const list of [texts, ...addresses.map((address) => [address])]) {
          const lines = format === 'resourceurls' ? JSON.stringify(list) : list.join('\r\n');
          const { names, sentences } = await drop({ [format]: lines, 'text/html': list.join('') }, -1);
          readable('a sentence about an address', [...names, ...sentences]);
        }
      }
      for (const path of ['\\\\server\\share\\x.png', '//server/share/x.png', 'C:\\x.png']) {
        const { names } = await drop({ codefiles: JSON.stringify([path]) }, 1);
        tally.is('a path', names[0] ?? '', 'x.png');
      }
      assert.deepEqual(await stage().studio.wb.notifications.messages(), []);
      await tally.look('dropped');
    });

    test('files of the workspace come in by the explorer under names that turn nothing around', async () => {
      const { studio, words } = stage();
      const folder = join(studio.folder, 'hostile');
      mkdirSync(folder);
      const names = [
        ...new Set([...Map.groupBy(words, ({ kind }) => kind).values()].flatMap((kind) => kind.slice(0, 2))),
      ]
        .map(({ text }) => text.toWellFormed().replaceAll('/', '∕').replaceAll('\0', ''))
        .filter((name) => Buffer.byteLength(name) < 250);
      for (const name of names) writeFileSync(join(folder, `${name}.png`), pixel);
      // A draft that somebody has worked on is asked about first.
      await frame.evaluate(`scene.type({ prompt: '' })`);
      await studio.wb.explorer.show();
      await studio.wb.explorer.row('hostile').click();
      const rows = studio.wb.page.locator('.explorer-folders-view .monaco-list-row[aria-level="2"]');
      await until('all files in the explorer', async () => (await rows.count()) === names.length);
      for (let first = 0; first < names.length; first += 5) {
        const last = Math.min(first + 4, names.length - 1);
        await rows.nth(first).click({ modifiers: ['ControlOrMeta'] });
        await rows.nth(last).click({ modifiers: ['Shift'] });
        await (await Menu.open(studio.wb.page, rows.nth(last))).choose('Generate Video…');
        const chosen = await frame.evaluate<Dropped>(`scene.settled(${last - first + 1})`);
        readable('a file of the explorer', [...chosen.names, ...chosen.sentences]);
        const here = readdirSync(folder).map((name) => line(name, 255));
        for (const name of chosen.names)
          tally.is('a file of the explorer', here.find((each) => each === name) ?? '', name);
        await frame.evaluate('scene.clear()');
      }
      await tally.look('chosen in the explorer');
    });
  });
}

/** As much of a text as a field takes that is drawn anew at each key. */
function start(text: string): string {
  return text.slice(0, 2000);
}

function oneLine(text: string): string {
  return text.replace(/[\n ]+/g, ' ').trim();
}

function lastOf(path: string): string {
  return basename(path.replaceAll('\\', '/'));
}

/** Runs in the composer's page: does what a person's browser does there, and waits until the host has answered. */
const page = `window.scene = (() => {
  const listeners = new Set();
  window.addEventListener('message', ({ data }) => { if (data.type === 'state') for (const listener of listeners) listener(data.state); });
  const state = (wanted) => new Promise((resolve, reject) => {
    const listener = (state) => { if (wanted(state)) { listeners.delete(listener); clearTimeout(timer); setTimeout(() => resolve(state)); } };
    const timer = setTimeout(() => { listeners.delete(listener); reject(new Error('no such state came')); }, 60_000);
    listeners.add(listener);
  });
  const draw = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const texts = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
  const attributes = ['title', 'aria-label'].flatMap((name) => ({ name, get values() {
    return [...document.querySelectorAll('[' + name + ']')].map((element) => element.getAttribute(name)); } }));
  const sentences = () => [...texts('.message, .travel-text, .quiet, .need, label'), ...attributes.flatMap(({ values }) => values)];
  const names = () => texts('.reference .name');
  const marker = 'the last one.png';
  return {
    async type(typed) {
      document.querySelector('details').open = true;
      const fields = Object.keys(typed).map((id) => document.getElementById(id));
      for (const field of fields) {
        field.value = typed[field.id];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
      const inFields = () => Object.fromEntries(fields.map(({ id, value }) => [id, value]));
      const taken = JSON.stringify(inFields());
      const told = state(({ draft }) => JSON.stringify(Object.fromEntries(fields.map(({ id }) => [id, draft[id]]))) === taken);
      fields[0].dispatchEvent(new FocusEvent('blur'));
      const { draft } = await told;
      return { fields: inFields(), draft: Object.fromEntries(fields.map(({ id }) => [id, draft[id]])), sentences: sentences() };
    },
    async drop(data, count, looked = true) {
      const transfer = new DataTransfer();
      const { files = [], ...texts } = data;
      for (const [format, text] of Object.entries(texts)) transfer.setData(format, text);
      for (const name of files) transfer.items.add(new File([Uint8Array.from(${JSON.stringify([...pixel])})], name));
      const told = count < 0 ? state(({ draft, notices }) => [...draft.references.map(({ name }) => name), ...notices].some((text) => text.includes(marker))) :
        state(({ draft, travel }) => draft.references.length === count && (!looked || travel.every(({ way }) => way !== 'checking')));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
      if (count < 0) {
        // What is dropped is taken in its order: once this is there or turned away, so is what came before.
        const last = new DataTransfer();
        last.setData('codefiles', JSON.stringify(['/nowhere/' + marker]));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: last, bubbles: true, cancelable: true }));
      }
      await told;
      await draw();
      const shown = { names: names(), sentences: sentences() };
      await this.clear();
      return shown;
    },
    async settled(count) {
      const until = performance.now() + 60_000;
      while (names().length < count || texts('.travel-text').includes('checking…')) {
        if (performance.now() > until) throw new Error('no such references came');
        await draw();
      }
      return { names: names(), sentences: sentences() };
    },
    async clear() {
      document.querySelector('.notices button')?.click();
      if (names().length === 0) return;
      const empty = state(({ draft }) => draft.references.length === 0);
      for (const button of document.querySelectorAll('.reference .remove')) button.click();
      await empty;
      await draw();
    },
  };
})()`;
