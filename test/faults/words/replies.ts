import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { plain } from '../../../src/editor/plain.ts';
import type { Job } from '../../../src/engine/jobs/job.ts';
import { line } from '../../../src/shared/line.ts';
import { isFetchable } from '../../../src/shared/url.ts';
import { draftOf, jobOf } from '../../support/engine/fixtures.ts';
import { packed } from '../../support/faults/packed.ts';
import type { Stage } from '../../support/faults/stage.ts';
import { Tally } from '../../support/faults/tally.ts';
import { until } from '../../support/until.ts';
import { report } from '../table.ts';
import { json } from './json.ts';
import { allRows } from './rows.ts';

/** What a service answers: statuses, errors, addresses of clips, refusals, models. */
export function replyScenes(stage: () => Stage): void {
  suite('in replies of the service', () => {
    let tally: Tally;
    before(() => {
      tally = new Tally(stage());
    });
    after(() => {
      const fault = 'Hostile words in replies of the service';
      report(54, { fault, tries: tally.tries, executed: tally.executed.length });
    });

    test('a status, an error and the address of a clip stay words, and nothing is fetched or written for them', async () => {
      const { service, store, studio, words } = stage();
      const folder = join(studio.folder, 'replied');
      mkdirSync(folder);
      const root = readdirSync('/').sort();
      const some = [...Map.groupBy(words, ({ kind }) => kind).values()].flatMap((kind) => kind.slice(0, 3));
      const statuses = some.map(({ text }) => readable(text));
      const errors = packed(words, 1900).map((pack) => readable(pack.join(' ')));
      const outputs = words
        .filter((word) => (URL.canParse(word.text) || some.includes(word)) && !isFetchable(word.text, service.origin))
        .map(({ text }) => readable(text));
      const replies = new Map<string, object>([
        ...statuses.map((text, index) => [`status ${index}`, { status: text }] as const),
        ...errors.map(
          (text, index) => [`error ${index}`, { status: 'failed', error: { code: text, message: text } }] as const,
        ),
        ...outputs.map(
          (text, index) => [`output ${index}`, { status: 'succeeded', output: { type: 'video', url: text } }] as const,
        ),
      ]);
      service.answer(({ path }, response) => {
        const requestId = decodeURIComponent(path.split('/').at(-1) ?? '');
        json(response, 200, { success: true, requestId, ...replies.get(requestId) });
      });
      const now = Date.now();
      const common = { baseUrl: service.origin, folder: pathToFileURL(folder).href, createdAt: now };
      for (const id of replies.keys()) {
        store.insert(jobOf({ ...common, id, requestId: id, draft: draftOf({ id, prompt: id }) }));
      }
      const isDone = ({ polls, state, download }: Job): boolean =>
        polls > 0 && (state !== 'succeeded' || 'reason' in download);
      const waiting = new Set(replies.keys());
      const areDone = (): boolean => {
        for (const job of [...waiting].flatMap((id) => store.get(id) ?? [])) if (isDone(job)) waiting.delete(job.id);
        return waiting.size === 0;
      };
      await until('all are looked at, and no clip is on its way', areDone, 240_000);
      for (const [index, text] of statuses.entries()) {
        tally.is('a status', store.get(`status ${index}`)?.status ?? '', kept(text, 100));
      }
      for (const [index, text] of errors.entries()) {
        tally.is('an error', store.get(`error ${index}`)?.error?.message ?? '', kept(text, 2000));
      }
      for (const index of outputs.keys())
        tally.is('an address', store.get(`output ${index}`)?.state ?? '', 'succeeded');
      const wanted = statuses.map((text, index) => `status ${index}\n“${statusOf(text)}”, still checking · `);
      let rows: readonly string[] = [];
      // One that was seen twice on the way down was drawn anew in between.
      const rowOf = (beginning: string): string => rows.findLast((row) => row.startsWith(beginning)) ?? '';
      // A row is drawn a moment after what it says is known.
      await until(
        'a row of each status',
        async () => {
          rows = [...(await allRows(studio))];
          return wanted.every((row) => rowOf(row) !== '');
        },
        120_000,
      ).catch(() => undefined);
      for (const [index, row] of wanted.entries()) tally.reads('a row', rowOf(`status ${index}\n`), row);
      // What was begun is hidden.
      assert.deepEqual(
        readdirSync(folder).filter((name) => !/^\..*\.part$/.test(name)),
        [],
      );
      assert.deepEqual(readdirSync('/').sort(), root);
      await tally.look('a reply to a look');
      service.answer((_, response) => json(response, 200, { success: true, status: 'cancelled' }));
      await (await studio.jobs()).title('Refresh Jobs');
      await until(
        'all are done',
        () => statuses.every((_, index) => store.get(`status ${index}`)?.state === 'cancelled'),
        60_000,
      );
    });

    test('a refusal is quoted in the composer, and models are listed by their names', async () => {
      const { service, studio, words } = stage();
      const models = words.map(({ text }) => ({
        id: text.slice(0, 100),
        durations: [5],
        aspectRatios: ['1:1'],
        resolutions: ['720p'],
      }));
      let refusal = '';
      service.answer(({ path }, response) => {
        if (path.endsWith('/models')) json(response, 200, { success: true, data: [{ id: 'seedance-2.0' }, ...models] });
        else json(response, 422, { success: false, error: { code: 'x', message: refusal } });
      });
      await studio.wb.settings({ 'seedance.sandbox': false });
      const composer = await studio.compose('A harmless prompt');
      const options = composer.page.locator('vscode-option');
      await until('the models', async () => (await options.count()) > models.length);
      const labels = await options.allTextContents();
      for (const { id } of models)
        tally.is('a model', labels.find((label) => label === (line(id, 100) || id)) ?? '', line(id, 100) || id);
      await tally.look('models');
      await composer.write('Another harmless prompt');
      const some = [...Map.groupBy(words, ({ kind }) => kind).values()].flatMap((kind) => kind.slice(0, 2));
      for (const pack of packed(some, 280)) {
        refusal = readable(pack.join(' '));
        const wanted = plain(refusal, 300).replace(/[.\s]+$/, '');
        await composer.generate.click();
        let shown = '';
        await until(
          'the refusal',
          async () => {
            shown = await composer.failure.innerText({ timeout: 5_000 });
            return squeezed(shown).includes(squeezed(wanted));
          },
          60_000,
        );
        tally.reads('a refusal', shown, wanted);
      }
      await tally.look('refusals');
      await studio.closeTabs();
    });
  });
}

/** As much of a text as fits into a reply: a larger one is not read at all. */
function readable(text: string): string {
  return text.slice(0, 100_000);
}

/** As much of a text as is kept. */
function kept(text: string, length: number): string {
  return text.length > length ? text.slice(0, length).toWellFormed() : text;
}

/** A status as a row says it; one in which nothing can be seen is none. */
function statusOf(text: string): string {
  return plain(kept(text, 100), 40) || 'queued';
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
