import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { until } from '../support/until.ts';
import { expectAccessible } from './axe.ts';
import { Studio, type ComposerPage } from './support.ts';

/** A name that would be markup, an icon and a turn of the line, if anybody let it. */
const hostile = '<img src=x onerror=alert(1)> $(trash) ‮gnp.png';

const settings = {
  'seedance.promptTemplates': {
    'Mine $(trash)': '{thing} on {ground}, and {thing} again.',
    'Golden hour': 'golden hour, 35 mm look',
    'No text': 7,
    Empty: ' ',
  },
};

let studio: Studio;
before(async () => {
  studio = await Studio.open(
    {
      settings,
      workspaceSettings: { 'seedance.promptTemplates': { 'Of the house': 'The house style. {subject}.' } },
    },
    (folder) => {
      copyFileSync(join(folder, 'lighthouse.jpg'), join(folder, hostile.replaceAll('/', ' ')));
      mkdirSync(join(folder, '.vscode'));
      writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'seedance.fileName': ' ' }));
    },
  );
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.closeTabs();
});
after(async () => await studio.close());

test('settings that cannot be are named before anything of ours is used, and one of a folder with the folder', async () => {
  const { wb } = studio;
  const message = await (await wb.notifications.get('The setting “seedance.')).text();
  // Of a list with one that cannot be used the others count still.
  assert.match(message, /“seedance\.promptTemplates” holds something of another kind than it can\. The setting/);
  assert.match(message, /“seedance\.fileName” does not hold .* The folder “postcards” sets it\. Until/);
  assert.ok(!existsSync(join(studio.storage, 'jobs.db')));
  await wb.notifications.clear();
});

/** What is selected in the prompt, and where. */
async function selection({ prompt }: ComposerPage): Promise<{ text: string; start: number; end: number }> {
  return await prompt.evaluate(
    ({
      value,
      selectionStart: start,
      selectionEnd: end,
    }: {
      value: string;
      selectionStart: number;
      selectionEnd: number;
    }) => ({
      text: value.slice(start, end),
      start,
      end,
    }),
  );
}

async function selects(composer: ComposerPage, text: string): Promise<void> {
  await until(`“${text}” is selected`, async () => (await selection(composer)).text === text);
}

async function reads(composer: ComposerPage, text: string): Promise<void> {
  await until(`the prompt reads “${text}”`, async () => {
    const value = await composer.prompt.inputValue();
    if (value === text) return true;
    throw new Error(value);
  });
}

const focused = async (composer: ComposerPage): Promise<string> =>
  await composer.page
    .locator(':focus')
    .first()
    .evaluate(({ id, ariaLabel }: { id: string; ariaLabel: string | null }) => id || (ariaLabel ?? ''));

test('a template goes to the cursor, Tab leads through its places, and Escape or the last of them sets Tab free', async () => {
  const { wb } = studio;
  const { keyboard } = wb.page;
  const composer = await studio.compose('Before.');
  await composer.prompt.press('End');
  await composer.page.getByRole('button', { name: 'Insert a template' }).click();
  const labels = (await wb.quickInput.rows()).map(({ label }) => label);
  assert.deepEqual(labels.slice(0, 4), [
    'Mine $ (trash)',
    'Golden hour',
    'Of the house',
    'Product: a turn in the studio',
  ]);
  await wb.quickInput.choose('Mine $ (trash)');
  await reads(composer, 'Before. {thing} on {ground}, and {thing} again.');
  await selects(composer, '{thing}');
  assert.equal(await focused(composer), 'prompt');
  await composer.page.getByText('Place 1 of 3: thing. Tab for the next, Esc to leave.').waitFor();
  await keyboard.type('A fox');
  await keyboard.press('Tab');
  // The same name is filled in with the first.
  await reads(composer, 'Before. A fox on {ground}, and A fox again.');
  await selects(composer, '{ground}');
  await keyboard.press('Shift+Tab');
  await selects(composer, 'A fox');
  await keyboard.press('Tab');
  await keyboard.type('snow');
  await keyboard.press('Tab');
  await selects(composer, 'A fox');
  await keyboard.press('Tab');
  await reads(composer, 'Before. A fox on snow, and A fox again.');
  assert.deepEqual(await selection(composer), { text: '', start: 39, end: 39 });
  await composer.page.getByText('Tab for the next').waitFor({ state: 'detached' });
  await keyboard.press('Tab');
  assert.notEqual(await focused(composer), 'prompt');

  // By its key, and left by Escape, which closes nothing else.
  await composer.prompt.fill('');
  await keyboard.press('Control+Space');
  await wb.quickInput.choose('Of the house');
  await selects(composer, '{subject}');
  await keyboard.press('Escape');
  await composer.page.getByText('{subject} is still to be filled in.').waitFor();
  await keyboard.press('Tab');
  assert.notEqual(await focused(composer), 'prompt');
  // What was put in is taken back as it was put in.
  await composer.prompt.press('Control+Z');
  await reads(composer, '');
});

test('a template of the settings that cannot be used is named, and leads to the setting', async () => {
  const { wb } = studio;
  await studio.compose('');
  await wb.run('Seedance: Insert Prompt Template…');
  await wb.quickInput.type('No text');
  const rows = async () => (await wb.quickInput.rows()).map(({ label, description }) => `${label}: ${description}`);
  await until('it is named', async () => (await rows()).join() === 'No text: it is no text');
  await wb.quickInput.choose('No text');
  await wb.editors.tab('Settings');
  await wb.editors.show('Generate Video');
  assert.equal(await (await studio.composer()).prompt.inputValue(), '');
});

test('a prompt that was sent is found by typing, takes the place of another, and gives it back', async () => {
  const { wb } = studio;
  const { keyboard } = wb.page;
  for (const prompt of ['A kite over the dunes', 'Rain on a tin roof', 'A kite over the dunes'])
    await studio.submit(`${prompt} [sandbox:slow]`);
  const composer = await studio.compose('A draft that nobody sent');
  await keyboard.press('Control+Alt+R');
  const sent = (await wb.quickInput.rows()).map(({ label }) => label);
  assert.deepEqual(sent, ['A kite over the dunes [sandbox:slow]', 'Rain on a tin roof [sandbox:slow]']);
  await wb.quickInput.type('tin roof');
  await until('one is left', async () => (await wb.quickInput.rows()).length === 1);
  await wb.quickInput.accept();
  await reads(composer, 'Rain on a tin roof [sandbox:slow]');
  assert.equal(await focused(composer), 'prompt');
  await keyboard.press('Control+Z');
  await reads(composer, 'A draft that nobody sent');
  await keyboard.press('Control+Y');
  await reads(composer, 'Rain on a tin roof [sandbox:slow]');

  // Others in its place do not push out what nobody sent.
  await composer.page.getByRole('button', { name: 'Prompt history' }).click();
  await wb.quickInput.choose('A kite over the dunes [sandbox:slow]');
  await reads(composer, 'A kite over the dunes [sandbox:slow]');

  // The page goes with its tab, and what was replaced does not.
  await wb.explorer.open('README.md');
  await wb.editors.show('Generate Video');
  const again = await studio.composer();
  await again.page.getByRole('button', { name: 'Put it back' }).click();
  await reads(again, 'A draft that nobody sent');
  await again.page.getByText('Your prompt was replaced.').waitFor({ state: 'detached' });
  assert.equal(await focused(again), 'prompt');
});

test('a favourite is marked in the composer or in the list, and is there after a reload and in another window', async () => {
  const { wb } = studio;
  const composer = await studio.compose('Marked, never sent');
  const star = composer.page.getByRole('button', { name: 'Add to favourites' });
  await star.click();
  await composer.page.getByRole('button', { name: 'Add to favourites', pressed: true }).waitFor();
  await composer.prompt.press('End');
  await wb.page.keyboard.type('!');
  await composer.page.getByRole('button', { name: 'Add to favourites', pressed: false }).waitFor();

  const other = await wb.another(studio.folder);
  await other.run('Seedance: Generate Video from Text…');
  const twin = await until('a composer', async () => await other.editors.webview('Generate Video'));
  await twin.locator('#prompt').fill('Marked, never sent');
  await twin.getByRole('button', { name: 'Add to favourites', pressed: true }).waitFor();
  await twin.getByRole('button', { name: 'Prompt history' }).click();
  await until('the favourite first', async () => (await other.quickInput.rows())[0]?.label === 'Marked, never sent');
  const row = other.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Rain on a tin roof' });
  await row.hover();
  await row.getByRole('button', { name: 'Add to Favourites' }).click();
  await row.getByRole('button', { name: 'Remove from Favourites' }).waitFor();
  const gone = other.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'A kite' });
  await gone.hover();
  await gone.getByRole('button', { name: 'Remove from the History' }).click();
  await gone.waitFor({ state: 'detached' });
  await other.page.close();

  await wb.reload();
  const back = await studio.composer();
  await back.page.getByRole('button', { name: 'Prompt history' }).click();
  await until('both favourites, the last marked first', async () => {
    const labels = (await wb.quickInput.rows()).map(({ label }) => label);
    return labels.join() === 'Rain on a tin roof [sandbox:slow],Marked, never sent';
  });
  await wb.quickInput.choose('Marked, never sent');
  await reads(back, 'Marked, never sent');
});

test('an @ offers the references by their pictures and names, and puts in the token that is chosen', async () => {
  const { wb } = studio;
  const { keyboard } = wb.page;
  await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg');
  const composer = await studio.composer();
  await composer.page.locator('#reference-1 img').waitFor();
  const options = composer.page.getByRole('listbox', { name: 'References' }).getByRole('option');
  await composer.prompt.click();
  await keyboard.type('Past @');
  assert.deepEqual(
    (await options.allInnerTexts()).map((text) => text.split(/\s*\n\s*/).filter((part) => part !== '')),
    [
      ['lake-at-dawn.png', '[Image 1]'],
      ['lighthouse.jpg', '[Image 2]'],
    ],
  );
  assert.equal(await composer.prompt.getAttribute('aria-activedescendant'), 'mention-0');
  await expectAccessible(await wb.editors.frame());
  await keyboard.press('ArrowDown');
  await composer.page.locator('#mention-1[aria-selected="true"]').waitFor();
  assert.equal(await composer.prompt.getAttribute('aria-activedescendant'), 'mention-1');
  await keyboard.press('Enter');
  await reads(composer, 'Past [Image 2] ');
  await keyboard.type('and @dawn');
  await options.filter({ hasText: 'lake' }).click();
  await reads(composer, 'Past [Image 2] and [Image 1] ');
  assert.equal(await focused(composer), 'prompt');
  // It is taken back like anything typed.
  await keyboard.press('Control+Z');
  await reads(composer, 'Past [Image 2] and @dawn');
  await keyboard.type(' @');
  await options.first().waitFor();
  await keyboard.press('Escape');
  await options.first().waitFor({ state: 'detached' });
  await keyboard.type('l');
  assert.equal(await options.count(), 0, 'what was closed stays closed');
  await keyboard.type(' me@l');
  assert.equal(await options.count(), 0, 'an address is no name');
  // A click on the picture can be taken back too.
  await composer.prompt.fill('');
  await composer.page.locator('#reference-0').click();
  await reads(composer, '[Image 1] ');
  await keyboard.press('Control+Z');
  await reads(composer, '');
});

test('what the maker advises stands in one quiet line, and never in the way', async () => {
  const composer = await studio.compose('The camera pans left and tilts up over the bay.');
  await composer.page
    .getByText('Several camera moves in one shot: “pans left” and “tilts up”. Keep one, or write Shot 1, Shot 2.')
    .waitFor();
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  assert.equal(await composer.page.locator('.problem-count').count(), 0);
  await composer.prompt.fill('word '.repeat(1_001));
  await composer.page.locator('#advice').getByText('1,001 words').waitFor();
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await composer.prompt.fill('A lake as in [Image 3].');
  await composer.page.getByText('[Image 3] names none of your references.').waitFor();
  await expectAccessible(await studio.wb.editors.frame());
  await composer.prompt.fill('The camera pans left over the bay.');
  await composer.page.locator('#advice').waitFor({ state: 'detached' });
});

test('the help is drawn in every theme, in a narrow window and in a wide one, also for hostile names', async () => {
  const { wb } = studio;
  const { keyboard } = wb.page;
  const long = 'Mist lifts off the lake at dawn and the little boat drifts slowly to the left, ';
  await studio.submit(`${long.repeat(4)} $(trash) \u202edne`);
  await studio.generateFrom('lake-at-dawn.png', 'lighthouse.jpg', hostile);
  const composer = await studio.composer();
  await composer.prompt.fill('');
  const draw = async (name: string): Promise<void> => {
    await composer.prompt.fill('');
    await composer.prompt.click();
    await keyboard.type('The camera pans left and tilts up over @');
    await composer.page.getByRole('option').nth(2).waitFor();
    await keyboard.press('ArrowDown');
    await wb.screenshot(`prompt-mention-${name}`);
    await keyboard.press('Escape');
    await wb.screenshot(`prompt-advice-${name}`);
    await keyboard.press('Control+Alt+R');
    await wb.quickInput.rows();
    await wb.screenshot(`prompt-history-${name}`);
    await wb.quickInput.cancel();
    await composer.prompt.fill('');
    await composer.prompt.press('Control+Space');
    await wb.quickInput.rows();
    await wb.screenshot(`prompt-templates-${name}`);
    await wb.quickInput.choose('Portrait: walking');
    await composer.page.getByText('Tab for the next').waitFor();
    await wb.screenshot(`prompt-place-${name}`);
  };
  for (const theme of ['light', 'dark', 'high-contrast-dark'] as const) {
    await wb.theme(theme);
    await draw(theme);
  }
  await wb.resize(700, 800);
  await draw('narrow');
  await wb.resize(1800, 1000);
  await draw('wide');
  await wb.resize(1280, 800);
});
