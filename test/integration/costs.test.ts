import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TreeItemCollapsibleState, Uri } from 'vscode';
import { UserError } from '../../src/editor/commands.ts';
import { Command, View } from '../../src/editor/contributions.ts';
import { writeWhole } from '../../src/editor/costs/exportCosts.ts';
import { costRows, type CostRow } from '../../src/editor/costs/costRows.ts';
import { CostTree } from '../../src/editor/costs/costTree.ts';
import { costQuestion } from '../../src/editor/composer/confirmCost.ts';
import { dayOf } from '../../src/engine/jobs/periods.ts';
import { FakeClock } from '../support/engine/clock.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { draftOf, jobOf, unsentJobOf } from '../support/engine/fixtures.ts';

const now = +new Date(2026, 10, 25, 12);

describe('the view of costs', () => {
  let folder: string;
  let store: JobStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-costs-'));
    store = new JobStore(join(folder, 'jobs.db'));
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function charged(createdAt: number, creditsCharged: number, model = 'seedance-2.0'): Job {
    return jobOf({ id: `${createdAt} ${model}`, createdAt, creditsCharged, draft: draftOf({ model }) });
  }

  /** The rows as they read, indented. */
  function read(rows: readonly CostRow[], indent = ''): string[] {
    return rows.flatMap(({ label, description, rows: below }) => [
      `${indent}${label}: ${description}`,
      ...read(below, `${indent}  `),
    ]);
  }

  it('leads from what may be charged to what can be done about it: of one job there, of several to the list', () => {
    const clock = new FakeClock();
    const tree = new CostTree(store.charges, clock, () => store.unanswered());
    const command = (): unknown => {
      const [today] = costRows(store.charges, now);
      const row = today?.rows.find(({ uncertain }) => uncertain === 'unknown');
      assert.ok(row);
      const { command, arguments: args } = tree.getTreeItem(row).command ?? {};
      return [command, args];
    };
    store.insert(unsentJobOf({ id: 'one', state: 'unknown', createdAt: now }));
    assert.deepEqual(command(), [Command.whatNow, ['one']]);
    store.insert(unsentJobOf({ id: 'two', state: 'unknown', createdAt: now }));
    assert.deepEqual(command(), [`${View.jobs}.focus`, undefined]);
    tree.dispose();
  });

  it('says what was charged today, this month and before, by model, and apart what nobody knows', () => {
    store.insert(charged(now - 1000, 64));
    store.insert(charged(+new Date(2026, 10, 25), 1, 'seedance-2.0-fast'));
    store.insert(charged(+new Date(2026, 10, 24, 23, 59, 59), 1200));
    store.insert(charged(+new Date(2026, 9, 31, 23), 8.5, '](command:evil)\u202e'));
    store.insert(unsentJobOf({ id: 'unknown', state: 'unknown', createdAt: now }));
    store.insert(jobOf({ id: 'unnamed', createdAt: +new Date(2026, 10, 1) }));
    store.remove('unnamed', now);
    assert.deepEqual(read(costRows(store.charges, now)), [
      'Today: 65 credits · 2 jobs',
      '  Seedance 2.0: 64 credits · 1 job',
      '  Seedance 2.0 Fast: 1 credit · 1 job',
      '  May be charged: 1 job',
      'This month: 1,265 credits · 3 jobs',
      '  Seedance 2.0: 1,264 credits · 2 jobs',
      '  Seedance 2.0 Fast: 1 credit · 1 job',
      '  Charge not named: 1 job',
      '  May be charged: 1 job',
      'October 2026: 8.5 credits · 1 job',
      '  ] (command:evil): 8.5 credits · 1 job',
    ]);
  });

  it('says that nothing was charged today, and keeps its rows apart by their ids', () => {
    store.insert(charged(+new Date(2026, 10, 2), 64));
    store.insert(charged(+new Date(2026, 9, 2), 64));
    const rows = costRows(store.charges, now);
    assert.deepEqual(
      rows.map(({ description }) => description),
      ['nothing charged', '64 credits · 1 job', '64 credits · 1 job'],
    );
    const ids = rows.flatMap((row) => [row.id, ...row.rows.map(({ id }) => id)]);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('does not say that nothing was charged where that is not known', () => {
    store.insert(jobOf({ id: 'unnamed', createdAt: now }));
    store.insert(unsentJobOf({ id: 'unknown', state: 'unknown', createdAt: +new Date(2026, 9, 2) }));
    assert.deepEqual(
      costRows(store.charges, now).map(({ description }) => description),
      ['charge not named', 'charge not named', 'may be charged'],
    );
  });

  it('opens this month and nothing else, and reads to a screen reader as it looks', () => {
    store.insert(charged(now, 64));
    store.insert(charged(+new Date(2026, 9, 2), 64));
    const tree = new CostTree(store.charges, { now: () => now, after: () => ({ dispose: () => undefined }) }, () => []);
    const items = tree.getChildren().map((row) => tree.getTreeItem(row));
    assert.deepEqual(
      items.map(({ collapsibleState }) => collapsibleState),
      [TreeItemCollapsibleState.Collapsed, TreeItemCollapsibleState.Expanded, TreeItemCollapsibleState.Collapsed],
    );
    assert.equal(items[1]?.accessibilityInformation?.label, 'This month: 64 credits · 1 job');
    assert.equal(items[1].tooltip, 'Charged 64 credits for 1 job, as the service named it.');
  });

  it('begins a new day at midnight, and waits for none while nobody sees it', () => {
    const clock = new FakeClock();
    const { start, end } = dayOf(clock.now());
    clock.advance(start + 1000 - clock.now());
    store.insert(charged(clock.now(), 64));
    const tree = new CostTree(store.charges, clock, () => []);
    let fired = 0;
    // As VS Code does.
    tree.onDidChangeTreeData(() => {
      fired += 1;
      tree.getChildren();
    });
    tree.update();
    assert.equal(clock.waiting, 0);
    tree.setVisible(true);
    assert.deepEqual([fired, clock.waiting, clock.next], [1, 1, end - clock.now()]);
    tree.update();
    assert.deepEqual([fired, clock.waiting], [1, 1], 'nothing was charged meanwhile');
    clock.advance(end - clock.now());
    assert.deepEqual([fired, tree.getChildren()[0]?.description], [2, 'nothing charged']);
    tree.setVisible(false);
    store.insert(charged(clock.now(), 8));
    tree.update();
    assert.deepEqual([fired, clock.waiting], [2, 0]);
    tree.setVisible(true);
    assert.deepEqual([fired, tree.getChildren()[0]?.description], [3, '8 credits · 1 job']);
    tree.dispose();
    assert.equal(clock.waiting, 0);
  });
});

describe('the question before Generate', () => {
  const reference = (name: string) =>
    ({ id: name, name, kind: 'image', source: { type: 'url', url: 'https://e.org/a.png' } }) as const;
  const one = draftOf({ references: [reference('a\u202e.png'), reference('b.png')] });
  const other = draftOf({ id: 'other', duration: 10, references: [reference('b.png')] });

  it('is asked above the limit and where no price is known, not at the limit, and of one clip not without one', () => {
    assert.equal(costQuestion([one], [undefined], undefined), undefined);
    assert.equal(costQuestion([one], [64], 64), undefined);
    assert.equal(costQuestion([one], [64.5], 64)?.message, 'Generate for about 64.5 credits?');
    assert.equal(costQuestion([one], [0], 0), undefined);
    assert.equal(costQuestion([one], [undefined], 1e9)?.message, 'Generate, though the price is not known?');
  });

  it('is one for all that is sent at once, with their sum, their settings and their files', () => {
    // Whatever they cost: several are paid for by one press.
    for (const limit of [64, undefined])
      assert.deepEqual(costQuestion([one, one], [32, 32], limit), {
        message: 'Generate 2 clips for about 64 credits?',
        detail:
          'Seedance 2.0 · 16:9 · 5 s · 720p\na.png\nb.png\n\nThat is what was charged the last time for these settings.',
      });
    assert.deepEqual(costQuestion([one, one, other], [32, 32, 60], 64), {
      message: 'Generate 3 clips for about 124 credits?',
      detail:
        'Seedance 2.0 · 16:9 · 5 s · 720p\nSeedance 2.0 · 16:9 · 10 s · 720p\na.png\nb.png\n\n' +
        'That is what was charged the last time for these settings. You are asked above 64 credits (seedance.confirmAbove).',
    });
    assert.equal(
      costQuestion([one, other], [32, undefined], 1000)?.message,
      'Generate 2 clips, though the price is not known?',
    );
  });
});

describe('the file of costs', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'seedance-costs-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the place of an older one as a whole', async () => {
    const file = join(folder, 'costs.csv');
    writeFileSync(file, 'older, and longer than what comes');
    await writeWhole(Uri.file(file), Buffer.from('newer'));
    assert.equal(readFileSync(file, 'utf8'), 'newer');
    assert.deepEqual(readdirSync(folder), ['costs.csv']);
  });

  it('leaves nothing behind where it cannot be written, and says why', async () => {
    const place = join(folder, 'costs.csv');
    mkdirSync(place);
    await assert.rejects(writeWhole(Uri.file(place), Buffer.from('newer')), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^The costs could not be written to “costs\.csv”: /);
      return true;
    });
    assert.deepEqual(readdirSync(folder), ['costs.csv']);
  });
});
