import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Dialog } from '../support/workbench/dialog.ts';
import type { Tree } from '../support/workbench/tree.ts';
import { until } from '../support/until.ts';
import { key, Studio } from './support.ts';

type Answer = (response: ServerResponse, body: string) => void;

/** Answers to a create and to a look, as a test wants them now. */
let onCreate: Answer;
let onLook: Answer;
let creates = 0;

const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const reset: Answer = (response) => void (response.socket as Socket).resetAndDestroy();
const badKey = json(401, { success: false, error: { code: 'unauthorized', message: 'Invalid API key' } });
const processing = json(200, { success: true, status: 'processing' });
const accept: Answer = (response) =>
  json(200, { success: true, requestId: `req_${creates}`, status: 'queued', creditsCharged: 40 })(response, '');

const service = createServer((request, response) => {
  let body = '';
  request.on('data', (piece: Buffer) => (body += piece.toString()));
  request.on('end', () => {
    if (request.headers.authorization !== `Bearer ${key}`) badKey(response, body);
    else if (request.url?.endsWith('/models') === true) json(404, { success: false })(response, body);
    else if (request.method === 'POST') {
      creates++;
      onCreate(response, body);
    } else onLook(response, body);
  });
});

let studio: Studio;
before(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  studio = await Studio.open({ settings: { 'seedance.sandbox': false, 'seedance.baseUrl': baseUrl }, keyless: true });
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.wb.notifications.clear();
  await studio.closeTabs();
});
after(async () => {
  try {
    await studio.close();
  } finally {
    service.closeAllConnections();
    service.close();
  }
});

const jobs = (): Promise<Tree> => studio.wb.tree('Seedance', 'Jobs');
/** The view of an unknown job. */
const whatNow = /^What Now\? /;
const message = () => studio.wb.page.locator('.sidebar .pane .message').first();

async function setKey(text: string): Promise<void> {
  await studio.wb.page.locator('.quick-input-title').getByText('Seedance API Key').waitFor();
  await studio.wb.quickInput.type(text);
  await studio.wb.quickInput.accept();
}

/** Sends a job whose answer is lost, and opens its view by a click on its row. */
async function lose(prompt: string): Promise<void> {
  onCreate = reset;
  await (await studio.compose(prompt)).send();
  const tree = await jobs();
  await tree.until('it is unknown', ({ name, description }) => name === prompt && description.startsWith('unknown'));
  await tree.click(prompt);
  await studio.wb.editors.tab(`What Now? ${prompt}`);
}

test('no credits, and moderation, are said with what to do, and the draft stays', async () => {
  onLook = processing;
  onCreate = json(402, { success: false, error: { code: 'insufficient_credits', message: 'Top up.' } });
  const composer = await studio.compose('Paid');
  await composer.generate.click();
  await setKey(key);
  await composer.failure.getByText('has not enough credits: “Top up”. The job was not accepted').waitFor();
  await composer.failure.getByText('Add credits there.').waitFor();
  assert.match(await composer.failure.getByRole('button').innerText(), /^Open 127\.0\.0\.1:\d+$/);
  await studio.wb.pictures('composer-failed');
  onCreate = badKey;
  await studio.wb.resize(700, 700);
  await composer.generate.click();
  await composer.failure.getByRole('button', { name: 'Set API Key' }).waitFor();
  const mend = composer.failure.getByRole('button');
  const footer = composer.page.locator('footer.submit');
  await until('the button is in sight, above the last row', async () => {
    const [button, row] = [await mend.boundingBox(), await footer.boundingBox()];
    return button !== null && row !== null && button.y + button.height <= row.y + 1;
  });
  await studio.wb.screenshot('composer-failed-small');
  await studio.wb.resize(1280, 800);
  await composer.failure.getByRole('button', { name: 'Set API Key' }).click();
  await setKey(key);
  await until('what was mended is not said any more', async () => (await composer.failure.count()) === 0);
  onCreate = json(400, { success: false, error: { code: 'content_policy' } });
  await composer.generate.click();
  await composer.failure.getByText('did not let the prompt pass').getByText('Change the prompt.').waitFor();
  assert.equal(await composer.prompt.inputValue(), 'Paid');
});

test('what is turned away says that it waits, why and until when, and can be stopped until then', async () => {
  onCreate = (response) =>
    void response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '25' }).end('{"success":false}');
  const composer = await studio.compose('Turned away');
  await composer.generate.click();
  await until('it is said', async () =>
    /^127\.0\.0\.1:\d+ takes no more requests for now\. .*sent again by itself at \d+:\d\d:\d\d/.test(
      await composer.price(),
    ),
  );
  const tree = await jobs();
  await tree.until('its row', ({ name, description }) => name === 'Turned away' && description.startsWith('waits'));
  await studio.wb.pictures('composer-waits');
  await composer.page.getByRole('button', { name: 'Stop' }).click();
  await composer.says('Stopped. Nothing was sent.');
  assert.equal(await composer.prompt.inputValue(), 'Turned away');
});

test('a key that is no longer taken is asked for once for three jobs, and they go on', async () => {
  onCreate = accept;
  for (const prompt of ['One', 'Two', 'Three']) await (await studio.compose(prompt)).send();
  onLook = badKey;
  const tree = await jobs();
  await tree.title('Refresh Jobs');
  const notice = await studio.wb.notifications.get('does not accept the API key. 3 jobs wait');
  await message().getByText('does not accept the API key. 3 jobs wait').waitFor();
  await studio.wb.screenshot('failures-key-line');
  assert.match(await tree.tooltip('One'), /does not accept the API key/);
  await tree.action('One', 'What Now?');
  const row = await studio.wb.notifications.get('“One”: Accepted; still checking.');
  assert.deepEqual(await row.buttons(), ['Set API Key', 'Show Job']);
  await studio.wb.pictures('failures-key');
  await row.close();
  const texts = await studio.wb.notifications.messages();
  assert.equal(texts.filter((text) => text.includes('does not accept')).length, 1);
  // Another key that is as wrong is said once more, and asked for.
  await notice.choose('Set API Key');
  await setKey('sd2_taken_from_another_project');
  const again = await studio.wb.notifications.get('does not accept the API key. 3 jobs wait');
  onLook = processing;
  await again.choose('Set API Key');
  await setKey(key);
  await until('the line has gone', async () => !(await message().isVisible()));
  await tree.until('it goes on', ({ name, description }) => name === 'Two' && description.endsWith('processing'));
});

test('a service that cannot be reached is one calm line, which goes when it is back', async () => {
  const { port } = service.address() as AddressInfo;
  const closed = new Promise((resolve) => service.close(resolve));
  service.closeAllConnections();
  await closed;
  await (await jobs()).title('Refresh Jobs');
  await message().getByText('cannot be reached. Jobs go on there').waitFor();
  await studio.wb.screenshot('failures-away-line');
  assert.deepEqual(await studio.wb.notifications.messages(), []);
  await new Promise<void>((resolve) => service.listen(port, '127.0.0.1', resolve));
  await (await jobs()).title('Refresh Jobs');
  await until('the line has gone', async () => !(await message().isVisible()));
});

test('looks that meet errors of the service end no job', async () => {
  onLook = json(500, { success: false });
  const tree = await jobs();
  // Where a service has trouble of its own one job asks for all until somebody wants to know, and which one that is nobody knows. And
  // a tooltip that VS Code asks for as the row is drawn anew may be of before, and stays until the row is once more: every 10 s.
  await until(
    'it is said',
    async () => {
      await tree.title('Refresh Jobs');
      return /error of its own \(500\)/.test(await tree.tooltip('One'));
    },
    40_000,
  );
  assert.ok((await tree.rows()).some(({ name, description }) => name === 'One' && description.endsWith('processing')));
  onLook = json(200, { success: true, status: 'cancelled' });
  await tree.title('Refresh Jobs');
  await tree.until('all ended', ({ name, description }) => name === 'Three' && description === 'cancelled');
});

test('the view of an unknown job is drawn in every theme, and nothing is wider than its tab', async () => {
  await lose('Night street');
  await studio.wb.notifications.clear();
  for (const theme of ['light', 'high-contrast-dark', 'high-contrast-light', 'dark'] as const) {
    await studio.wb.theme(theme);
    await studio.wb.editors.show(whatNow);
    await studio.wb.screenshot(`unknown-${theme}`);
  }
  for (const [name, width] of [
    ['narrow', 700],
    ['wide', 1800],
  ] as const) {
    await studio.wb.resize(width, 900);
    const frame = await studio.wb.editors.frame(whatNow);
    const tooWide = await frame.evaluate<number>(
      `[...document.querySelectorAll('.ways vscode-button')].filter((button) =>
        button.getBoundingClientRect().right > button.closest('li').getBoundingClientRect().right).length +
        Number(document.documentElement.scrollWidth > innerWidth)`,
    );
    assert.equal(tooWide, 0, name);
    await studio.wb.screenshot(`unknown-${name}`);
  }
  await studio.wb.resize(1280, 800);
});

test('its message for support names the job and no key, and the prompt only where that is ticked', async () => {
  await (await jobs()).click('Night street');
  const page = await studio.wb.editors.webview(whatNow);
  const clipboard = () => studio.wb.page.evaluate<string>('navigator.clipboard.readText()');
  await page.getByRole('button', { name: 'Copy Job Id' }).click();
  const id = await until('the id', async () => /^[0-9a-f-]{36}$/.exec(await clipboard())?.[0]);
  await page.getByRole('button', { name: 'Copy a Message for Support' }).click();
  const text = await until('the message', async () => (await clipboard()).includes('UTC') && (await clipboard()));
  assert.ok(text.includes(id) && !text.includes('Night street') && !text.includes(key), text);
  await page.locator('vscode-checkbox').click();
  await page.getByRole('button', { name: 'Copy a Message for Support' }).click();
  await until('the prompt in it', async () => (await clipboard()).includes('Night street'));
});

test('it survives a reload, and making again asks first and sends nothing by itself', async () => {
  await (await jobs()).click('Night street');
  await studio.wb.editors.tab(whatNow);
  // Once it is drawn it knows which job it is about.
  await (await studio.wb.editors.webview(whatNow)).getByRole('button', { name: 'Copy Job Id' }).waitFor();
  await studio.wb.reload();
  const page = await studio.wb.editors.webview(whatNow);
  const before = creates;
  await page.getByRole('button', { name: 'Make Again' }).click();
  const dialog = await Dialog.get(studio.wb.page, 'though the first may have been charged');
  assert.match((await dialog.text()).detail, /Both may be charged\. It was 40 credits/);
  await dialog.choose('Make Again');
  assert.equal(await (await studio.composer()).prompt.inputValue(), 'Night street');
  assert.equal(creates, before);
});

test('an answer that comes late is said in the view', async () => {
  await (await jobs()).click('Night street');
  const page = await studio.wb.editors.webview(whatNow);
  await page.getByRole('button', { name: 'Copy Job Id' }).waitFor();
  // As the window that sent it would write it down, had it been stopped until now.
  const database = new DatabaseSync(join(studio.storage, 'jobs.db'), { timeout: 5000 });
  const row = database.prepare("SELECT id, body FROM jobs WHERE state = 'unknown'").get();
  const { failure, endedAt, ...job } = JSON.parse(String(row?.['body'])) as Record<string, unknown>;
  assert.ok(failure !== undefined && endedAt !== undefined);
  const body = JSON.stringify({ ...job, state: 'queued', requestId: 'req_late', creditsCharged: 40, pollAt: 0 });
  database.exec("BEGIN IMMEDIATE; UPDATE meta SET value = value + 1 WHERE name = 'revision'");
  database
    .prepare(
      "UPDATE jobs SET state = 'queued', body = ?, unfinished = 1, revision = (SELECT value FROM meta WHERE name = 'revision') WHERE id = ?",
    )
    .run(body, String(row?.['id']));
  database.exec('COMMIT');
  database.close();
  await (await jobs()).title('Refresh Jobs');
  await page.getByText('The answer came after all').waitFor();
  await page.getByText('Charged 40 credits.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Make Again' }).count(), 0);
  await page.getByRole('button', { name: 'Show Job' }).click();
});

test('by keyboard alone it is forgotten as not charged, and its draft is back', async () => {
  await lose('Fog over the bay');
  const { wb } = studio;
  const page = await wb.editors.webview(whatNow);
  const forget = page.getByRole('button', { name: 'I Was Not Charged: Back to a Draft' });
  await page.getByRole('button', { name: 'Copy a Message for Support' }).focus();
  await until('the focus on it', async () => {
    await wb.page.keyboard.press('Tab');
    return await forget.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus-within'));
  });
  const before = creates;
  await wb.page.keyboard.press('Enter');
  assert.equal(await (await studio.composer()).prompt.inputValue(), 'Fog over the bay');
  const tree = await jobs();
  await until('its row has gone', async () => !(await tree.rows()).some(({ name }) => name === 'Fog over the bay'));
  assert.equal(
    (await wb.editors.titles()).some((title) => whatNow.test(title)),
    false,
  );
  assert.equal(creates, before);
  // The ledger of costs believes it.
  assert.equal(studio.jobsOnDisk().get('Fog over the bay')?.['notCharged'], true);
});
