import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { besideOf } from '../../src/engine/clips/recordPlace.ts';
import { clipTime, probe, Studio } from './support.ts';

const prompt = 'Mist drifts over the lake';
const travelling = join(tmpdir(), `seedance-travelling-${process.pid}.mp4`);

let studio: Studio | undefined;
afterEach(async (context) => await studio?.afterTest(context));
after(async () => {
  await studio?.close();
  rmSync(travelling, { force: true });
});

test('a finished clip says how it was made, to every program that reads tags', async () => {
  studio = await Studio.open();
  await studio.generateFrom('lake-at-dawn.png');
  const composer = await studio.composer();
  await composer.hold('lake-at-dawn.png');
  await composer.pick('Aspect', '9:16');
  await composer.slideTo(6);
  await composer.pick('Resolution', '480p');
  await composer.write(prompt);
  await composer.send();
  const jobs = await studio.jobs();
  await jobs.until('the clip is ready', ({ description }) => description.startsWith('6 s'), clipTime);

  const file = join(studio.folder, 'seedance/lake-at-dawn.mp4');
  const args = ['-v', 'warning', '-show_entries', 'format_tags', '-of', 'json', file];
  const { format } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' })) as {
    format: { tags: Record<string, string> };
  };
  assert.equal(format.tags['description'], prompt);
  assert.match(format.tags['seedance.clip'] ?? '', /"name":"lake-at-dawn\.png","kind":"image","sha256":"[0-9a-f]{64}"/);
  assert.deepEqual((await probe(file)).streams, ['video h264', 'audio aac']);
  assert.equal(readFileSync(file).includes(studio.folder), false);
  copyFileSync(file, travelling);
  await studio.close();
  studio = undefined;
});

test('on another machine it fills a composer, by the explorer and by a drop, and nothing is sent', async () => {
  const other = (studio = await Studio.open({}, (folder) =>
    copyFileSync(travelling, join(folder, 'from-a-friend.mp4')),
  ));
  const isFilled = async (): Promise<void> => {
    const composer = await other.composer();
    await composer.hold('lake-at-dawn.png');
    assert.equal(await composer.prompt.inputValue(), prompt);
    const made = { aspect: '9:16', duration: '6 s', resolution: '480p', model: 'seedance-2.0' };
    assert.deepEqual(await composer.settings(), made);
    await composer.page.locator('#reference-0 img').waitFor();
    await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  };
  const menu = await other.wb.explorer.menu('from-a-friend.mp4');
  await menu.choose('Make Again…');
  await isFilled();
  await other.closeTabs();

  const empty = await other.compose('');
  await other.wb.explorer.dragTo('from-a-friend.mp4', empty.page.locator('.tile'));
  await empty.notices.getByText('Filled in as “from-a-friend.mp4” was made.').waitFor();
  await isFilled();

  // In a draft that holds something it is a reference, and a draft of its own is offered.
  await other.wb.explorer.dragTo('from-a-friend.mp4', empty.page.locator('.tile').last());
  await empty.hold('lake-at-dawn.png', 'from-a-friend.mp4');
  await other.wb.page.getByText('“from-a-friend.mp4” knows how it was made.').first().waitFor();
  assert.deepEqual(await other.ledger(), []);
});

test('how a clip was made stands beside it, or nowhere, where the setting says so; what stands beside fills a composer too', async () => {
  assert.ok(studio);
  const { wb, folder } = studio;
  const make = async (where: 'beside' | 'none', name: string): Promise<string> => {
    await wb.settings({ 'seedance.clipInfo': where });
    await studio?.submit(name, '5 s');
    return join(folder, 'seedance', `${name}.mp4`);
  };
  const tagsOf = (file: string): string =>
    execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format_tags', '-of', 'json', file], { encoding: 'utf8' });
  const none = await make('none', 'Rain on the lake');
  assert.equal(existsSync(besideOf(none)), false);
  assert.equal(tagsOf(none).includes('Rain'), false);

  const clip = await make('beside', 'Snow on the lake');
  assert.equal(tagsOf(clip).includes('Snow'), false);
  const record = besideOf(clip);
  assert.equal((JSON.parse(readFileSync(record, 'utf8')) as { prompt: string }).prompt, 'Snow on the lake');
  // As it comes to somebody else: without the clip.
  copyFileSync(record, join(folder, 'from-a-friend.seedance.json'));
  await wb.notifications.clear();
  await studio.closeTabs();
  const empty = await studio.compose('');
  await wb.explorer.show();
  await wb.explorer.row('from-a-friend.seedance.json').waitFor();
  await wb.explorer.dragTo('from-a-friend.seedance.json', empty.page.locator('.tile'));
  await empty.notices.getByText('Filled in as “from-a-friend.seedance.json” was made.').waitFor();
  assert.equal(await empty.prompt.inputValue(), 'Snow on the lake');
});
