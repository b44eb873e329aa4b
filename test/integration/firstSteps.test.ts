import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { commands, extensions, Uri } from 'vscode';
import { ContextKey } from '../../src/editor/contributions.ts';
import { followFirstSteps } from '../../src/editor/start/firstSteps.ts';
import { trySample } from '../../src/editor/start/sample.ts';
import type { Studio } from '../../src/editor/studio.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';

describe('the first steps', () => {
  const context = { globalStorageUri: Uri.file('/storage') };
  const onDidChange = () => ({ dispose: () => undefined });

  /** Which steps are ticked where these jobs are stored. */
  function ticked(jobs: Job[]): unknown[] {
    const { executeCommand } = commands;
    const set: unknown[] = [];
    Reflect.set(commands, 'executeCommand', (command: string, key: unknown) => {
      if (command === 'setContext') set.push(key);
      return Promise.resolve(undefined);
    });
    try {
      followFirstSteps({ newest: () => jobs, onDidChange }, context).dispose();
    } finally {
      Reflect.set(commands, 'executeCommand', executeCommand);
    }
    return set;
  }

  const from = (way: string): Job =>
    jobOf({ draft: draftOf({ lineage: { shot: 'draft', from: { job: 'parent', way } } }) });

  it('are done where the jobs say so: a clip that is there, and one that goes on from the last frame of another', () => {
    const done = { state: 'done', file: 'file:///project/clip.mp4', size: 9 } as const;
    assert.deepEqual(ticked([jobOf(), from('again')]), []);
    assert.deepEqual(ticked([jobOf({ state: 'succeeded', download: done })]), [ContextKey.hasClip]);
    assert.deepEqual(ticked([from('again'), from('continue'), from('continue')]), [ContextKey.hasContinued]);
  });

  it('make one sample clip, however quickly somebody clicks twice', async () => {
    const extension = extensions.getExtension('seedance-studio.seedance-studio');
    assert.ok(extension);
    const folder = mkdtempSync(join(tmpdir(), 'seedance-sample-'));
    const job = jobOf({ state: 'failed' });
    let sent = 0;
    const engine = {
      store: { unfinished: () => [], get: () => job, onDidChange },
      submit: async () => {
        sent += 1;
        await setTimeout(100);
        return { outcome: 'accepted', job };
      },
    };
    const studio = {
      context: { extensionUri: extension.extensionUri, globalStorageUri: Uri.file(folder) },
      engine: () => Promise.resolve(engine),
    } as unknown as Studio;
    const shown: string[] = [];
    const click = (): Promise<void> =>
      trySample(studio, (id) => {
        shown.push(id);
        return Promise.resolve();
      });
    try {
      await Promise.all([click(), click()]);
      assert.equal(sent, 1);
      assert.deepEqual(shown, [job.id, job.id]);
      await click();
      assert.equal(sent, 2, 'a later click makes another one');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
