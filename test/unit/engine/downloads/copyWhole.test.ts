import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { copyWhole, type FarFolder } from '../../../../src/engine/downloads/copyWhole.ts';
import { isTaken } from '../../../../src/engine/downloads/place.ts';

const clip = 'the whole clip';
const final = 'memory:/clips/a%20b.mp4';

/** A file system that is far away, with the clip on this machine; `cut`: the window is gone in the middle of a copy. */
function farFolder(names: Record<string, string> = {}) {
  const files = new Map(Object.entries({ 'file:///clip': clip, ...names }));
  const state = { cut: false, gone: false };
  const alive = (): void => {
    if (state.gone) throw new Error('the window is gone');
  };
  const folder: FarFolder = {
    async copy(from, to) {
      const whole = files.get(from) ?? '';
      files.set(to, state.cut ? whole.slice(0, 5) : whole);
      state.gone = state.cut;
      await Promise.resolve().then(alive);
    },
    async rename(from, to) {
      await Promise.resolve().then(alive);
      if (files.has(to)) throw Object.assign(new Error(`${to} exists`), { code: 'FileExists' });
      files.set(to, files.get(from) ?? '');
      files.delete(from);
    },
    async delete(uri) {
      await Promise.resolve().then(alive);
      files.delete(uri);
    },
  };
  return { files, state, copy: () => copyWhole('file:///clip', final, folder) };
}

describe('a copy to another file system', () => {
  it('has its name when it is whole: what is cut in the middle leaves no half clip, and the next try no trace of it', async () => {
    const { files, state, copy } = farFolder();
    state.cut = true;
    await assert.rejects(copy());
    assert.equal(files.get(final), undefined);
    Object.assign(state, { cut: false, gone: false });
    await copy();
    assert.deepEqual([...files.keys()], ['file:///clip', final]);
    assert.equal(files.get(final), clip);
  });

  it('replaces nothing, and leaves nothing where the name is taken', async () => {
    const { files, copy } = farFolder({ [final]: 'mine' });
    await assert.rejects(copy(), isTaken);
    assert.equal(files.get(final), 'mine');
    assert.deepEqual([...files.keys()], ['file:///clip', final]);
  });
});
