import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { readLedger, type LedgerEntry } from '../../src/sandbox/ledger.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { hasCeph, startBucketServer, type BucketServer } from '../support/ceph.ts';
import { endAll } from '../support/endAll.ts';
import { startGate, type Gate } from '../support/gate.ts';
import { startRawServer, type RawServer } from '../support/git/rawServer.ts';
import { Repository } from '../support/git/repository.ts';
import { root } from '../support/paths.mjs';
import { until } from '../support/until.ts';
import { Dialog } from '../support/workbench/dialog.ts';
import { addPlace, paint, paintNoise } from './pictures.ts';
import { clipTime, colourOf, type ComposerPage, key, Studio } from './support.ts';

const wrongSecret = `wrong-${crypto.randomUUID()}`;
const bucketName = 'postcards';

/** Somebody's storage, git host and service, all on this machine; the service fetches what it is given by itself. */
let storage: BucketServer;
let gate: Gate;
let gitHost: RawServer;
let service: Sandbox;
let studio: Studio;
const scratch = mkdtempSync(join(tmpdir(), 'seedance-hosting-'));
const serviceFolder = join(scratch, 'service');
/** What was started, in that order: whatever comes after it, all of it ends. */
const endings: (() => Promise<unknown>)[] = [];

suite('references on their way', { skip: !hasCeph() && 'Ceph is not installed' }, () => {
  before(async () => {
    const remotes = join(scratch, 'remotes');
    mkdirSync(remotes);
    storage = await startBucketServer();
    endings.push(() => storage.stop());
    await storage.createBucket(bucketName);
    gate = await startGate(storage.origin);
    endings.push(() => gate.shut());
    gitHost = await startRawServer(remotes, scratch);
    endings.push(() => gitHost.close());
    const pace = { queued: 200, processing: 300 };
    const clips = join(root, 'media/sandbox');
    service = await startSandbox({ folder: serviceFolder, clips, keys: [key], pace, fetchMedia: true });
    endings.push(() => service.close());
    studio = await Studio.open(
      {
        settings: {
          'seedance.sandbox': false,
          'seedance.baseUrl': service.origin,
          'seedance.hosting.rawUrls': { [new URL(gitHost.origin).host]: gitHost.template },
        },
        // The extension must believe the git host.
        env: { NODE_EXTRA_CA_CERTS: join(scratch, 'cert.pem') },
        secrets: { 'the secret key': storage.secretAccessKey, 'a wrong one': wrongSecret },
      },
      (folder) => {
        paint(join(folder, 'sunset.png'), 'orange', 1280, 720);
        cpSync(join(folder, 'sunset.png'), join(folder, 'evening.png'));
        paint(join(folder, 'Dawn #1 100%+ é🌅.png'), 'purple', 1280, 720);
        paint(join(folder, 'meadow.png'), 'green', 1280, 720);
        paint(join(folder, 'first.png'), 'maroon', 1280, 720);
        paint(join(folder, 'sea.png'), 'blue', 1280, 720);
        paint(join(folder, 'portrait.png'), 'teal', 720, 1280);
        paint(join(folder, 'small.png'), 'red', 320, 180);
        paint(join(folder, 'huge.png'), 'teal', 7000, 3936);
        paint(join(folder, 'phone.jpg'), 'olive', 1280, 720);
        addPlace(join(folder, 'phone.jpg'));
        paint(join(folder, 'gone.png'), 'navy', 1280, 720);
        paintNoise(join(folder, 'large.png'), 2400, 1600);
        const place = { folder: join(folder, 'published'), remotes, host: gitHost.origin };
        const repository = Repository.make(place, 'team/media');
        paint(join(folder, 'published/harbour.png'), 'yellow', 1280, 720);
        repository.commit();
        repository.push();
      },
    );
    endings.push(() => studio.close());
  });
  afterEach(async (context) => {
    await studio.afterTest(context);
    // A question that a failed test has left open would stand before all others.
    if (await studio.wb.page.locator('.monaco-dialog-box').isVisible()) await studio.wb.page.keyboard.press('Escape');
    gate.slow(undefined);
    await studio.wb.notifications.clear();
    await studio.closeTabs();
  });
  after(async () => {
    await endAll(endings);
    rmSync(scratch, { recursive: true, force: true });
  });

  test('with no hosting set up a local picture needs a URL: the ways that were tried say why, and lead on', async () => {
    const composer = await choose('sunset.png');
    assert.equal(await composer.travel(), 'needs a public URL');
    const tried = 'The file is in no git repository. No bucket is set up. No upload program is set.';
    assert.equal(await composer.tried(), `What was tried: ${tried}`);
    await composer.page.getByRole('button', { name: 'Set up hosting…' }).waitFor();
    assert.equal(await composer.generate.getAttribute('aria-disabled'), 'true');
  });

  test('a URL that is typed in works, and is offered by itself for the same picture under another name', async () => {
    const { url } = await keepAtService('sunset.png');
    const composer = await choose('sunset.png');
    await composer.prompt.fill('By a typed URL');
    await composer.page.getByLabel('Public https:// URL of sunset.png').fill(url);
    await sent(composer);
    assert.deepEqual((await requestOf('By a typed URL')).generation.mediaUrls, [url]);
    await studio.closeTabs();
    const again = await choose('evening.png');
    await again.travels(`${new URL(service.origin).host}, typed in before`);
  });

  test('a draft without hosting leads through the wizard, which asks again for a wrong secret alone, and is sent with nothing retyped', async () => {
    const { wb } = studio;
    const composer = await choose('first.png');
    await composer.prompt.fill('Through the wizard');
    await composer.page.getByRole('button', { name: 'Set up hosting…' }).click();
    await wb.quickInput.choose('Another S3-Compatible Service');
    await answer('Address of the service’s S3 API', gate.origin);
    await answer('Region of the bucket');
    await wb.quickInput.choose('In the Path');
    await answer('Name of the bucket', bucketName);
    await answer('Folder in the bucket', 'references');
    await answer('Access key id', storage.accessKeyId);
    await answer('Secret key', wrongSecret, 'password');
    await answer('Session token', '', 'password');
    await wb.quickInput.choose('Whoever Has a Signed Link');
    await answer('Hours that a link lives', '5');
    const trouble = await Dialog.get(wb.page, 'The secret key is not the one of the access key');
    assert.deepEqual((await trouble.buttons()).sort(), ['Cancel', 'Change Secret Key', 'Save Anyway']);
    assert.deepEqual(
      gate.passages.map(({ method }) => method).filter((method) => method !== 'DELETE'),
      ['PUT'],
    );

    await trouble.choose('Change Secret Key');
    await answer('Secret key', storage.secretAccessKey, 'password');
    await wb.notifications.get('The bucket works. You are asked before the first upload.');
    assert.deepEqual(gate.passages.map(({ method }) => method).slice(-3), ['PUT', 'GET', 'DELETE']);
    assert.deepEqual(await objects(), []);
    // The composer that asked for it knows at once.
    await composer.travels(/^will be uploaded, .+ → postcards$/);
    assert.equal(await composer.prompt.inputValue(), 'Through the wizard');
    // It lies over the button.
    await wb.notifications.clear();
    await composer.generate.click();
    await (await Dialog.get(wb.page, 'Upload to the bucket postcards')).choose('Upload');
    await composer.gone();
    assert.deepEqual((await requestOf('Through the wizard')).fetched, [digestOf('first.png')]);
  });

  test('before an upload it says which file goes where, who can read it and for how long; a no leaves all as it was', async () => {
    const [puts, charges] = [gate.count('PUT'), (await ledger()).length];
    const composer = await choose('Dawn #1 100%+ é🌅.png');
    await composer.travels(/^will be uploaded, .+ → postcards$/);
    await composer.write('From the bucket');
    await composer.generate.click();
    const dialog = await Dialog.get(studio.wb.page, 'Upload to the bucket postcards');
    const { message, detail } = await dialog.text();
    const host = new URL(gate.origin).host;
    assert.equal(message, `Upload to the bucket postcards at ${host}?`);
    assert.match(detail, /^“Dawn #1 100%\+ é🌅\.png” \(.+\)$/m);
    assert.match(detail, /Whoever has the link can read it for 5 hours\. It stays in the bucket until/);
    assert.deepEqual(await dialog.buttons(), ['Always for This Bucket', 'Cancel', 'Upload']);
    await dialog.choose('Cancel');
    await composer.says('Nothing was uploaded, and nothing was sent.');
    assert.equal(await composer.prompt.inputValue(), 'From the bucket');
    await composer.hold('Dawn #1 100%+ é🌅.png');
    assert.deepEqual([gate.count('PUT'), (await ledger()).length], [puts, charges]);

    await composer.generate.click();
    await (await Dialog.get(studio.wb.page, 'Upload to the bucket postcards')).choose('Upload');
    await composer.gone();
    const { generation, fetched } = await requestOf('From the bucket');
    const addresses = (await objects()).map((name) => `${gate.origin}/${bucketName}/${name}?`);
    assert.ok(addresses.some((address) => generation.mediaUrls[0]?.startsWith(address)));
    assert.deepEqual(fetched, [digestOf('Dawn #1 100%+ é🌅.png')]);
    assert.equal(gate.count('PUT'), puts + 1);
    await clipShows('From the bucket', 'Dawn #1 100%+ é🌅.png');
  });

  test('the same picture is not uploaded twice: it is hosted, and nothing is asked', async () => {
    const puts = gate.count('PUT');
    const composer = await choose('Dawn #1 100%+ é🌅.png');
    await composer.travels(/^hosted until /);
    await composer.write('From the bucket once more');
    await sent(composer);
    assert.deepEqual((await requestOf('From the bucket once more')).fetched, [digestOf('Dawn #1 100%+ é🌅.png')]);
    assert.equal(gate.count('PUT'), puts);
  });

  test('“Always” is remembered for the bucket, until it is taken back', async () => {
    const { wb } = studio;
    const composer = await choose('meadow.png');
    await composer.write('Always there');
    await composer.generate.click();
    await (await Dialog.get(wb.page, 'Upload to the bucket postcards')).choose('Always for This Bucket');
    await composer.gone();
    const next = await choose('sea.png');
    await next.write('Not asked again');
    await sent(next);
    await wb.run('Seedance: Ask Again Before Uploading');
    const asked = await choose('phone.jpg');
    await asked.write('Asked again');
    await asked.generate.click();
    await (await Dialog.get(wb.page, 'Upload to the bucket postcards')).choose('Cancel');
    await asked.says('Nothing was uploaded, and nothing was sent.');
  });

  test('what was uploaded is listed and deleted', async () => {
    const { wb } = studio;
    assert.equal((await objects()).length, 4);
    await wb.run('Seedance: Remove Uploaded References…');
    const rows = await wb.quickInput.rows();
    assert.deepEqual(rows.map(({ label }) => label).sort(), [
      'Dawn #1 100%+ é🌅.png',
      'first.png',
      'meadow.png',
      'sea.png',
    ]);
    for (const { label } of rows) await wb.quickInput.choose(label);
    await wb.quickInput.accept();
    await wb.notifications.get('Removed from the bucket: 4.');
    assert.deepEqual(await objects(), []);
    const composer = await choose('sea.png');
    await composer.travels(/^will be uploaded/);
  });

  test('a picture in a public git repository is public already: nothing is uploaded, and the clip shows it', async () => {
    const puts = gate.count('PUT');
    const { explorer } = studio.wb;
    await explorer.show();
    await explorer.row('published').click();
    const composer = await choose('harbour.png');
    await composer.travels(`public already (${new URL(gitHost.origin).host})`);
    await composer.write('From git');
    await sent(composer);
    const { generation, fetched } = await requestOf('From git');
    assert.match(String(generation.mediaUrls), /\/team\/media\/raw\/[0-9a-f]{40}\/harbour\.png$/);
    assert.deepEqual(fetched, [digestOf('published/harbour.png')]);
    assert.equal(gate.count('PUT'), puts);
    await clipShows('From git', 'published/harbour.png');
  });

  test('of what is warned about the press of one button mends it, and the file stays as it is', async () => {
    const names = ['portrait.png', 'small.png', 'huge.png', 'phone.jpg'];
    const before = names.map(digestOf);
    const portrait = await choose('portrait.png');
    await portrait.page.getByRole('button', { name: 'Use 9:16' }).click();
    await portrait.page.getByRole('radio', { name: '9:16', checked: true }).waitFor();
    await portrait.page.getByRole('button', { name: 'Use 9:16' }).waitFor({ state: 'detached' });
    await studio.closeTabs();

    const small = await choose('small.png');
    await small.page.getByRole('button', { name: 'Resize a copy' }).click();
    await small.page.getByRole('button', { name: 'Resize a copy' }).waitFor({ state: 'detached' });
    await small.travels(/^will be uploaded/);
    await small.write('A larger copy');
    await agreed(small);
    const [resized] = (await requestOf('A larger copy')).fetched ?? [];
    assert.ok(resized !== undefined && resized !== before[1]);
    const [red, green, blue] = await colourOf(fetchedFile(resized));
    assert.ok(red > 200 && green < 60 && blue < 60, `${red}, ${green}, ${blue} is red`);

    const huge = await choose('huge.png');
    const size = await huge.travel();
    await huge.page.getByText('“huge.png” is 7000 × 3936 px').waitFor();
    await huge.page.getByRole('button', { name: 'Resize a copy' }).click();
    await huge.page.getByRole('button', { name: 'Resize a copy' }).waitFor({ state: 'detached' });
    await until(
      'the copy is looked at',
      async () => /^will be uploaded/.test(await huge.travel()) && (await huge.travel()) !== size,
    );
    await studio.closeTabs();

    const phone = await choose('phone.jpg');
    await phone.page.getByText('where it was taken').waitFor();
    await phone.page.getByRole('button', { name: 'Strip metadata' }).click();
    await phone.page.getByRole('button', { name: 'Strip metadata' }).waitFor({ state: 'detached' });
    await phone.write('From nowhere');
    await agreed(phone);
    const [stripped = ''] = (await requestOf('From nowhere')).fetched ?? [];
    assert.ok(readFileSync(join(studio.folder, 'phone.jpg')).includes('Exif'));
    assert.ok(!readFileSync(fetchedFile(stripped)).includes('Exif'));
    assert.deepEqual(names.map(digestOf), before);
  });

  test('a file that is deleted before Generate is named, and nothing is sent', async () => {
    const composer = await choose('gone.png');
    await composer.write('Too late');
    rmSync(join(studio.folder, 'gone.png'));
    await composer.generate.click({ force: true });
    await composer.says('“gone.png” cannot be read any more. Remove it or choose the file again.');
    await nothingSent(composer, 'Too late');
  });

  test('Stop ends a slow upload: nothing was sent, and the draft is still there', async () => {
    gate.slow(500_000);
    const composer = await choose('large.png');
    await composer.write('Too slow');
    await composer.generate.click();
    await (await Dialog.get(studio.wb.page, 'Upload to the bucket postcards')).choose('Upload');
    await composer.travels(/^uploading, [1-9]/);
    await composer.page.locator('#generate.stop').click();
    await composer.says('Stopped. Nothing was sent.');
    await nothingSent(composer, 'Too slow');
  });

  test('a bucket that goes away in the middle is named, and nothing is sent', async () => {
    gate.slow(500_000);
    const composer = await choose('large.png');
    await composer.write('No bucket any more');
    await composer.generate.click();
    await (await Dialog.get(studio.wb.page, 'Upload to the bucket postcards')).choose('Upload');
    await composer.travels(/^uploading, [1-9]/);
    const page = await studio.wb.editors.frame();
    await page.evaluate(`(() => {
      const button = document.querySelector('#generate');
      globalThis.faces = [];
      const note = () => faces.push(button.className.replace('generate ', '') + ' ' + button.getAttribute('aria-disabled'));
      new MutationObserver(note).observe(button, { attributes: true });
    })()`);
    await gate.shut();
    await composer.failure.getByText(/“large\.png” was not uploaded to postcards: .*127\.0\.0\.1/).waitFor();
    await nothingSent(composer, 'No bucket any more');
    await gate.open();
    gate.slow(undefined);
    // Where Stop was, a press on its way must not pay: what stands there now takes none for a moment.
    await composer.page.locator('#generate.idle[aria-disabled="false"]').waitFor();
    const faces = await page.evaluate<string[]>('globalThis.faces');
    assert.equal(
      faces.find((face) => face.startsWith('idle')),
      'idle true',
    );
    await agreed(composer);
    assert.deepEqual((await requestOf('No bucket any more')).fetched, [digestOf('large.png')]);
  });

  test('a link that died before the service fetched it fails the job; made again it has a fresh one, and is paid again', async () => {
    const composer = await choose('sea.png');
    await composer.write('It died in the queue [sandbox:busy]');
    await agreed(composer);
    await gate.shut();
    const jobs = await studio.wb.tree('Seedance', 'Jobs');
    const isIt = (name: string): boolean => name.startsWith('It died in the queue');
    const { name } = await jobs.until(
      'it failed',
      (row) => isIt(row.name) && row.description.startsWith('failed'),
      clipTime,
    );
    await gate.open();
    await (await jobs.menu(name)).choose('Make Again…');
    const again = await studio.composer();
    await again.hold('sea.png');
    await again.travels(/^hosted until /);
    await sent(again);
    const { fetched } = await requestOf('It died in the queue [sandbox:busy]');
    assert.deepEqual(fetched, [digestOf('sea.png')]);
    const entries = (await ledger()).filter(({ generation }) => isIt(generation.prompt));
    assert.deepEqual(
      entries.map(({ creditsCharged }) => creditsCharged),
      [64, 64],
    );
    assert.equal(entries[0]?.plan.error?.code, 'media_fetch_failed');
  });

  test('what is set of a bucket stands in the settings, and no stranger is asked for anything', async () => {
    const settings = JSON.parse(readFileSync(studio.server.home.settingsFile, 'utf8')) as Record<string, unknown>;
    assert.equal(settings['seedance.hosting.bucket.endpoint'], gate.origin);
    assert.equal(settings['seedance.hosting.bucket.accessKeyId'], storage.accessKeyId);
    // VS Code's own previews of pictures ask a made-up host of its own, and are closed before they are answered.
    const strangers = (await studio.strangers()).filter((url) => !new URL(url).host.endsWith('.vscode-cdn.net'));
    assert.deepEqual(strangers, []);
  });
});

test('in an untrusted workspace its settings count for nothing and no file is uploaded, and the composer says why, until somebody trusts it', async (t) => {
  const bucket = { endpoint: 'https://s3.example.com', name: bucketName, accessKeyId: 'AKTEST' };
  const settings = Object.entries(bucket).map(([name, value]) => [`seedance.hosting.bucket.${name}`, value] as const);
  const theirs = { 'seedance.outputFolder': 'theirs', 'seedance.fileName': 'theirs' };
  const guest = await Studio.open({ settings: Object.fromEntries(settings), untrusted: true }, (folder) => {
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(theirs));
  });
  t.after(() => guest.close());
  await until('Restricted Mode', async () => (await guest.wb.statusBar()).includes('Restricted Mode'));
  const placeOf = async (prompt: string): Promise<unknown[]> => {
    await guest.submit(prompt);
    const { folder, fileName } = guest.jobsOnDisk().get(prompt) ?? {};
    return [basename(String(folder)), fileName];
  };
  assert.deepEqual(await placeOf('Nobody trusts it'), ['seedance', 'Nobody trusts it']);
  await guest.wb.run('Seedance: Turn Off the Sandbox');
  await guest.generateFrom('lake-at-dawn.png');
  const composer = await guest.composer();
  await composer.travels('needs a public URL');
  assert.match(await composer.tried(), /This workspace is not trusted, so its files are not uploaded\./);
  assert.match(await composer.tried(), /This workspace is not trusted, so git is off\./);
  await guest.wb.run('Workspaces: Manage Workspace Trust');
  const trust = guest.wb.page.locator('.workspace-trust-editor');
  await trust.getByRole('button', { name: 'Trust', exact: true }).click();
  await guest.wb.editors.show('Generate Video');
  // Its page comes up anew.
  const again = await guest.composer();
  await until('the composer knows', async () => !(await again.tried()).includes('not trusted'));
  assert.match(await again.tried(), /The secret key of the bucket postcards is not on this machine\./);
  await guest.wb.run('Seedance: Turn On the Sandbox');
  assert.deepEqual(await placeOf('Somebody trusts it'), ['theirs', 'theirs']);
  await guest.afterTest(t);
});

/** Right-clicks a file of the workspace, takes *Generate Video…*, and waits until it is known how it travels. */
async function choose(name: string): Promise<ComposerPage> {
  await studio.generateFrom(name);
  const composer = await studio.composer();
  await composer.hold(name);
  await until('the reference is looked at', async () => (await composer.travel()) !== 'checking…');
  return composer;
}

/** Answers the question of the wizard that begins like this; with what stands there already where nothing is given. */
async function answer(question: string, text?: string, type = 'text'): Promise<void> {
  const { quickInput } = studio.wb;
  await until(question, async () => (await quickInput.text()).message.startsWith(question));
  assert.equal(await quickInput.field.getAttribute('type'), type);
  if (text !== undefined) await quickInput.type(text);
  await quickInput.accept();
}

/** Presses Generate, and waits until the job is accepted. */
async function sent(composer: ComposerPage): Promise<void> {
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await composer.send();
}

/** The same where it is asked whether the upload is wanted. */
async function agreed(composer: ComposerPage): Promise<void> {
  await composer.page.locator('#generate[aria-disabled="false"]').waitFor();
  await composer.generate.click();
  await (await Dialog.get(studio.wb.page, 'Upload to the bucket postcards')).choose('Upload');
  await composer.gone();
}

async function ledger(): Promise<LedgerEntry[]> {
  return await readLedger(serviceFolder);
}

/** What the service took with this prompt, once it has fetched it or has failed to. */
async function requestOf(prompt: string): Promise<LedgerEntry> {
  return await until(`the service fetched what “${prompt}” needs`, async () => {
    const entry = (await ledger()).findLast(({ generation }) => generation.prompt === prompt);
    if (entry?.plan.error) throw new Error(entry.plan.error.message);
    return entry?.fetched && entry;
  });
}

/** The draft is as it was, and nothing with this prompt was charged. */
async function nothingSent(composer: ComposerPage, prompt: string): Promise<void> {
  assert.equal(await composer.prompt.inputValue(), prompt);
  assert.equal((await composer.references()).length, 1);
  assert.ok(!(await ledger()).some(({ generation }) => generation.prompt === prompt));
}

/** The clip of a prompt, downloaded, has the colour of a picture of the workspace. */
async function clipShows(prompt: string, name: string): Promise<void> {
  const jobs = await studio.wb.tree('Seedance', 'Jobs');
  const row = await jobs.until('its clip', (each) => each.name === prompt && /^\d+ s/.test(each.description), clipTime);
  assert.ok(row);
  const clip = join(studio.folder, 'seedance', `${name.replace(/^.*\//, '').replace(/\.\w+$/, '')}.mp4`);
  const [shown, wanted] = [await colourOf(clip, 1), await colourOf(join(studio.folder, name))];
  const distance = Math.max(...shown.map((value, index) => Math.abs(value - (wanted[index] ?? 0))));
  assert.ok(distance < 30, `${shown.join()} is ${wanted.join()}`);
}

/** The keys of all objects in the bucket. */
async function objects(): Promise<string[]> {
  const text = await (await storage.ask('GET', `${bucketName}?list-type=2`)).text();
  return [...text.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name = '']) => name);
}

/** Puts a file of the workspace where everybody can fetch it. */
async function keepAtService(name: string): Promise<{ url: string }> {
  const headers = { authorization: `Bearer ${key}` };
  const body = readFileSync(join(studio.folder, name));
  const stored = await fetch(`${service.origin}/sandbox/media/${name}`, { method: 'PUT', headers, body });
  return (await stored.json()) as { url: string };
}

function digestOf(name: string): string {
  return createHash('sha256')
    .update(readFileSync(join(studio.folder, name)))
    .digest('hex');
}

/** Where the service keeps what it has fetched. */
function fetchedFile(sha256: string): string {
  return join(serviceFolder, 'media', sha256);
}
