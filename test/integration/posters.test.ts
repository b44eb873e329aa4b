import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Uri } from 'vscode';
import { Posters, type PosterState } from '../../src/editor/preview/posters.ts';
import { troubleOf } from '../../src/editor/preview/troubleOf.ts';

const jpeg = Uint8Array.of(0xff, 0xd8, 1, 2, 3);

describe('the posters of clips', () => {
  let folder: string;
  let clip: Uri;
  let posters: Posters;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-posters-'));
    clip = Uri.file(join(folder, 'clip.mp4'));
    writeFileSync(clip.fsPath, 'a clip');
    posters = new Posters(join(folder, 'posters'));
  });

  async function stateNow(): Promise<PosterState> {
    const state = await posters.stateOf(clip);
    assert.ok(state);
    return state;
  }

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are kept for the next window', async () => {
    assert.equal(await posters.read(await stateNow()), undefined);
    await posters.keep(await stateNow(), jpeg);
    const kept = await new Posters(join(folder, 'posters')).read(await stateNow());
    assert.deepEqual(kept, jpeg);
    assert.equal(kept.constructor.name, 'Uint8Array', 'a Buffer would not reach the page');
  });

  it('belong to a file as it was when they were asked for, not as it has become', async () => {
    const asked = await stateNow();
    utimesSync(clip.fsPath, new Date(), new Date(Date.now() + 5000));
    await posters.keep(asked, jpeg);
    assert.equal(await posters.read(await stateNow()), undefined, 'the file was changed while its picture was made');
    assert.deepEqual(await posters.read(asked), jpeg);
  });

  it('are pictures, of files that are there, and nothing else is kept', async () => {
    await posters.keep(await stateNow(), new TextEncoder().encode('<svg onload="alert(1)">'));
    assert.equal(existsSync(join(folder, 'posters')), false);
    assert.equal(await posters.stateOf(Uri.file(join(folder, 'gone.mp4'))), undefined);
  });

  it('do not grow without end: the older half goes', async () => {
    const few = new Posters(join(folder, 'posters'), 40);
    await few.keep(await stateNow(), jpeg);
    const [first = ''] = readdirSync(join(folder, 'posters'));
    utimesSync(join(folder, 'posters', first), 1, 1);
    for (let count = 0; count < 41; count++) {
      utimesSync(clip.fsPath, 1000 + count, 1000 + count);
      await few.keep(await stateNow(), jpeg);
    }
    const left = readdirSync(join(folder, 'posters'));
    assert.ok(left.length < 30, `${left.length}`);
    assert.equal(left.includes(first), false);
    assert.ok(await few.read(await stateNow()), 'the newest is there');
  });
});

describe('what is wrong with a file that cannot be shown', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'seedance-trouble-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is told from the file itself', async () => {
    const file = (name: string, text?: string): Uri => {
      if (text !== undefined) writeFileSync(join(folder, name), text);
      return Uri.file(join(folder, name));
    };
    assert.equal(await troubleOf(file('gone.mp4')), 'gone');
    assert.equal(await troubleOf(file('empty.mp4', '')), 'empty');
    assert.equal(await troubleOf(file('noise.mp4', 'no clip')), 'format');
    assert.equal(await troubleOf(Uri.parse('nobody-knows-this:/clip.mp4')), 'unreadable');
  });
});
