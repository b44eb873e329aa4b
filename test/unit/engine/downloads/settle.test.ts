import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { settle } from '../../../../src/engine/downloads/settle.ts';
import { JobStore } from '../../../../src/engine/jobs/store.ts';
import { draftOf, jobOf } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodeFiles } from '../../../support/engine/ports.ts';

/** Two takes of one picture: their clips want the same name, and are of the same size. */
function setUp(t: TestContext) {
  const root = temporaryFolder(t);
  const path = join(root, 'clips');
  mkdirSync(path);
  const folder = { uri: pathToFileURL(path).href, path };
  const store = new JobStore(join(root, 'jobs.db'));
  t.after(() => store.close());
  const lease = store.windows.takeLease('window', 0, 1000);
  assert.ok(lease !== undefined);
  const takes = ['one', 'two'].map((id) => {
    const download = { state: 'pending' } as const;
    const draft = draftOf({ id: `draft of ${id}` });
    const job = jobOf({ id, draft, fileName: 'cat', folder: folder.uri, state: 'succeeded', download });
    store.insert(job);
    const part = join(path, `.${id}.part`);
    writeFileSync(part, id);
    return { job, folder, path: part, size: 3, ending: 'mp4' };
  });
  const bytesOf = (id: string): string => {
    const download = store.get(id)?.download;
    return download?.state === 'done' ? readFileSync(fileURLToPath(download.file), 'utf8') : '';
  };
  return { store, path, takes, bytesOf, deps: { store, lease, files: new NodeFiles() } };
}

describe('two clips that want the same name', () => {
  it('get one each, though they come at once and are of the same size', async (t) => {
    for (let round = 0; round < 20; round++) {
      const { store, takes, bytesOf, deps } = setUp(t);
      // What a crash in between would find: each name told of for one of them alone.
      const told = new Map<unknown, string>();
      store.onDidChange(({ changed }) => {
        for (const { id, download } of changed) {
          if (download.state !== 'placing') continue;
          assert.equal(told.get(download.file) ?? id, id);
          told.set(download.file, id);
        }
      });
      assert.deepEqual(await Promise.all(takes.map((take) => settle(take, deps))), [true, true]);
      assert.deepEqual([bytesOf('one'), bytesOf('two')], ['one', 'two']);
    }
  });
});
