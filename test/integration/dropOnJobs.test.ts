import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataTransfer, DataTransferItem, Uri, workspace } from 'vscode';
import type { Composers } from '../../src/editor/composer/composers.ts';
import type { Pointed } from '../../src/editor/composer/gestures.ts';
import { dragClips, dropOnJobs } from '../../src/editor/jobs/dragJobs.ts';
import type { Studio } from '../../src/editor/studio.ts';
import type { JobStore } from '../../src/engine/jobs/store.ts';
import { jobOf } from '../support/engine/fixtures.ts';

/** A file as the system hands it over: bytes and a name. */
class FileItem extends DataTransferItem {
  readonly #name: string;

  constructor(name: string) {
    super('');
    this.#name = name;
  }

  override asFile() {
    return { name: this.#name, data: () => Promise.resolve(new Uint8Array([1, 2, 3])) };
  }
}

describe('what is dropped onto the list of jobs', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'seedance-drop-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function drop(...items: readonly (readonly [string, DataTransferItem])[]): Promise<Pointed | undefined> {
    const transfer = new DataTransfer();
    for (const [type, item] of items) transfer.set(type, item);
    let taken: Pointed | undefined;
    const composers = {
      addPointed: (pointed: Pointed) => {
        taken = pointed;
        return Promise.resolve();
      },
    } as unknown as Composers;
    const studio = { context: { globalStorageUri: Uri.file(folder) } } as unknown as Studio;
    await dropOnJobs(transfer, studio, () => Promise.resolve(composers));
    return taken;
  }

  it('is taken where it lies, and what is no media is said', async () => {
    const list = '# a comment\r\nfile:///pictures/a.png\r\nhttps://example.com/b.jpg\r\nfile:///c.txt\r\n';
    const taken = await drop(['text/uri-list', new DataTransferItem(list)]);
    assert.deepEqual(
      taken?.references.map(({ name, source }) => [name, source.type]),
      [
        ['b.jpg', 'url'],
        ['a.png', 'file'],
      ],
    );
    assert.match(taken.leftOut ?? '', /c\.txt/);
  });

  it('from outside VS Code is kept in our storage, media alone, each under its name', async () => {
    const taken = await drop(['files', new FileItem('../../boat.png')], ['x', new FileItem('notes.txt')]);
    const [reference, ...more] = taken?.references ?? [];
    assert.deepEqual(more, []);
    assert.ok(reference?.source.type === 'file');
    const uri = Uri.parse(reference.source.uri);
    assert.ok(uri.fsPath.startsWith(join(folder, 'dropped')), uri.fsPath);
    assert.match(uri.path, /boat\.png$/);
    assert.deepEqual([...(await workspace.fs.readFile(uri))], [1, 2, 3]);
    assert.match(taken?.leftOut ?? '', /notes\.txt/);
  });

  it('opens nothing where there is nothing in it', async () => {
    assert.equal(await drop(['text/plain', new DataTransferItem('words')]), undefined);
  });

  it('goes the other way as links to the clips that are there', () => {
    const done = jobOf({ id: 'one', download: { state: 'done', file: 'file:///clips/one.mp4', size: 1 } });
    const jobs = new Map([done, jobOf({ id: 'two' })].map((job) => [job.id, job]));
    const store = { get: (id: string) => jobs.get(id), takesOf: () => [] } as unknown as JobStore;
    const transfer = new DataTransfer();
    dragClips(store, ['one', 'two'], transfer);
    assert.equal(transfer.get('text/uri-list')?.value, 'file:///clips/one.mp4');
    const empty = new DataTransfer();
    dragClips(store, ['two'], empty);
    assert.equal(empty.get('text/uri-list'), undefined);
  });
});
