import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { factsOf } from '../../src/editor/preview/facts.ts';
import { recordOf, type ClipRecord } from '../../src/engine/clips/clipRecord.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';

const clip = vscode.Uri.file('/clips/a friend\u2019s.mp4');
const walk = jobOf({
  id: 'walk',
  requestId: 'req_walk',
  state: 'succeeded',
  download: { state: 'done', file: 'file:///clips/walk.mp4', size: 1 },
  draft: draftOf({ prompt: 'A bear walks' }),
});

/** What is said of where a clip of another machine comes from. */
function comesFrom(parent: ClipRecord['parent'], known?: Job): unknown {
  const record = { ...recordOf(jobOf({})), ...(parent !== undefined && { parent }) };
  return factsOf(clip, { record }, known).find(({ name }) => name === 'Comes from');
}

describe('where a clip of another machine comes from', () => {
  it('leads to the clip where that is known here, also by a job whose clip is not there', () => {
    const fact = { name: 'Comes from', value: 'A bear walks' };
    assert.deepEqual(comesFrom({ requestId: 'req_walk' }, walk), { ...fact, job: 'walk' });
    assert.deepEqual(comesFrom({ requestId: 'req_walk' }, { ...walk, download: { state: 'none' } }), fact);
  });

  it('is said by what names it where it is not known here', () => {
    const value = (parent: ClipRecord['parent']): unknown => (comesFrom(parent) as { value: unknown }).value;
    assert.equal(value({ requestId: 'req_1', name: 'a\u202e\nbear.mp4' }), 'a bear.mp4 · req_1');
    assert.equal(value({ requestId: 'req_1' }), 'A clip that is not known here · req_1');
    assert.equal(value({}), 'A clip that is not known here');
  });

  it('is not said of one that came from none', () => {
    assert.equal(comesFrom(undefined), undefined);
  });
});
