import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TreeItemCollapsibleState } from 'vscode';
import { costRows, type CostRow } from '../../src/editor/costs/costRows.ts';
import { CostsView } from '../../src/editor/costs/costsView.ts';
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

  it('opens this month and nothing else, and reads to a screen reader as it looks', () => {
    store.insert(charged(now, 64));
    store.insert(charged(+new Date(2026, 9, 2), 64));
    const items = costRows(store.charges, now).map((row) => CostsView.prototype.getTreeItem(row));
    assert.deepEqual(
      items.map(({ collapsibleState }) => collapsibleState),
      [TreeItemCollapsibleState.Collapsed, TreeItemCollapsibleState.Expanded, TreeItemCollapsibleState.Collapsed],
    );
    assert.equal(items[1]?.accessibilityInformation?.label, 'This month: 64 credits · 1 job');
    assert.equal(items[1].tooltip, 'Charged 64 credits for 1 job, as the service named it.');
  });
});
