import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { plain } from '../../../src/editor/plain.ts';
import { findMediaUrls } from '../../../src/editor/urls/mediaUrls.ts';
import { fileReference } from '../../../src/engine/drafts/draft.ts';
import { Uploads } from '../../../src/engine/references/uploads.ts';
import type { Reference } from '../../../src/shared/draft.ts';
import { draftOf, jobOf } from '../../support/engine/fixtures.ts';
import { mark, type Hostile } from '../../support/faults/corpus.ts';
import { json } from './json.ts';
import { packed } from '../../support/faults/packed.ts';
import type { Stage } from '../../support/faults/stage.ts';
import { Tally } from '../../support/faults/tally.ts';
import { until } from '../../support/until.ts';
import { report } from '../table.ts';
import { treeWith } from './rows.ts';

/** What VS Code itself draws of ours: rows, tooltips, messages, lists to choose from. */
export function workbenchScenes(stage: () => Stage): void {
  suite('in what VS Code draws', () => {
    let tally: Tally;
    before(() => {
      tally = new Tally(stage());
    });
    after(() => {
      const fault = 'Hostile words in tooltips, messages and lists of VS Code';
      report(51, { fault, tries: tally.tries, executed: tally.executed.length });
    });

    test('a tooltip says the prompt, what the service said, and the facts, and none of it is more than text', async () => {
      const { words, store, service, studio } = stage();
      const packs = packed(words, 280);
      const now = Date.now();
      const jobs = packs.map((texts, index) =>
        jobOf({
          id: `tip-${index}`,
          baseUrl: service.origin,
          draft: draftOf({
            id: `tip-${index}`,
            prompt: [`Tip ${index}`, ...texts, 'The end'].join('\n\n'),
            model: texts[0] ?? '',
            references: texts.map((text) => referenceTo(text)),
          }),
          requestId: texts.at(-1) ?? '',
          state: 'failed',
          error: { message: texts.join(' ') },
          createdAt: now + index,
        }),
      );
      for (const job of jobs) store.insert(job);
      const tree = await treeWith(plain(jobs.at(-1)?.draft.prompt ?? '', 22), studio);
      for (const { draft, error, requestId = '' } of jobs) {
        const shown = await tree.tooltip(plain(draft.prompt, 22));
        const names = draft.references.map(({ name }) => name).join(', ');
        tally.reads('tooltip', shown, shownOf(draft.prompt, 1000));
        tally.reads('tooltip', shown, shownOf(error?.message ?? '', 300).replace(/[.\s]+$/, ''));
        tally.reads('tooltip', shown, plain(`Model: ${draft.model}`, 400));
        tally.reads('tooltip', shown, plain(`References: ${names}`, 400));
        tally.reads('tooltip', shown, plain(`Request id: ${requestId}`, 400));
        await tally.look('tooltip');
      }
      for (const { id } of jobs) store.remove(id, now);
    });

    test('a message quotes the service and the title, and neither is a link or an icon in it', async () => {
      const { words, store, service, studio } = stage();
      const { notifications } = studio.wb;
      // A message is told of one job at a time; where HTML would be, three of a kind are enough, for it is read nowhere.
      const some = [...Map.groupBy(words, ({ kind }) => kind)].flatMap(([, kind]) =>
        kind.slice(0, inHtml(kind) ? 3 : 20),
      );
      const packs = packed(some, 280).map((pack) => pack.join(' ').slice(0, 280));
      const now = Date.now() + 1000;
      const idOf = (index: number): string => `cancel-${index}`;
      let status = 'processing';
      const asked = new Set<string>();
      service.answer(({ path, method }, response) => {
        const [, id = '', wanted] = /generations\/([^/]+)(?:\/(cancel))?$/.exec(path) ?? [];
        if (wanted !== undefined) asked.add(id);
        const message = packs[Number(id.split('-')[1])];
        const refused = { success: false, error: { code: 'x', message } };
        if (method === 'POST' && wanted !== undefined) json(response, 422, refused);
        else
          json(response, 200, {
            success: true,
            requestId: id,
            status: id.startsWith('end') ? 'failed' : status,
            error: { message: mostLikelyLink },
          });
      });
      const waiting = (id: string, prompt: string, createdAt: number): void => {
        const draft = draftOf({ id, prompt });
        store.insert(jobOf({ id, requestId: id, state: 'processing', baseUrl: service.origin, draft, createdAt }));
      };
      for (const index of packs.keys()) waiting(idOf(index), idOf(index), now + index);
      const tree = await treeWith(idOf(packs.length - 1), studio);
      for (const [index, pack] of packs.entries()) {
        // A row that is drawn anew loses what stands at its end, and a press that has begun on that.
        await until('it is pressed', async () => {
          await tree.row(idOf(index)).hover({ timeout: 2_000 });
          await tree.row(idOf(index)).getByRole('button', { name: 'Cancel', exact: true }).click({ timeout: 2_000 });
          await until('the service is asked', () => asked.has(idOf(index)), 3_000);
          return true;
        });
        const message = await notifications.get(/could not be cancelled/);
        tally.reads('a message', await message.text(), plain(pack, 300).replace(/[.\s]+$/, ''));
        await tally.look('a message');
        await notifications.clear();
      }
      // No scene after this one is to share the service with them.
      status = 'cancelled';
      const isOver = (index: number): boolean => store.get(idOf(index))?.state === 'cancelled';
      await until('they have ended', () => [...packs.keys()].every(isOver), 60_000);
      for (const index of packs.keys()) store.remove(idOf(index), now);
      // The end of a job is told with its title.
      for (const [index, prompt] of [
        mostLikelyLink,
        '$(trash) $(loading~spin)',
        'cod\u202egpm.exe \u2066left',
      ].entries()) {
        waiting(`end-${index}`, prompt, now);
        const message = await notifications.get(/failed/);
        tally.reads('the end of a job', await message.text(), `“${plain(prompt, 60)}” failed.`);
        tally.reads('the end of a job', await message.text(), plain(mostLikelyLink));
        await tally.look('the end of a job');
        await notifications.clear();
      }
    });

    test('closed drafts, uploads and URLs of a document are listed as they are called', async () => {
      const { words, store, studio } = stage();
      words.forEach(({ text }, index) =>
        store.drafts.save(draftOf({ id: `draft-${index}`, prompt: text, references: [referenceTo(text)] }), index + 1),
      );
      await studio.wb.run('Seedance: Reopen Closed Draft…');
      const drafts = await allLines(stage());
      await studio.wb.quickInput.cancel();
      for (const { text } of words) {
        const wanted = `${plain(text, 80) || 'Draft without a prompt'}\n${plain(text, 80)}`;
        tally.is('closed drafts', drafts.get(wanted) ?? '', wanted);
      }
      await tally.look('closed drafts');

      const uploads = new Uploads(join(studio.storage, 'jobs.db'));
      const place = { endpoint: 'https://s3.example', bucket: 'bucket' };
      words.forEach(({ text }, index) =>
        uploads.begin({ ...place, key: String(index), name: text, size: 1, uploadedAt: index }),
      );
      await studio.wb.run('Seedance: Remove Uploaded References…');
      const names = new Set([...(await allLines(stage())).keys()].map((line) => line.split('\n')[0] ?? ''));
      await studio.wb.quickInput.cancel();
      uploads.close();
      for (const { text } of words) tally.is('uploads', names.has(plain(text)) ? plain(text) : '', plain(text));
      await tally.look('uploads');

      const short = words.map(({ text }) => text).filter((text) => text.length < 1000);
      // Not at the cursor, where a URL is taken without asking.
      const document = [
        '',
        ...short.map((text) => `https://127.0.0.1/${text}.png and ${text}https://127.0.0.1/x.png?${text}`),
      ].join('\n');
      writeFileSync(join(studio.folder, 'addresses.md'), document);
      await studio.wb.explorer.open('addresses.md');
      await studio.wb.run('Seedance: Generate Video from URL…');
      const urls = await allLines(stage());
      await studio.wb.quickInput.cancel();
      await studio.closeTabs();
      for (const url of findMediaUrls(document)) {
        const wanted = `${plain(url.split('/').at(-1) ?? url, 80)}\n${plain(url, 160)}`;
        tally.is('URLs of a document', urls.get(wanted) ?? '', wanted);
      }
      await tally.look('URLs of a document');
    });
  });
}

/** What VS Code itself would take for a link of a message, short enough to be a title. */
const mostLikelyLink = `[${mark}](command:workbench.action.files.newUntitledFile)`;

function inHtml([first]: readonly Hostile[]): boolean {
  return first !== undefined && ['script', 'event handlers', 'markup', 'svg'].includes(first.kind);
}

/** What is surely shown of a text where `length` characters are: of one that is very long its beginning. */
function shownOf(text: string, length: number): string {
  return text.length > 1000 ? plain(text, 60).replace(/…$/, '') : plain(text, length);
}

/** A reference of that name, whatever it is. */
export function referenceTo(name: string): Reference {
  return { ...fileReference('file:///nowhere/x.png', 'x.png'), name };
}

/** What is read of an element inside the page, where the types of the DOM are. */
interface Drawn {
  readonly textContent: string | null;
  querySelector(selector: string): Drawn | null;
  getAttribute(name: string): string | null;
}

/** Label and description of all lines of an open list, read page by page to its last line. */
async function allLines({ studio }: Stage): Promise<Map<string, string>> {
  const { quickInput, page } = studio.wb;
  const rows = page.locator('.quick-input-list .monaco-list-row');
  // A list in which several can be chosen begins with none of them.
  const focused = async (): Promise<number> =>
    await rows
      .and(page.locator('.focused'))
      .evaluateAll((all: readonly Drawn[]) => Number(all[0]?.getAttribute('data-index') ?? -1));
  const lines = new Map<string, string>();
  await quickInput.opened();
  for (let last = false; !last;) {
    const shown = await rows.evaluateAll((all: readonly Drawn[]) => {
      const text = (row: Drawn, part: string): string => row.querySelector(part)?.textContent ?? '';
      return all.map((row) => {
        const first = '.quick-input-list-row:first-child ';
        return {
          line: `${text(row, `${first}.label-name`)}\n${text(row, `${first}.label-description`)}`,
          last: row.getAttribute('data-last-element') === 'true',
        };
      });
    });
    for (const { line } of shown) lines.set(line, line);
    last = shown.some((row) => row.last);
    if (last) continue;
    const before = await focused();
    await page.keyboard.press('PageDown');
    await until('the next page', async () => (await focused()) > before);
  }
  return lines;
}
