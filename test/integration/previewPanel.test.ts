import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, Uri, type ExtensionContext } from 'vscode';
import type { Composers } from '../../src/editor/composer/composers.ts';
import { storedUri } from '../../src/editor/files.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { PreviewPanel } from '../../src/editor/preview/previewPanel.ts';
import { Previews } from '../../src/editor/preview/previews.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio } from '../../src/editor/studio.ts';
import { recordOf, recordText } from '../../src/engine/clips/clipRecord.ts';
import { fileReference, urlReference } from '../../src/engine/drafts/draft.ts';
import { Engine } from '../../src/engine/engine.ts';
import { StoreError } from '../../src/engine/jobs/storeError.ts';
import type { PreviewEvent } from '../../src/shared/previewMessages.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { pixel } from '../support/engine/references.ts';
import { panelOf } from './panel.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';
import { until } from './until.ts';

class OpenedStudio extends Studio {
  opened: Engine | undefined;

  override engine(): Promise<Engine> {
    return this.opened === undefined ? super.engine() : Promise.resolve(this.opened);
  }
}

describe('a preview', () => {
  let folder: string;
  let clip: Uri;
  let engine: Engine;
  let studio: OpenedStudio;
  const log = new SafeLog('Preview test');
  const keyring = new Keyring(new Secrets(), new Settings(), log);

  after(() => {
    keyring.dispose();
    log.dispose();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-preview-'));
    clip = Uri.file(join(folder, 'clip.mp4'));
    writeFileSync(clip.fsPath, 'a clip');
    engine = new Engine({ folder: join(folder, 'storage'), ports: portsFor(() => 'http://127.0.0.1:9') });
    const context = { globalStorageUri: Uri.file(folder), extensionUri: Uri.file(folder) } as ExtensionContext;
    studio = new OpenedStudio(context, new Settings(), keyring, log);
    studio.opened = engine;
  });

  afterEach(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function open() {
    const { panel, say, told, hide, show } = panelOf();
    new PreviewPanel(clip, panel, studio, () => Promise.reject<Composers>(new Error('nothing is composed here')));
    const last = <Type extends PreviewEvent['type']>(type: Type): Promise<PreviewEvent & { type: Type }> =>
      until(type, () => (told as PreviewEvent[]).findLast((event) => event.type === type)) as never;
    return { panel, say, told, last, hide, show };
  }

  it('of the newest clip is asked for in vain where none is there yet, and of a job before its clip is', async () => {
    const previews = new Previews(studio, () => Promise.reject<Composers>(new Error('nothing is composed here')));
    const why = async (jobId?: string): Promise<unknown> =>
      await previews.continueFromLastFrame(jobId).catch((error: unknown) => error);
    const none = /^UserError: There is no clip yet to go on from\.$/;
    assert.match(String(await why()), none);
    engine.store.insert(jobOf({ state: 'failed' }));
    assert.match(String(await why()), none);
    assert.match(String(await why('job')), /^UserError: The clip is not downloaded yet\.$/);
  });

  it('plays, says what the clip says of itself, and does what needs no job, though the store cannot be read', async () => {
    const record = recordOf(jobOf({ draft: draftOf({ id: 'draft', prompt: 'A bear' }) }));
    writeFileSync(`${clip.fsPath}.seedance.json`, recordText(record));
    const fail = (): never => {
      throw new StoreError('failed');
    };
    Object.assign(engine.store.clips, { jobAt: fail });
    const { panel, say, told, last } = open();
    say({ type: 'ready' });
    const { state } = await last('state');
    assert.deepEqual(
      state.facts.filter(({ name }) => name === 'Prompt').map((fact) => 'value' in fact && fact.value),
      ['A bear'],
    );
    told.length = 0;
    say({ type: 'action', action: 'reload' });
    assert.notEqual((await last('state')).state.source, state.source);
    await env.clipboard.writeText('');
    say({ type: 'action', action: 'copyPath' });
    await until('the path', async () => (await env.clipboard.readText()) !== '');
    // The job is found, and what is beside it is not.
    Object.assign(engine.store, { takesOf: fail });
    Reflect.deleteProperty(engine.store.clips, 'jobAt');
    const download = { state: 'done', file: storedUri(clip), size: 6 } as const;
    engine.store.insert(
      jobOf({ id: 'own', state: 'succeeded', draft: draftOf({ id: 'own', prompt: 'A fox' }), download }),
    );
    told.length = 0;
    say({ type: 'ready' });
    const own = (await last('state')).state;
    assert.deepEqual(
      [own.facts[0], own.related],
      [
        { name: 'Prompt', value: 'A fox', wide: true },
        { takes: [], chain: [] },
      ],
    );
    panel.dispose();
  });

  it('gives small pictures of what its clip was made from once it is asked: of files as they were sent, and of nothing on the web', async () => {
    const file = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(folder, name), bytes);
      return fileReference(storedUri(Uri.file(join(folder, name))), name);
    };
    const gone = fileReference(storedUri(Uri.file(join(folder, 'gone.png'))), 'gone.png');
    const [same, unhashed, changed] = ['same.png', 'unhashed.png', 'changed.png'].map((name) => file(name, pixel));
    assert.ok(same && unhashed && changed);
    const text = Buffer.from('text');
    const [noPicture, sound] = [file('no-picture.png', text), file('chime.wav', pixel)];
    const web = urlReference('https://example.com/web.png');
    // What is shown comes last: by then whatever else there is would have come.
    const references = [unhashed, changed, gone, noPicture, sound, web, same];
    const [sent, sentText] = [pixel, text].map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    assert.ok(sent !== undefined && sentText !== undefined);
    const hashes = {
      ...{ [same.id]: sent, [changed.id]: 'a'.repeat(64), [gone.id]: sent },
      ...{ [noPicture.id]: sentText, [sound.id]: sent },
    };
    const download = { state: 'done', file: storedUri(clip), size: 6 } as const;
    engine.store.insert(
      jobOf({ id: 'own', state: 'succeeded', draft: draftOf({ id: 'own', references }), hashes, download }),
    );
    const { panel, say, told, last } = open();
    say({ type: 'ready' });
    const { state } = await last('state');
    assert.deepEqual(
      state.facts.flatMap((fact) => ('references' in fact ? fact.references : [])),
      [
        { name: 'unhashed.png', kind: 'image' },
        ...[changed, gone, noPicture].map(({ id, name }) => ({ name, kind: 'image', id })),
        { name: 'chime.wav', kind: 'audio' },
        { name: 'web.png', kind: 'image' },
        { name: 'same.png', kind: 'image', id: same.id },
      ],
    );
    const given = () => (told as PreviewEvent[]).filter((event) => event.type === 'thumbnail');
    assert.deepEqual(given(), [], 'nothing comes before the clip is seen');
    say({ type: 'thumbnails' });
    await until('it', () => given().length === 1);
    say({ type: 'thumbnails' });
    await until('it again', () => given().length === 2);
    assert.deepEqual(
      given().map(({ reference, bytes }) => [reference, Buffer.from(bytes).equals(pixel)]),
      [same, same].map(({ id }) => [id, true]),
    );
    panel.dispose();
  });

  it('shows what has come into its file while it was hidden, though nobody watched that then', async () => {
    const { panel, say, told, last, hide, show } = open();
    say({ type: 'ready' });
    const { source } = (await last('state')).state;
    hide();
    told.length = 0;
    writeFileSync(clip.fsPath, 'another clip, written while nobody looks');
    show();
    say({ type: 'ready' });
    await until('another clip', () =>
      (told as PreviewEvent[]).some((event) => event.type === 'state' && event.state.source !== source),
    );
    panel.dispose();
  });

  it('files a picture under the state of the file that it was asked for', async () => {
    const { panel, say, told, last } = open();
    const jpeg = Uint8Array.of(0xff, 0xd8, 1, 2, 3);
    const posters = join(folder, 'posters');
    say({ type: 'ready' });
    const { source } = await last('poster');
    utimesSync(clip.fsPath, new Date(), new Date(Date.now() + 5000));
    say({ type: 'poster', source, bytes: jpeg });
    await until('a poster', () => existsSync(posters) && readdirSync(posters).length === 1);
    told.length = 0;
    say({ type: 'action', action: 'reload' });
    const next = await last('poster');
    assert.notEqual(next.source, source);
    assert.equal(next.poster, undefined, 'it is a picture of the file as it was');
    say({ type: 'poster', source, bytes: jpeg });
    await until('another poster', async () => {
      // The change may be told of once more.
      say({ type: 'poster', source: (await last('poster')).source, bytes: Uint8Array.of(0xff, 0xd8, 4) });
      return readdirSync(posters).length === 2;
    });
    told.length = 0;
    say({ type: 'ready' });
    assert.deepEqual((await last('poster')).poster, Uint8Array.of(0xff, 0xd8, 4));
    panel.dispose();
  });
});
