import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PreviewRequest } from '../../../../src/shared/previewMessages.ts';
import { TakenFrame } from '../../../../src/webview/preview/takenFrame.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('each frame that is asked for leaves the page, one after the other, also after one that could not be read', async () => {
  const posted: PreviewRequest[] = [];
  const used: (string | undefined)[] = [];
  let reading = 0;
  const taken: TakenFrame = new TakenFrame(
    (request) => posted.push(request),
    () => used.push(taken.use),
    async (source) => {
      reading += 1;
      assert.equal(reading, 1, 'one at a time');
      await turn();
      reading -= 1;
      if (source === 'broken') throw new Error('it cannot be read');
      return { number: 3, at: 0.5, png: new Blob([source]) };
    },
  );
  await Promise.all([
    taken.take('save', 'one', 0.5, undefined),
    taken.take('continue', 'broken', 'last', undefined),
    taken.take('continue', 'two', 'last', undefined),
  ]);
  const png = (text: string): Uint8Array => new TextEncoder().encode(text);
  assert.deepEqual(posted, [
    { type: 'frame', use: 'save', number: 3, at: 0.5, png: png('one') },
    { type: 'noFrame' },
    { type: 'frame', use: 'continue', number: 3, at: 0.5, png: png('two') },
  ]);
  assert.deepEqual(used, ['save', undefined, 'continue', undefined, 'continue', undefined]);
  assert.equal(taken.use, undefined);
});
