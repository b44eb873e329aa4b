import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it, describe } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { FolderWatch } from '../../../src/engine/folderWatch.ts';
import { FakeClock } from '../../support/engine/clock.ts';
import { temporaryFolder } from '../../support/engine/folder.ts';

/** A watcher keeps no process alive: what waits for it here does. */
let alive: NodeJS.Timeout;
describe('a watched folder', () => {
  before(() => {
    alive = setInterval(() => undefined, 1000);
  });
  after(() => clearInterval(alive));

  it('a folder that cannot be watched is looked at from time to time, until it is watched again', async (t) => {
    const folder = join(temporaryFolder(t), 'gone');
    const clock = new FakeClock();
    let calls = 0;
    const changed = Promise.withResolvers<string | null>();
    const watch = new FolderWatch(folder, clock, (name) => {
      calls++;
      if (name !== null) changed.resolve(name);
    });
    t.after(() => watch.dispose());
    clock.advance(11_000);
    assert.equal(calls, 2);
    mkdirSync(folder);
    watch.renew();
    assert.equal(clock.waiting, 0);
    writeFileSync(join(folder, 'a.txt'), 'x');
    assert.equal(await changed.promise, 'a.txt');
  });

  it('a folder that was deleted and made anew is watched once more', async (t) => {
    const folder = join(temporaryFolder(t), 'folder');
    mkdirSync(folder);
    let changed = Promise.withResolvers<string | null>();
    const watch = new FolderWatch(folder, new FakeClock(), (name) => changed.resolve(name));
    t.after(() => watch.dispose());
    rmSync(folder, { recursive: true });
    await changed.promise;
    mkdirSync(folder);
    watch.renew();
    changed = Promise.withResolvers();
    writeFileSync(join(folder, 'b.txt'), 'x');
    assert.equal(await changed.promise, 'b.txt');
  });

  it('what the system told of too early is looked at again, and then no more', async (t) => {
    const folder = temporaryFolder(t);
    const clock = new FakeClock();
    const told: (string | null)[] = [];
    const changed = Promise.withResolvers<string | null>();
    const watch = new FolderWatch(folder, clock, (name) => {
      told.push(name);
      changed.resolve(name);
    });
    t.after(() => watch.dispose());
    writeFileSync(join(folder, 'c.txt'), '');
    await changed.promise;
    clock.advance(1000);
    assert.deepEqual(told.slice(-2), [null, null]);
    assert.equal(clock.waiting, 0);
  });

  it('a file that is written to many times within moments is told of once, and looked at again when that is over', async (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, 'd.txt');
    writeFileSync(file, '');
    const clock = new FakeClock();
    const told: (string | null)[] = [];
    const other = Promise.withResolvers<undefined>();
    const watch = new FolderWatch(folder, clock, (name) => {
      told.push(name);
      if (name === 'e.txt') other.resolve(undefined);
    });
    t.after(() => watch.dispose());
    for (let write = 0; write < 20; write++) {
      writeFileSync(file, String(write));
      // Else the system tells of several as one.
      await setImmediate();
    }
    writeFileSync(join(folder, 'e.txt'), '');
    await other.promise;
    assert.equal(told.filter((name) => name === 'd.txt').length, 1);
    clock.advance(100);
    assert.equal(told.at(-1), null);
  });
});
