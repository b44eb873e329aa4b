import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Posters } from '../../../../src/webview/library/posters.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Pictures of clips that cannot be loaded as long as they are in `broken`. */
function postersOf(broken: Set<string>) {
  const asked: string[] = [];
  const loaded: string[] = [];
  const given: string[] = [];
  const posters: Posters = new Posters(
    (ids) => asked.push(...ids),
    (id) => given.push(id),
    () => undefined,
    async (source) => {
      loaded.push(source);
      await turn();
      if (broken.has(source)) throw new Error('it cannot be loaded');
      return new Blob(['picture']);
    },
  );
  /** The host has none of those that were asked for. */
  const answer = async (): Promise<void> => {
    for (const id of asked.splice(0)) posters.take(id, undefined);
    for (let turns = 0; turns < 40; turns++) await turn();
  };
  const show = async (...ids: readonly string[]): Promise<void> => {
    posters.show(ids.map((id) => ({ id, source: `${id}.mp4` })));
    await answer();
  };
  const has = (id: string): boolean => posters.of({ id, source: `${id}.mp4` }) !== undefined;
  return { posters, asked, loaded, given, show, answer, has };
}

describe('the pictures of the library', () => {
  it('are made once, and handed over once', async () => {
    const { loaded, given, show, has } = postersOf(new Set());
    await show('a', 'b', 'c');
    await show('b', 'c');
    await show('a', 'b', 'c');
    assert.deepEqual([loaded.length, given.toSorted()], [3, ['a', 'b', 'c']]);
    assert.ok(['a', 'b', 'c'].every(has));
  });

  it('are tried once more where a clip could not be loaded, after the others', async () => {
    const broken = new Set(['a.mp4']);
    const { loaded, show, has } = postersOf(broken);
    const shown = show('a', 'b', 'c');
    while (!loaded.includes('c.mp4')) await turn();
    broken.clear();
    await shown;
    assert.deepEqual(loaded, ['a.mp4', 'b.mp4', 'c.mp4', 'a.mp4']);
    assert.ok(has('a'));
  });

  it('are not tried for ever, but again when the clip comes into sight again', async () => {
    const broken = new Set(['a.mp4']);
    const { loaded, show, has } = postersOf(broken);
    await show('a');
    await show('a');
    assert.deepEqual([loaded.length, has('a')], [2, false]);
    broken.clear();
    await show('b');
    await show('a', 'b');
    assert.ok(has('a'));
  });

  it('that were waiting when their clips went out of sight are made when those are back', async () => {
    const { posters, asked, show, has } = postersOf(new Set());
    const ids = ['a', 'b', 'c', 'd'];
    posters.show(ids.map((id) => ({ id, source: `${id}.mp4` })));
    for (const id of asked.splice(0)) posters.take(id, undefined);
    await show('e');
    await show(...ids, 'e');
    assert.ok([...ids, 'e'].every(has));
  });
});
