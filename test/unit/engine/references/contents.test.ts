import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Contents, UnreadableFile } from '../../../../src/engine/references/contents.ts';
import type { OpenFile } from '../../../../src/engine/references/byteSource.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodeFiles } from '../../../support/engine/ports.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Counts how often files are read whole. */
class CountingFiles extends NodeFiles {
  readings = 0;

  override async open(uri: string): Promise<OpenFile> {
    const file = await super.open(uri);
    return {
      ...file,
      pieces: () => {
        this.readings++;
        return file.pieces();
      },
    };
  }
}

describe('what a file holds', () => {
  it('is read once, as long as its size and time stay', async (t) => {
    const path = join(temporaryFolder(t), 'a.png');
    writeFileSync(path, 'one');
    const files = new CountingFiles();
    const contents = new Contents(files);
    const uri = pathToFileURL(path).href;
    assert.deepEqual(await contents.of(uri), { hash: sha256('one'), size: 3 });
    assert.deepEqual(await contents.of(uri), { hash: sha256('one'), size: 3 });
    assert.equal(files.readings, 1);
    writeFileSync(path, 'two');
    utimesSync(path, 1, 1);
    assert.equal((await contents.of(uri)).hash, sha256('two'));
    renameSync(path, `${path}.png`);
    await assert.rejects(contents.of(uri), UnreadableFile);
  });

  it('is known of files on no disk as well', async () => {
    const files = new NodeFiles();
    files.memory.set('mem:/a.png', Buffer.from('bytes'));
    assert.deepEqual(await new Contents(files).of('mem:/a.png'), { hash: sha256('bytes'), size: 5 });
  });

  it('is not read on once nobody wants to know any more', async (t) => {
    const path = join(temporaryFolder(t), 'a.png');
    writeFileSync(path, 'one');
    const stop = AbortSignal.abort(new Error('stopped'));
    await assert.rejects(new Contents(new NodeFiles()).of(pathToFileURL(path).href, stop), /stopped/);
  });
});
