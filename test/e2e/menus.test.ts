import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Studio } from './support.ts';

describe('the menu of the explorer', () => {
  let studio: Studio;
  before(async () => {
    studio = await Studio.open();
  });
  after(() => studio.close());

  for (const file of ['lake-at-dawn.png', 'lighthouse.jpg', 'hot-air-balloon.webp', 'slow-push-in.mp4', 'chime.wav']) {
    test(`offers to make a video of ${file}`, async () => {
      const menu = await studio.wb.explorer.menu(file);
      assert.ok((await menu.items()).includes('Generate Video…'));
      await menu.close();
    });
  }

  test('does not for a text file', async () => {
    const menu = await studio.wb.explorer.menu('README.md');
    assert.ok(!(await menu.items()).includes('Generate Video…'));
    await menu.close();
  });
});
