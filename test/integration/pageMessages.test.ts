import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Uri, type ExtensionContext } from 'vscode';
import { ComparePanel } from '../../src/editor/compare/comparePanel.ts';
import { Composer } from '../../src/editor/composer/composer.ts';
import { ComposerPanel } from '../../src/editor/composer/composerPanel.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { LibraryPanel } from '../../src/editor/library/libraryPanel.ts';
import type { Composers } from '../../src/editor/composer/composers.ts';
import { storedUri } from '../../src/editor/files.ts';
import { PreviewPanel } from '../../src/editor/preview/previewPanel.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio, type Service } from '../../src/editor/studio.ts';
import { UnknownPanel } from '../../src/editor/unknown/unknownPanel.ts';
import { fileReference, newDraft } from '../../src/engine/drafts/draft.ts';
import { Engine } from '../../src/engine/engine.ts';
import { readLedger } from '../../src/sandbox/ledger.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { compareRequestSchema } from '../../src/shared/compareMessages.ts';
import { composerRequestSchema } from '../../src/shared/composerMessages.ts';
import { libraryActions, libraryRequestSchema } from '../../src/shared/libraryMessages.ts';
import { maxPosterBytes, previewRequestSchema } from '../../src/shared/previewMessages.ts';
import { unknownActions, unknownRequestSchema } from '../../src/shared/unknownMessages.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { pixel } from '../support/engine/references.ts';
import { panelOf } from './panel.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';
import { until } from './until.ts';

/** What each page may say. */
const schemas = [
  ...[composerRequestSchema, previewRequestSchema, libraryRequestSchema],
  ...[compareRequestSchema, unknownRequestSchema],
] as const;

/** How many messages are tried. */
const runs = 1500;

class SandboxStudio extends Studio {
  origin = '';
  opened: Engine | undefined;

  override get service(): Service {
    return { kind: 'sandbox', baseUrl: this.origin };
  }

  override engine(): Promise<Engine> {
    return this.opened === undefined ? super.engine() : Promise.resolve(this.opened);
  }
}

describe('a page that says whatever it wants', () => {
  let folder: string;
  let sandbox: Sandbox;
  let engine: Engine;
  let studio: SandboxStudio;
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  const log = new SafeLog('Page test');
  const keyring = new Keyring(new Secrets(), new Settings(), log);

  before(async () => {
    process.on('unhandledRejection', onRejection);
    folder = mkdtempSync(join(tmpdir(), 'seedance-pages-'));
    sandbox = await startSandbox({
      folder: join(folder, 'sandbox'),
      clips: join(__dirname, '../../media/sandbox'),
      ffmpeg: false,
    });
    engine = new Engine({ folder: join(folder, 'storage'), ports: portsFor(() => sandbox.origin) });
    const context = {
      globalStorageUri: Uri.file(folder),
      extensionUri: Uri.file(folder),
      secrets: new Secrets(),
    } as unknown as ExtensionContext;
    studio = new SandboxStudio(context, new Settings(), keyring, log);
    studio.origin = sandbox.origin;
    studio.opened = engine;
  });

  after(async () => {
    process.off('unhandledRejection', onRejection);
    await engine.dispose();
    await sandbox.close();
    keyring.dispose();
    log.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', '../x.png', 'file:///etc/passwd', 'a.png'),
  );
  const copy = fc.record({
    referenceId: text,
    mime: fc.constantFrom('image/png', 'image/jpeg', 'text/html'),
    width: fc.anything(),
    height: fc.double(),
  });
  /** Messages of the right shape with wrong contents, all but those that open a dialog or a wizard and `generate`. */
  const nearly = fc.oneof(
    fc.record({ type: fc.constant('ready') }),
    fc.record({
      type: fc.constant('edit'),
      edit: fc.oneof(fc.double(), text),
      settings: fc.dictionary(text, fc.anything()),
    }),
    fc.record({
      type: fc.constantFrom('remove', 'move', 'publicUrl'),
      referenceId: text,
      to: fc.anything(),
      url: text,
    }),
    fc.record({ type: fc.constantFrom('makeCopy', 'copyFailed'), copy }),
    fc.record({ type: fc.constant('copyMade'), copy, bytes: fc.uint8Array() }),
    fc.record({ type: fc.constant('setFavourite'), favourite: fc.oneof(fc.boolean(), fc.anything()) }),
    fc.record({ type: fc.constantFrom('dismissNotice', 'stop', '__proto__', 'constructor', '') }),
  );
  const message = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withNullPrototype: true }),
    nearly,
  );

  it('neither breaks nor turns into something else what the messages may be', () => {
    fc.assert(
      fc.property(message, (said) => {
        for (const schema of schemas) {
          const read = schema.safeParse(said);
          if (read.success) assert.equal(read.data.type, (said as { type: unknown }).type);
        }
        assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
      }),
      { numRuns: runs },
    );
  });

  it('makes the composer send nothing, read nothing and add nothing that was not asked for', async () => {
    const { panel, say, told } = panelOf();
    mkdirSync(join(folder, 'elsewhere'), { recursive: true });
    const path = join(folder, 'elsewhere', 'kept.png');
    writeFileSync(path, pixel);
    const reference = fileReference(Uri.file(path).toString(), 'kept.png');
    const composer = new Composer(studio, engine, {
      draft: { ...newDraft(), prompt: 'Waves', references: [reference] },
      notices: [],
    });
    const shown = new ComposerPanel(panel, composer, studio, engine);
    await fc.assert(
      fc.asyncProperty(message, async (said) => {
        say(said);
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(composer.draft.references.length, 1);
        assert.equal(composer.sending, false);
      }),
      { numRuns: runs },
    );
    // What it may have marked is what the draft's prompt was, and no job came of it.
    for (const { sentAt } of engine.store.prompts.list()) assert.equal(sentAt, undefined);
    say({ type: 'edit', edit: 1, settings: { prompt: 'Marked by the page' } });
    say({ type: 'setFavourite', favourite: true, prompt: 'Another one' });
    await until('it is marked', () => engine.store.prompts.isFavourite('Marked by the page'));
    assert.equal(engine.store.prompts.isFavourite('Another one'), false);
    say({ type: 'ready' });
    // The reference is there and small; no copy of it was offered, so its bytes are not handed out as an original.
    say({ type: 'makeCopy', copy: { referenceId: reference.id, mime: 'image/png', width: 1, height: 1 } });
    say({
      type: 'copyMade',
      copy: { referenceId: reference.id, mime: 'image/png', width: 1, height: 1 },
      bytes: new Uint8Array(pixel),
    });
    await until('its picture', () => told.some((event) => (event as { type: string }).type === 'thumbnail'));
    assert.equal(
      told.some((event) => (event as { type: string }).type === 'original'),
      false,
    );
    assert.deepEqual(composer.draft.references[0]?.source, reference.source);
    // A page that does not show where it goes cannot send.
    const { host, draft } = composer.state();
    for (const other of ['', 'elsewhere.example', `${host}.evil.example`, host.toUpperCase()])
      say({ type: 'generate', edit: 1, settings: draft, plan: { takes: 1, eachImage: false }, host: other, clips: 1 });
    await until('it is dealt with', () => !composer.sending);
    assert.deepEqual(await readLedger(join(folder, 'sandbox')), []);
    assert.deepEqual(engine.store.list(), []);
    assert.deepEqual(rejections, []);
    shown.dispose();
  });

  it('can bring in nothing but media that somebody named, and with it nothing out', async () => {
    const { panel, say } = panelOf();
    const path = join(folder, 'elsewhere', 'named.png');
    mkdirSync(join(folder, 'elsewhere'), { recursive: true });
    writeFileSync(path, pixel);
    const named = Uri.file(path).toString();
    const composer = new Composer(studio, engine, { draft: newDraft(), notices: [] });
    const shown = new ComposerPanel(panel, composer, studio, engine);
    // What a person types as a URL stands there, whatever it is, with what is wrong with it.
    const typed = new Set<string>();
    const uri = fc.oneof(
      text,
      fc.constantFrom(named, `${named}#x`, 'https://127.0.0.1/x.png', 'javascript:alert(1)', 'command:seedance.cancel'),
      fc.constantFrom(
        Uri.file(folder).toString(),
        'file:///etc/hostname',
        'http://example.com/a.png',
        'data:image/png,x',
      ),
    );
    const incoming = fc.oneof(
      fc.record({ type: fc.constant('dropUris'), uris: fc.array(uri, { maxLength: 4 }) }),
      fc.record({ type: fc.constant('addUrl'), url: uri }),
      fc.record({ type: fc.constant('dropFile'), name: text, bytes: fc.uint8Array({ maxLength: 64 }) }),
      fc.record({ type: fc.constant('plan'), plan: fc.record({ takes: fc.integer(), eachImage: fc.boolean() }) }),
      fc.record({ type: fc.constantFrom('mendFailure', 'dismissNotice', 'stop') }),
    );
    await fc.assert(
      fc.asyncProperty(incoming, async (said) => {
        if ('url' in said) typed.add(said.url.trim());
        say(said);
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(composer.sending, false);
      }),
      { numRuns: 300 },
    );
    const dropped = Uri.joinPath(Uri.file(folder), 'dropped').toString();
    const look = (): void => {
      for (const { source } of composer.draft.references) {
        if (source.type === 'url') assert.ok(/^https?:\/\//.test(source.url) || typed.has(source.url), source.url);
        else assert.ok(source.uri.split('#')[0] === named || source.uri.startsWith(`${dropped}/`), source.uri);
      }
    };
    look();
    // What is dropped is taken in one after the other: when this one is there, the others have been dealt with. They may take its room.
    const broken: unknown[] = [];
    await until('it was taken in', () => {
      try {
        look();
      } catch (error) {
        broken.push(error);
      }
      if (composer.draft.references.some(({ name }) => name === 'last.png')) return true;
      for (const { id } of composer.draft.references) say({ type: 'remove', referenceId: id });
      say({ type: 'dropFile', name: 'last.png', bytes: new Uint8Array(pixel) });
      return false;
    });
    assert.deepEqual(broken, []);
    assert.deepEqual(await readLedger(join(folder, 'sandbox')), []);
    assert.deepEqual(engine.store.list(), []);
    assert.deepEqual(rejections, []);
    shown.dispose();
  });

  it('cannot put a dropped file anywhere but into a place of its own', async () => {
    const { panel, say } = panelOf();
    const composer = new Composer(studio, engine, { draft: newDraft(), notices: [] });
    const shown = new ComposerPanel(panel, composer, studio, engine);
    const names = ['../../../up.png', '/etc/root.png', 'C:\\x\\y.png', `${'長'.repeat(200)}.png`, 'con.mp4'];
    for (const name of names) say({ type: 'dropFile', name, bytes: new Uint8Array(pixel) });
    await until('five references', () => composer.draft.references.length === names.length);
    const dropped = Uri.joinPath(Uri.file(folder), 'dropped').path;
    for (const { source } of composer.draft.references) {
      assert.ok(source.type === 'file');
      const { path } = Uri.parse(source.uri);
      assert.equal(path.slice(0, dropped.length + 1), `${dropped}/`);
      assert.equal(path.slice(dropped.length).split('/').length, 3);
      assert.ok(existsSync(path));
    }
    assert.equal(readdirSync(folder).includes('up.png'), false);
    shown.dispose();
  });

  it('has what it drops taken in in that order, however large each is: the first picture is the first frame', async () => {
    const { panel, say } = panelOf();
    const composer = new Composer(studio, engine, { draft: newDraft(), notices: [] });
    const shown = new ComposerPanel(panel, composer, studio, engine);
    for (const [name, more] of Object.entries({ 'large.png': 50_000_000, 'middle.png': 5_000_000, 'small.png': 0 }))
      say({ type: 'dropFile', name, bytes: new Uint8Array(Buffer.concat([pixel, Buffer.alloc(more)])) });
    await until('three references', () => composer.draft.references.length === 3);
    assert.deepEqual(
      composer.draft.references.map(({ name }) => name),
      ['large.png', 'middle.png', 'small.png'],
    );
    shown.dispose();
  });

  it('makes the preview do only what it offers', async () => {
    const { panel, say, told } = panelOf();
    const made: unknown[] = [];
    const opened: Pick<Composers, 'openAgain' | 'goOn'> = {
      openAgain: (job) => void made.push(job),
      goOn: (frame) => Promise.resolve(void made.push(frame)),
    };
    new PreviewPanel(Uri.file(join(folder, 'clip.mp4')), panel, studio, () => Promise.resolve(opened as Composers));
    const before = readdirSync(folder, { recursive: true });
    // What is no picture gets no file, and what would be no frame is no message.
    const frames = fc.record({
      type: fc.constant('frame'),
      use: fc.constantFrom('save', 'continue', 'endOn', 'loop', 'open'),
      number: fc.oneof(fc.integer(), fc.double(), fc.constant('../../up')),
      at: fc.oneof(fc.double(), fc.constant('now')),
      png: fc.oneof(fc.uint8Array(), fc.constant('bytes'), fc.constant([137, 80, 78, 71])),
    });
    // Here, in a browser's window and outside of the workspace, the file can be shown nowhere, and no job is known of it.
    const actions = fc.constantFrom('again', 'reveal', 'openOutside', 'downloadAgain', 'constructor', '__proto__');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(message, frames, fc.record({ type: fc.constant('action'), action: actions })),
        async (said) => {
          say(said);
          await new Promise((resolve) => setImmediate(resolve));
        },
      ),
      { numRuns: runs },
    );
    say({ type: 'ready' });
    await until('its state', () => told.some((event) => (event as { type: string }).type === 'state'));
    // A poster is a picture of a file that is there.
    await until('its poster', () => told.some((event) => (event as { type: string }).type === 'poster'));
    const { source } = told.find((event) => (event as { type: string }).type === 'poster') as { source: string };
    say({ type: 'poster', source, bytes: new Uint8Array(pixel) });
    say({ type: 'poster', source, bytes: new Uint8Array(maxPosterBytes + 1).fill(0xff) });
    say({ type: 'failed' });
    await until('what is wrong', () => told.some((event) => (event as { trouble?: unknown }).trouble === 'gone'));
    assert.equal(existsSync(join(folder, 'posters')), false);
    assert.deepEqual(made, []);
    assert.deepEqual(readdirSync(folder, { recursive: true }), before);
    assert.deepEqual(rejections, []);
  });

  it('can put a frame nowhere but beside its clip', async () => {
    const { panel, say } = panelOf();
    const goneOn: unknown[] = [];
    const opened: Pick<Composers, 'goOn'> = { goOn: (frame) => Promise.resolve(void goneOn.push(frame)) };
    mkdirSync(join(folder, 'clips'));
    const clip = Uri.file(join(folder, 'clips', 'a %2e bear.mp4'));
    new PreviewPanel(clip, panel, studio, () => Promise.resolve(opened as Composers));
    const frame = {
      type: 'frame',
      use: 'continue',
      number: 7,
      at: 0.25,
      png: new Uint8Array(pixel),
      name: '../up.png',
    };
    say(frame);
    await until('the next shot', () => goneOn.length === 1);
    say({ ...frame, use: 'loop' });
    await until('the next loop', () => goneOn.length === 2);
    say({ ...frame, number: 12345, png: new Uint8Array([...pixel, 0]) });
    await until('another shot', () => goneOn.length === 3);
    assert.deepEqual(readdirSync(join(folder, 'clips')).sort(), [
      'a %2e bear frame 0007.png',
      'a %2e bear frame 12345.png',
    ]);
    assert.deepEqual(rejections, []);
  });

  it('makes the page that compares do nothing to a clip that it does not show, and nothing that cannot be done', async () => {
    const { panel, say, told } = panelOf();
    const clip = Uri.file(join(folder, 'clip.mp4'));
    const draft = draftOf({ id: 'draft of another' });
    const download = { state: 'done', file: storedUri(Uri.file(join(folder, 'another.mp4'))), size: 4 } as const;
    const another = jobOf({ id: 'another', draft, state: 'succeeded', download });
    engine.store.insert(another);
    new ComparePanel([{ uri: clip }], panel, studio, engine);
    const take = fc.oneof(text, fc.constantFrom(clip.toString(), download.file, another.id));
    // Those that name a clip are not opened: that would open a tab for each.
    const judging = fc.record({ type: fc.constantFrom('keep', 'reject', 'constructor'), take });
    await fc.assert(
      fc.asyncProperty(fc.oneof(message, judging), async (said) => {
        say(said);
        await new Promise((resolve) => setImmediate(resolve));
      }),
      { numRuns: runs },
    );
    say({ type: 'ready' });
    await until('its state', () => told.some((event) => (event as { type: string }).type === 'state'));
    assert.deepEqual(engine.store.get(another.id), another);
    assert.deepEqual(rejections, []);
    engine.store.remove(another.id, 0);
  });

  it('makes the view of an unknown job forget, open and copy nothing but by what its buttons say', async () => {
    const { panel, say, told } = panelOf();
    const lost = jobOf({ id: 'lost', state: 'unknown', draft: draftOf({ id: 'lost draft' }) });
    engine.store.insert(lost);
    const done: unknown[] = [];
    new UnknownPanel(lost.id, panel, studio, engine, {
      openDraft: (job) => Promise.resolve(void done.push(job)),
      show: (id) => Promise.resolve(void done.push(id)),
    });
    // The words of its buttons, and none of them as a button says it.
    const action = fc.record({
      type: fc.constantFrom('action', 'act', 'Action'),
      action: fc.oneof(text, fc.constantFrom(...unknownActions)),
      withPrompt: fc.oneof(text, fc.constant(1), fc.constant(undefined)),
      jobId: fc.constantFrom('another', lost.id),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(message, action), async (said) => {
        say(said);
        await new Promise((resolve) => setImmediate(resolve));
      }),
      { numRuns: runs },
    );
    say({ type: 'ready' });
    await until('its state', () => told.some((event) => (event as { type: string }).type === 'state'));
    assert.deepEqual([engine.store.get(lost.id), engine.store.isInView(lost.id)], [lost, true]);
    assert.deepEqual(done, []);
    assert.equal(
      told.some((event) => (event as { type: string }).type === 'done'),
      false,
    );
    // It is no way to another job, whatever it names.
    say({ type: 'action', action: 'showJob', withPrompt: false, jobId: 'another' });
    await until('its row', () => done.length === 1);
    assert.deepEqual([done, rejections], [[lost.id], []]);
    engine.store.remove(lost.id, 0);
  });

  it('tells a hidden library nothing, which would be kept for it, and all once it is shown', async () => {
    const { panel, say, told, hide } = panelOf();
    const types = (): string[] => told.map((event) => (event as { type: string }).type);
    new LibraryPanel(panel, engine, studio);
    say({ type: 'ready' });
    await until('its state', () => types().includes('complete'));
    told.length = 0;
    engine.store.insert(jobOf({ id: 'seen', requestId: 'req_seen', state: 'failed' }));
    assert.ok(types().includes('changed'));
    hide();
    told.length = 0;
    engine.store.insert(jobOf({ id: 'unseen', requestId: 'req_unseen', state: 'failed' }));
    engine.store.remove('seen', 1);
    assert.deepEqual(types(), []);
    engine.store.remove('unseen', 1);
    panel.dispose();
  });

  it('makes the library do only what it offers, and keep only pictures of clips', async () => {
    const { panel, say, told } = panelOf();
    const path = join(folder, 'kept.mp4');
    writeFileSync(path, 'a clip');
    const file = Uri.file(path).toString();
    const job = jobOf({ id: 'of-library', requestId: 'req_library', state: 'succeeded' });
    engine.store.insert({ ...job, download: { state: 'done', file, size: 6 } });
    new LibraryPanel(panel, engine, studio);
    // What the clip itself can do opens tabs and dialogs; all that it cannot is asked for, and all of what is no job.
    const offered = ['open', 'compare', 'again', 'copyMarkdown', 'copyHtml', 'remove'];
    const others = libraryActions.filter((action) => !offered.includes(action));
    const action = fc.oneof(
      fc.record({ type: fc.constant('action'), action: fc.constantFrom(...others), ids: fc.constant(['of-library']) }),
      fc.record({ type: fc.constant('action'), action: fc.constantFrom(...libraryActions), ids: fc.array(text) }),
    );
    // Every now and then chance makes the beginning of a JPEG, and that is kept.
    const bytes = fc.uint8Array().filter(([first, second]) => first !== 0xff || second !== 0xd8);
    const poster = fc.oneof(
      fc.record({ type: fc.constant('poster'), id: fc.oneof(text, fc.constant('of-library')), bytes }),
      fc.record({ type: fc.constant('posters'), ids: fc.array(text) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(message, action, poster), async (said) => {
        say(said);
        await new Promise((resolve) => setImmediate(resolve));
      }),
      { numRuns: runs },
    );
    const picture = new Uint8Array(maxPosterBytes + 1);
    picture.set([0xff, 0xd8]);
    told.length = 0;
    say({ type: 'posters', ids: ['of-library'] });
    await until('that there is none', () => told.some((event) => (event as { type: string }).type === 'poster'));
    say({ type: 'poster', id: 'of-library', bytes: picture });
    say({ type: 'ready' });
    await until('its state', () => told.some((event) => (event as { type: string }).type === 'complete'));
    assert.equal(engine.store.list().length, 1);
    assert.equal(existsSync(join(folder, 'posters')), false, 'nothing that is no small JPEG is kept');
    say({ type: 'poster', id: 'of-library', bytes: picture.subarray(0, 1000) });
    await until(
      'the picture',
      () => existsSync(join(folder, 'posters')) && readdirSync(join(folder, 'posters')).length === 1,
    );
    const before = told.length;
    say({ type: 'posters', ids: ['of-library'] });
    const given = await until('it comes back', () =>
      told.slice(before).find((event) => (event as { type: string }).type === 'poster'),
    );
    // A Buffer would not reach a page as bytes.
    assert.equal((given as { bytes: object }).bytes.constructor, Uint8Array);
    assert.deepEqual(rejections, []);
    panel.dispose();
    engine.remove('of-library');
  });
});
