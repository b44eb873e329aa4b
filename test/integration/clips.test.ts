import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, TabInputWebview, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { draftOfOrigin, originOf } from '../../src/editor/clips/draftOfClip.ts';
import { homeOfReferences } from '../../src/editor/clips/referenceHome.ts';
import { Composer } from '../../src/editor/composer/composer.ts';
import { Intake } from '../../src/editor/composer/intake.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio } from '../../src/editor/studio.ts';
import type { Edited } from '../../src/engine/drafts/draft.ts';
import { newDraft } from '../../src/engine/drafts/draft.ts';
import { recordOf, recordText, type ClipRecord } from '../../src/engine/clips/clipRecord.ts';
import { recordBox } from '../../src/engine/clips/recordBox.ts';
import { Engine } from '../../src/engine/engine.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';
import { until } from './until.ts';

/** Clips that were made on another machine: what is here is a fresh store, a workspace, and the file. */
describe('a clip of another machine', () => {
  let folder: string;
  let engine: Engine;
  const [workspaceFolder] = workspace.workspaceFolders ?? [];
  assert.ok(workspaceFolder);
  const at = (...path: readonly string[]): Uri => Uri.joinPath(workspaceFolder.uri, 'from-elsewhere', ...path);
  const asked: string[][] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-clips-'));
    engine = new Engine({ folder, ports: portsFor(() => 'http://127.0.0.1:9') });
    asked.length = 0;
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
    await workspace.fs.delete(at(), { recursive: true });
  });

  async function write(uri: Uri, content: string | Uint8Array): Promise<{ readonly sha256: string }> {
    await workspace.fs.writeFile(uri, Buffer.from(content));
    return { sha256: createHash('sha256').update(content).digest('hex') };
  }

  /** A clip in the workspace that says that it was made from these. */
  async function clipOf(references: ClipRecord['references'], name = 'clip.mp4'): Promise<Uri> {
    const record = {
      ...recordOf(jobOf({ requestId: 'req_elsewhere' })),
      ...{ prompt: 'Over [Image 1]', model: 'seedance-2.0-fast', aspectRatio: '9:16', duration: 8, resolution: '480p' },
      references,
    };
    const uri = at('clips', name);
    if (name.endsWith('.mp4')) {
      const clip = await workspace.fs.readFile(Uri.joinPath(workspaceFolder?.uri ?? uri, 'slow-push-in.mp4'));
      await write(uri, Buffer.concat([clip, recordBox(record) ?? Buffer.alloc(0)]));
    } else {
      await write(uri, 'a clip that holds nothing');
      await write(at('clips', `${name}.seedance.json`), recordText(record));
    }
    return uri;
  }

  async function fill(clip: Uri, agrees = true): Promise<Edited> {
    const origin = await originOf(clip, engine);
    assert.ok(origin !== undefined && 'record' in origin);
    const ask = (hosts: readonly string[]): Promise<boolean> => {
      asked.push([...hosts]);
      return Promise.resolve(agrees);
    };
    const context = { globalStorageUri: Uri.file(folder) } as ExtensionContext;
    return draftOfOrigin(origin, clip, engine, ask, homeOfReferences(clip, { context }));
  }

  function openComposer(): { composer: Composer; studio: Studio; readonly close: () => void } {
    const log = new SafeLog('Clips test');
    const keyring = new Keyring(new Secrets(), new Settings(), log);
    const studio = new Studio({ globalStorageUri: Uri.file(folder) } as ExtensionContext, new Settings(), keyring, log);
    const composer = new Composer(studio, engine, { draft: newDraft(), notices: [] });
    const close = (): void => {
      composer.dispose();
      keyring.dispose();
      log.dispose();
    };
    return { composer, studio, close };
  }

  const sources = ({ draft }: Edited): string[] =>
    draft.references.map(({ source }) => (source.type === 'file' ? source.uri : source.url));

  it('fills a draft as it was made, with the pictures that are here', async () => {
    const lake = { name: 'lake.png', ...(await write(at('pictures/lake.png'), 'the lake')) };
    const edited = await fill(await clipOf([lake]));
    const { prompt, model, aspectRatio, duration, resolution, webhookUrl, metadata } = edited.draft;
    assert.deepEqual(
      [prompt, model, aspectRatio, duration, resolution, webhookUrl, metadata],
      ['Over [Image 1]', 'seedance-2.0-fast', '9:16', 8, '480p', '', ''],
    );
    assert.deepEqual(sources(edited), [at('pictures/lake.png').toString()]);
    assert.deepEqual([edited.notices, asked], [[], []]);
  });

  it('begins and ends with one picture where it was a loop', async () => {
    const lake = { name: 'lake.png', ...(await write(at('pictures/lake.png'), 'the lake')) };
    const edited = await fill(await clipOf([lake, lake]));
    const picture = at('pictures/lake.png').toString();
    assert.deepEqual([sources(edited), edited.notices], [[picture, picture], []]);
  });

  it('is named as what the new take comes from, also where its record is pointed at', async () => {
    const from = { way: 'again', requestId: 'req_elsewhere' };
    const { lineage } = (await fill(await clipOf([]))).draft;
    assert.deepEqual(lineage?.from, { ...from, clip: 'clip.mp4' });
    await clipOf([], 'clip.webm');
    const beside = (await fill(at('clips/clip.webm.seedance.json'))).draft;
    assert.deepEqual(beside.lineage?.from, { ...from, clip: 'clip.webm' });
  });

  it('does so too where the record lies beside it, and from the record itself', async () => {
    const clip = await clipOf([], 'clip.webm');
    assert.equal((await fill(clip)).draft.prompt, 'Over [Image 1]');
    assert.equal((await fill(at('clips/clip.webm.seedance.json'))).draft.prompt, 'Over [Image 1]');
  });

  it('takes of several files of a name the one that it was made from, and that beside it first', async () => {
    const { sha256 } = await write(at('deep/er/hero [1].png'), 'the hero');
    await write(at('hero [1].png'), 'another');
    const clip = await clipOf([{ name: 'hero [1].png', sha256 }]);
    assert.deepEqual(sources(await fill(clip)), [at('deep/er/hero [1].png').toString()]);
    await write(at('clips/hero [1].png'), 'the hero');
    assert.deepEqual(sources(await fill(clip)), [at('clips/hero [1].png').toString()]);
  });

  it('keeps the place of what is missing, and says what is missing and what has changed', async () => {
    await write(at('clips/b.png'), 'as it is now');
    await write(at('a.png'), 'of the same name, and another');
    const sha256 = '0'.repeat(64);
    const edited = await fill(
      await clipOf([
        { name: 'a.png', sha256 },
        { name: 'b.png', sha256 },
      ]),
    );
    assert.deepEqual(sources(edited), [at('clips/a.png').toString(), at('clips/b.png').toString()]);
    assert.match(edited.notices[0] ?? '', /^Not found in the workspace: a\.png\./);
    assert.match(edited.notices[1] ?? '', /^Not as it was when the clip was made: b\.png\.$/);
  });

  it('asks before it brings an address of a stranger into a draft that looks at it', async () => {
    const clip = await clipOf([{ name: 'sea.png', url: 'https://one.example/sea.png' }, { name: 'notes.txt' }]);
    const refused = await fill(clip, false);
    assert.deepEqual(asked, [['one.example']]);
    assert.deepEqual(sources(refused), []);
    assert.match(refused.notices[0] ?? '', /^Left out: sea\.png, notes\.txt\./);
    assert.deepEqual(sources(await fill(clip)), ['https://one.example/sea.png']);
  });

  it('that is of this store after all fills it as its job was, wherever it lies by now', async () => {
    const clip = await clipOf([{ name: 'lake.png' }]);
    const job = jobOf({ requestId: 'req_elsewhere', state: 'succeeded' });
    engine.store.insert(job);
    assert.deepEqual(await originOf(clip, engine), { job });
  });

  it('opens a composer from the explorer, and one that says nothing opens none', async () => {
    const composers = (): number =>
      window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('seedance.composer')).length;
    const silent = at('silent.mp4');
    await write(silent, 'nothing');
    await commands.executeCommand('seedance.makeAgainFromFile', silent);
    assert.equal(composers(), 0);
    await commands.executeCommand('seedance.makeAgainFromFile', await clipOf([]));
    await until('a composer', () => composers() === 1);
  });

  it('that is dropped or pasted from outside has its pictures put into the folder that is open, and leaves no copy', async () => {
    const bytes = new Uint8Array(await workspace.fs.readFile(await clipOf([{ name: 'nowhere.png' }])));
    for (const pasted of [false, true]) {
      const { composer, studio, close } = openComposer();
      await new Intake(composer, studio, engine).file({ name: 'clip.mp4', bytes, pasted });
      const { draft, notices } = composer.state();
      const [reference] = draft.references;
      const missing = Uri.joinPath(workspaceFolder.uri, 'nowhere.png').toString();
      assert.deepEqual(reference?.source, { type: 'file', uri: missing });
      const put = `Put it into the folder “${workspaceFolder.name}”`;
      assert.ok(
        notices.some((notice) => notice.includes(put)),
        notices.join('\n'),
      );
      assert.ok(!notices.some((notice) => notice.includes('is kept in the storage')), notices.join('\n'));
      assert.deepEqual(readdirSync(join(folder, 'dropped')), []);
      close();
    }
  });

  it('fills no draft in which there is something', async () => {
    const edited = await fill(await clipOf([]));
    const { composer, close } = openComposer();
    const { id } = composer.draft;
    assert.equal(composer.fill(edited), true);
    assert.deepEqual(composer.draft, { ...edited.draft, id });
    assert.equal(composer.fill({ draft: newDraft(), notices: [] }), false);
    assert.equal(composer.draft.prompt, 'Over [Image 1]');
    close();
  });
});
