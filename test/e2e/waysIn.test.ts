import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../support/until.ts';
import { Menu } from '../support/workbench/menu.ts';
import { clipTime, Studio } from './support.ts';

let studio: Studio;
before(async () => {
  studio = await Studio.open({}, (folder) => {
    writeFileSync(join(folder, 'notes.md'), '# Notes\n\n![A lake](lake-at-dawn.png)\n\n');
    writeFileSync(join(folder, 'page.html'), '<main>\n\n</main>\n');
    const git = (...args: string[]): unknown =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { cwd: folder });
    git('init', '-q');
    git('add', 'README.md');
    git('commit', '-qm', 'First');
  });
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.closeTabs();
});
after(async () => await studio.close());

test('a link to VS Code fills a new draft after VS Code has asked, and sends nothing', async () => {
  const { wb } = studio;
  const draft = await studio.compose('My own draft');
  await openUrl('/new?prompt=A%20kite%20over%20the%20dunes&media=https%3A%2F%2Fexample.com%2Fkite.png');
  await draft.page.locator('#prompt').waitFor({ state: 'hidden' });
  const filled = await until('the filled draft', async () => {
    const front = await studio.composer();
    return (await front.prompt.inputValue()) === 'A kite over the dunes' && front;
  });
  await filled.hold('kite.png');
  await filled.notices.getByText('Filled in by a link').waitFor();
  await wb.pictures('link');
  assert.deepEqual(await studio.ledger(), []);
  await until('both drafts', () => {
    const drafts = studio.draftsOnDisk();
    return drafts.includes('My own draft') && drafts.includes('A kite over the dunes');
  });
  assert.equal((await wb.editors.titles()).length, 2);
});

test('a link that names a file is refused, and says what it named', async () => {
  await openUrl('/new?prompt=x&media=file%3A%2F%2F%2Fetc%2Fpasswd');
  const said = await studio.wb.notifications.get('The link was not opened.');
  assert.match(await said.text(), /“file:\/\/\/etc\/passwd”, and links can bring public https:\/\/ addresses only/);
  await said.close();
  assert.deepEqual(await studio.wb.editors.titles(), []);
});

test('a changed picture is taken out of the Source Control view, before any document was opened', async () => {
  const { wb } = studio;
  await wb.page.locator('.activitybar .action-item:has(a.action-label[aria-label^="Source Control"])').click();
  const row = wb.page.locator('.scm-view .monaco-list-row').filter({ hasText: 'lighthouse.jpg' });
  const menu = await until('the menu', async () => {
    const open = await Menu.open(wb.page, row);
    if ((await open.items()).includes('Generate Video…')) return open;
    await open.close();
    return undefined;
  });
  await menu.choose('Generate Video…');
  await (await studio.composer()).hold('lighthouse.jpg');
});

test('pointing at a link in a document shows its picture, and leads into a draft', async () => {
  const { wb } = studio;
  await wb.explorer.open('notes.md');
  const hover = wb.page.locator('.monaco-hover:visible').filter({ hasText: 'Generate Video…' });
  await until('the hover', async () => {
    await wb.page.mouse.move(600, 600);
    await wb.editors.text('lake-at-dawn').hover();
    await hover.first().waitFor({ timeout: 2_000 });
    return true;
  });
  const picture = hover.locator('img').first();
  await until(
    'its picture',
    async () =>
      (await picture.evaluate(({ naturalWidth }: { readonly naturalWidth: number }) => naturalWidth)) === 1280,
  );
  await wb.screenshot('hover');
  await hover.getByRole('link', { name: 'Generate Video…' }).click();
  await (await studio.composer()).hold('lake-at-dawn.png');
});

test('a picture of the explorer is dropped onto the list of jobs', async () => {
  const { wb } = studio;
  await studio.submit('A calm sea', 'processing');
  await wb.explorer.show();
  const { mouse } = wb.page;
  const from = await wb.explorer.row('forest-path.png').boundingBox();
  const icon = await wb.page
    .locator('.activitybar .action-item:has(a.action-label[aria-label^="Seedance"])')
    .boundingBox();
  assert.ok(from && icon);
  await mouse.move(from.x + 40, from.y + 8);
  await mouse.down();
  // Held over its icon, the view comes.
  const row = wb.page.locator('.sidebar .pane-body .monaco-list-row').filter({ hasText: 'A calm sea' }).first();
  let step = 0;
  await until('the list of jobs', async () => {
    await mouse.move(icon.x + 10 + (step++ % 5), icon.y + icon.height / 2);
    return row.isVisible();
  });
  const to = await row.boundingBox();
  assert.ok(to);
  await mouse.move(to.x + 30, to.y + 8, { steps: 5 });
  await mouse.move(to.x + 40, to.y + 10, { steps: 5 });
  await mouse.up();
  await (await studio.composer()).hold('forest-path.png');
});

test('a finished clip is dragged into a document, which then shows it by the way from there', async () => {
  const { wb, folder } = studio;
  const jobs = await studio.jobs();
  await jobs.until('it is ready', ({ description }) => description.startsWith('5 s'), clipTime);
  for (const [name, shown] of [
    ['notes.md', '[A calm sea](seedance/A%20calm%20sea.mp4)'],
    ['page.html', '<video controls src="seedance/A%20calm%20sea.mp4" title="A calm sea"></video>'],
  ] as const) {
    await wb.explorer.open(name);
    await studio.jobs();
    await drag(jobs.row('A calm sea'), wb.page.locator('.editor-group-container.active .view-line').last(), 'Shift');
    await until(`${name} shows it`, async () => {
      await wb.page.keyboard.press('ControlOrMeta+S');
      return readFileSync(join(folder, name), 'utf8').includes(shown);
    });
    await wb.screenshot(`dropped-${name}`);
  }
});

test('a picture of the clipboard becomes a reference, and it is said where it went', async () => {
  const { wb } = studio;
  const composer = await studio.compose('');
  const bytes = readFileSync(join(studio.folder, 'lake-at-dawn.png')).toString('base64');
  await wb.page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${bytes}'), (each) => each.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  })()`);
  await composer.prompt.click();
  await wb.page.keyboard.press('ControlOrMeta+V');
  await until('the reference', async () =>
    /^pasted \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/.test((await composer.references())[0] ?? ''),
  );
  await composer.notices.getByText('is kept in the storage of the extension').waitFor();
});

/** Opens a link as the system hands it over, and lets VS Code's own question be answered. */
async function openUrl(rest: string): Promise<void> {
  const { wb } = studio;
  await wb.run('Developer: Open URL');
  await wb.quickInput.type(`code-oss://seedance-studio.seedance-studio${rest}`);
  await wb.quickInput.accept();
  await wb.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open' }).click();
}

type Place = ReturnType<typeof studio.wb.page.locator>;

/** Drags one thing onto another, with a key held where VS Code wants it. */
async function drag(from: Place, to: Place, key?: string): Promise<void> {
  const { mouse, keyboard } = studio.wb.page;
  const [start, end] = await Promise.all([from.boundingBox(), to.boundingBox()]);
  assert.ok(start && end);
  await mouse.move(start.x + 40, start.y + start.height / 2);
  await mouse.down();
  await mouse.move(start.x + 60, start.y + start.height / 2, { steps: 3 });
  if (key !== undefined) await keyboard.down(key);
  await mouse.move(end.x + 30, end.y + end.height / 2 - 2, { steps: 10 });
  await mouse.move(end.x + 40, end.y + end.height / 2, { steps: 10 });
  await mouse.up();
  if (key !== undefined) await keyboard.up(key);
}
