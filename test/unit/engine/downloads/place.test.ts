import assert from 'node:assert/strict';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  freeName,
  isTaken,
  place,
  placeByRename,
  takeOver,
  type ClipFolder,
} from '../../../../src/engine/downloads/place.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodeFiles } from '../../../support/engine/ports.ts';

function folderAt(path: string): ClipFolder {
  return { uri: pathToFileURL(path).href, path };
}

describe('a free name', () => {
  const nameIn = (path: string, name = 'a'): Promise<string> => freeName(folderAt(path), name, 'mp4', new NodeFiles());

  it('is the first that nothing stands at: no file, no folder, no link, not even one that leads nowhere', async (t) => {
    const path = temporaryFolder(t);
    const uriOf = (name: string): string => pathToFileURL(join(path, name)).href;
    assert.equal(await nameIn(path), uriOf('a.mp4'));
    writeFileSync(join(path, 'a.mp4'), '');
    assert.equal(await nameIn(path), uriOf('a-2.mp4'));
    symlinkSync('/nowhere', join(path, 'a-2.mp4'));
    assert.equal(await nameIn(path), uriOf('a-3.mp4'));
  });

  it('is in the folder, whatever the job says', async (t) => {
    const path = temporaryFolder(t);
    for (const name of ['../../x', '/etc/x', 'a/b', '..', 'x\0'])
      assert.equal(new URL('.', await nameIn(path, name)).href, `${pathToFileURL(path).href}/`);
  });

  it('is found on other file systems too', async () => {
    const files = new NodeFiles();
    files.memory.set('memory:/clips/a%20b.mp4', new Uint8Array());
    for (const uri of ['memory:/clips', 'memory:/clips/'])
      assert.equal(await freeName({ uri }, 'a b', 'mp4', files), 'memory:/clips/a%20b-2.mp4');
  });

  it('is written there as VS Code writes it, which is how the clip is looked for', async () => {
    const nameOf = (name: string): Promise<string> => freeName({ uri: 'memory:/clips' }, name, 'mp4', new NodeFiles());
    assert.equal(await nameOf("It's raining"), 'memory:/clips/It%27s%20raining.mp4');
    assert.equal(await nameOf('Stop! (1), [2]'), 'memory:/clips/Stop%21%20%281%29%2C%20%5B2%5D.mp4');
  });
});

describe('placing a file', () => {
  it('moves it whole and leaves nothing behind', async (t) => {
    const path = temporaryFolder(t);
    writeFileSync(join(path, 'part'), 'clip');
    await place(join(path, 'part'), join(path, 'a.mp4'));
    assert.deepEqual(readdirSync(path), ['a.mp4']);
    assert.equal(readFileSync(join(path, 'a.mp4'), 'utf8'), 'clip');
  });

  it('replaces no other file where there are no hard links either: of two that come at once, one gets the name', async (t) => {
    const path = temporaryFolder(t);
    const names = ['one', 'two'];
    for (const name of names) writeFileSync(join(path, name), name);
    const placed = await Promise.allSettled(names.map((name) => placeByRename(join(path, name), join(path, 'a.mp4'))));
    const won = placed.findIndex(({ status }) => status === 'fulfilled');
    const lost = placed[1 - won];
    assert.ok(lost?.status === 'rejected' && isTaken(lost.reason), 'the other is told');
    assert.equal(readFileSync(join(path, 'a.mp4'), 'utf8'), names[won]);
    assert.deepEqual(readdirSync(path).sort(), ['a.mp4', names[1 - won]]);
  });

  it('takes no name for a file that is not there', async (t) => {
    const path = temporaryFolder(t);
    await assert.rejects(placeByRename(join(path, 'part'), join(path, 'a.mp4')), { code: 'ENOENT' });
    assert.deepEqual(readdirSync(path), []);
  });

  it('never replaces another file', async (t) => {
    const path = temporaryFolder(t);
    writeFileSync(join(path, 'part'), 'clip');
    writeFileSync(join(path, 'a.mp4'), 'mine');
    await assert.rejects(place(join(path, 'part'), join(path, 'a.mp4')), isTaken);
    assert.equal(readFileSync(join(path, 'a.mp4'), 'utf8'), 'mine');
    assert.equal(readFileSync(join(path, 'part'), 'utf8'), 'clip');
  });
});

describe('a taken name', () => {
  it('is told by Node’s code and by VS Code’s', () => {
    const fault = (code: string): Error => Object.assign(new Error(), { code });
    assert.deepEqual(
      ['EEXIST', 'FileExists', 'ENOENT'].map((code) => isTaken(fault(code))),
      [true, true, false],
    );
    assert.equal(isTaken('EEXIST'), false);
  });
});

describe('taking over a part', () => {
  it('is a copy, so that an earlier holder writes on into a file of its own', async (t) => {
    const path = temporaryFolder(t);
    const [earlier, own] = [join(path, 'earlier'), join(path, 'own')];
    writeFileSync(earlier, 'half');
    const file = await open(earlier, 'a');
    t.after(() => file.close());
    await takeOver(earlier, own);
    await file.appendFile(' and half');
    assert.equal(readFileSync(own, 'utf8'), 'half');
    assert.deepEqual(readdirSync(path), ['own']);
  });

  it('brings nothing where the earlier holder takes it away in that moment', async (t) => {
    const path = temporaryFolder(t);
    await takeOver(join(path, 'earlier'), join(path, 'own'));
    assert.deepEqual(readdirSync(path), []);
  });
});
