import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { closedDrafts } from '../../../../src/editor/composer/closedDrafts.ts';
import { clipsOf } from '../../../../src/engine/drafts/series.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import type { Draft } from '../../../../src/shared/draft.ts';
import { draftOf, unsentJobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

function setUp(t: TestContext) {
  const store = new JobStore(join(temporaryFolder(t), 'jobs.db'));
  t.after(() => store.close());
  const offered = (open: readonly Draft[] = []) => closedDrafts(store, open).map(({ series }) => series);
  return { store, offered, clips: clipsOf(draftOf(), { takes: 3, eachImage: false }) };
}

describe('drafts to reopen', () => {
  it('are those in which there is something and that are in no tab, the last changed first', (t) => {
    const { store, offered } = setUp(t);
    store.drafts.save(draftOf({ id: 'old' }), 1);
    store.drafts.save(draftOf({ id: 'new' }), 2);
    store.drafts.save(draftOf({ id: 'empty', prompt: '' }), 3);
    assert.deepEqual(offered(), ['new', 'old']);
    assert.deepEqual(offered([draftOf({ id: 'new' })]), ['old']);
  });

  it('are one for a series of which nothing was sent as its window died', (t) => {
    const { store, offered, clips } = setUp(t);
    store.drafts.saveAll(clips, 1000);
    assert.deepEqual(offered(), ['draft']);
  });

  it('are none of a series that is being sent, and one for what is left of it', (t) => {
    const { store, offered, clips } = setUp(t);
    store.drafts.saveAll(clips, 1000);
    const [first, second] = clips;
    assert.ok(second);
    assert.ok(store.claim(unsentJobOf({ draft: first })));
    assert.deepEqual(offered(), []);
    const created = { requestId: 'req_1' };
    store.apply('job', { type: 'accepted', created, at: 1, pollAt: 2 });
    assert.deepEqual(offered(), ['draft']);
    assert.ok(store.claim(unsentJobOf({ id: 'second', draft: second })));
    assert.deepEqual(offered(), []);
  });

  it('are none of a series whose tab is open, whichever of its drafts that shows', (t) => {
    const { store, offered, clips } = setUp(t);
    store.drafts.saveAll(clips.slice(1), 1000);
    assert.deepEqual(offered([draftOf()]), []);
    assert.deepEqual(offered([draftOf({ id: 'joined', series: 'draft' })]), []);
    assert.deepEqual(offered([clips[1] ?? draftOf()]), []);
  });
});
