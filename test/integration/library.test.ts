import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { originOf } from '../../src/editor/clips/draftOfClip.ts';
import { storedUri } from '../../src/editor/files.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { cardOf } from '../../src/editor/library/card.ts';
import { snippetOf } from '../../src/editor/library/copySnippet.ts';
import { dropSnippets } from '../../src/editor/library/dropSnippet.ts';
import { findClips } from '../../src/editor/library/findClips.ts';
import { followRenames } from '../../src/editor/library/followRenames.ts';
import { lookForClip } from '../../src/editor/library/lookForClip.ts';
import { OpenDocument } from '../../src/editor/library/openDocument.ts';
import { Presence } from '../../src/editor/library/presence.ts';
import { isWholeDisk, rootsOf } from '../../src/editor/library/roots.ts';
import { windowUri } from '../../src/editor/library/windowUri.ts';
import { recordOf } from '../../src/engine/clips/clipRecord.ts';
import { recordBox } from '../../src/engine/clips/recordBox.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { clipBytes, jobOf } from '../support/engine/fixtures.ts';
import { portsFor } from './ports.ts';
import { until } from './until.ts';

/** Clips in a workspace, and a store that knows where they were made. */
describe('a clip of the library', () => {
  let folder: string;
  let engine: Engine;
  const [workspaceFolder] = workspace.workspaceFolders ?? [];
  assert.ok(workspaceFolder);
  const at = (...path: readonly string[]): Uri => Uri.joinPath(workspaceFolder.uri, 'library', ...path);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-library-'));
    engine = new Engine({ folder, ports: portsFor(() => 'http://127.0.0.1:9') });
  });

  afterEach(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
    await workspace.fs.delete(at(), { recursive: true });
  });

  /** A job whose clip is there. `says`: the clip says of itself how it was made. */
  async function clip(id: string, name: string, { length = 2000, says = false } = {}): Promise<Job> {
    const plainBytes = clipBytes(length);
    const made = jobOf({ id, requestId: `req_${id}`, state: 'succeeded' });
    const bytes = says ? Buffer.concat([plainBytes, recordBox(recordOf(made)) ?? Buffer.alloc(0)]) : plainBytes;
    const uri = at(...name.split('/'));
    await workspace.fs.writeFile(uri, bytes);
    const job: Job = { ...made, download: { state: 'done', file: storedUri(uri), size: bytes.length } };
    engine.store.insert(job);
    return job;
  }

  const fileOf = (id: string): string | undefined => {
    const download = engine.store.get(id)?.download;
    return download?.state === 'done' ? download.file : undefined;
  };

  async function rename(from: Uri, to: Uri): Promise<void> {
    const edit = new WorkspaceEdit();
    edit.renameFile(from, to);
    assert.ok(await workspace.applyEdit(edit));
  }

  it('that is renamed in VS Code is followed at once, and so are all below a folder that is', async () => {
    const log = new SafeLog('Library test');
    const following = followRenames(engine, log);
    try {
      await clip('one', 'clips/one [1].mp4');
      await clip('deep', 'clips/deep/er/two.mp4');
      await clip('near', 'clips-not/three.mp4');
      await rename(at('clips/one [1].mp4'), at('clips/ëins 100%.mp4'));
      await until('the new name', () => fileOf('one') === storedUri(at('clips/ëins 100%.mp4')));
      await rename(at('clips'), at('moved'));
      await until('both', () => fileOf('deep') === storedUri(at('moved/deep/er/two.mp4')));
      await until('both', () => fileOf('one') === storedUri(at('moved/ëins 100%.mp4')));
      assert.equal(fileOf('near'), storedUri(at('clips-not/three.mp4')));
    } finally {
      following.dispose();
      log.dispose();
    }
  });

  it('that is renamed or moved in VS Code takes along the record beside it, and puts it over no other', async () => {
    const log = new SafeLog('Library test');
    const following = followRenames(engine, log);
    const text = async (...path: readonly string[]): Promise<string | undefined> => {
      const bytes = await Promise.resolve(workspace.fs.readFile(at(...path))).catch(() => undefined);
      return bytes && new TextDecoder().decode(bytes);
    };
    const write = (path: string, content: string): Thenable<void> =>
      workspace.fs.writeFile(at(...path.split('/')), new TextEncoder().encode(content));
    try {
      await clip('one', 'clips/one.webm');
      await write('clips/one.webm.seedance.json', 'the record of one');
      await rename(at('clips/one.webm'), at('kept/ëins.webm'));
      await until('the record', async () => (await text('kept', 'ëins.webm.seedance.json')) === 'the record of one');
      assert.equal(await text('clips', 'one.webm.seedance.json'), undefined);
      await rename(at('kept'), at('moved'));
      assert.equal(await text('moved', 'ëins.webm.seedance.json'), 'the record of one');
      await write('moved/two.webm.seedance.json', 'of another');
      await rename(at('moved/ëins.webm'), at('moved/two.webm'));
      await until('the new name', () => fileOf('one') === storedUri(at('moved/two.webm')));
      assert.equal(await text('moved', 'two.webm.seedance.json'), 'of another');
      assert.equal(await text('moved', 'ëins.webm.seedance.json'), 'the record of one');
    } finally {
      following.dispose();
      log.dispose();
    }
  });

  it('that was moved by others is found by what it says, whatever it is called', async () => {
    const job = await clip('one', 'clips/one.mp4', { says: true });
    await workspace.fs.rename(at('clips/one.mp4'), at('other/name.mp4'));
    assert.deepEqual(await findClips(engine, [job]), ['one']);
    assert.equal(fileOf('one'), storedUri(at('other/name.mp4')));
  });

  it('that was moved is found among many, whatever the case of its ending', async () => {
    const job = await clip('one', 'clips/one.mp4', { says: true });
    await workspace.fs.rename(at('clips/one.mp4'), at('other/Name.MP4'));
    const others = await workspace.findFiles('**/*.[mM][pP]4');
    // More of its name than are read, and more clips of other jobs than are looked at.
    for (let count = 0; count < 21; count++) await clip(`other ${count}`, `others/${count}.mp4`, { length: 100 });
    for (let count = 0; count < 21; count++)
      await workspace.fs.writeFile(at(`copies/${count}/one.mp4`), clipBytes(200 + count));
    assert.deepEqual(await findClips(engine, [job], others.length + 21), ['one']);
    assert.equal(fileOf('one'), storedUri(at('other/Name.MP4')));
  });

  it('that says nothing is found by name and size, and not by either alone', async () => {
    const job = await clip('one', 'clips/one.mp4');
    await workspace.fs.rename(at('clips/one.mp4'), at('other/name.mp4'));
    await workspace.fs.writeFile(at('another/one.mp4'), clipBytes(2001));
    assert.deepEqual(await findClips(engine, [job]), []);
    await workspace.fs.rename(at('other/name.mp4'), at('far/one.mp4'));
    assert.deepEqual(await findClips(engine, [job]), ['one']);
    assert.equal(fileOf('one'), storedUri(at('far/one.mp4')));
  });

  it('is never taken for another: not for that of another job, and not for one that says it is another', async () => {
    const lost = await clip('lost', 'clips/one.mp4');
    await clip('other', 'others/one.mp4');
    await workspace.fs.delete(at('clips/one.mp4'));
    assert.deepEqual(await findClips(engine, [lost]), [], 'that of another job');
    // No job has it any more, and it says of itself whose it was.
    const stranger = await clip('stranger', 'strange/one.mp4', { says: true });
    engine.store.apply('stranger', { type: 'discarded', file: fileOf('stranger') ?? '' });
    const { size } = stranger.download as { readonly size: number };
    const twin: Job = { ...lost, download: { state: 'done', file: fileOf('lost') ?? '', size } };
    assert.deepEqual(await findClips(engine, [twin]), [], 'one that says it is another');
    assert.equal(fileOf('lost'), storedUri(at('clips/one.mp4')));
  });

  /** Moves a file as a terminal does, over whatever is there. */
  const move = (from: string, to: string): Thenable<void> =>
    workspace.fs.rename(at(...from.split('/')), at(...to.split('/')), { overwrite: true });

  const madeBy = async (path: string): Promise<string | undefined> => {
    const origin = await originOf(at(...path.split('/')), engine);
    return origin && 'job' in origin ? origin.job.id : origin?.record.requestId;
  };

  it('that was moved to where another was is known there, and so is the other, wherever it went', async () => {
    await clip('one', 'clips/take-1.mp4', { says: true });
    await clip('two', 'clips/take-2.mp4', { says: true, length: 3000 });
    const presence = new Presence(engine);
    const places = (): (string | undefined)[] => [fileOf('one'), fileOf('two')];
    try {
      await move('clips/take-2.mp4', 'clips/take-3.mp4');
      await move('clips/take-1.mp4', 'clips/take-2.mp4');
      assert.equal(await madeBy('clips/take-2.mp4'), 'one', 'before anybody has looked for it');
      await presence.look();
      assert.deepEqual(places(), [storedUri(at('clips/take-2.mp4')), storedUri(at('clips/take-3.mp4'))]);
      await move('clips/take-2.mp4', 'clips/x.mp4');
      await move('clips/take-3.mp4', 'clips/take-2.mp4');
      await move('clips/x.mp4', 'clips/take-3.mp4');
      await presence.look();
      assert.deepEqual(places(), [storedUri(at('clips/take-3.mp4')), storedUri(at('clips/take-2.mp4'))], 'swapped');
      assert.deepEqual(
        ['one', 'two'].filter((id) => presence.isMissing(id)),
        [],
      );
      assert.deepEqual([await madeBy('clips/take-2.mp4'), await madeBy('clips/take-3.mp4')], ['two', 'one']);
    } finally {
      presence.dispose();
    }
  });

  it('over which another was put is missing until it is back, and what is there is the other', async () => {
    await clip('one', 'clips/take-1.mp4', { says: true });
    const own = await workspace.fs.readFile(at('clips/take-1.mp4'));
    const elsewhere = recordBox(recordOf(jobOf({ requestId: 'req_elsewhere' }))) ?? Buffer.alloc(0);
    const presence = new Presence(engine);
    try {
      await workspace.fs.writeFile(at('clips/take-1.mp4'), Buffer.concat([clipBytes(4000), elsewhere]));
      await presence.look();
      assert.ok(presence.isMissing('one'));
      assert.equal(await madeBy('clips/take-1.mp4'), 'req_elsewhere');
      engine.judge('one', 'rejected');
      await presence.look();
      assert.ok(presence.isMissing('one'), 'it is none the less when something else became of its job');
      // Another program has written it anew: that is no other clip, as far as anybody can tell.
      await workspace.fs.writeFile(at('clips/take-1.mp4'), clipBytes(4000));
      await presence.look();
      assert.ok(!presence.isMissing('one'));
      await workspace.fs.writeFile(at('clips/take-1.mp4'), own);
      await presence.look();
      assert.ok(!presence.isMissing('one'));
    } finally {
      presence.dispose();
    }
  });

  it('that was put over another in VS Code is known there, also where neither says whose it is', async () => {
    const log = new SafeLog('Library test');
    const following = followRenames(engine, log);
    const presence = new Presence(engine);
    try {
      await clip('one', 'clips/take-1.mp4');
      await clip('two', 'clips/take-2.mp4', { length: 3000 });
      const edit = new WorkspaceEdit();
      edit.renameFile(at('clips/take-1.mp4'), at('clips/take-2.mp4'), { overwrite: true });
      assert.ok(await workspace.applyEdit(edit));
      await until('its new place', () => fileOf('one') === storedUri(at('clips/take-2.mp4')));
      await presence.look();
      assert.deepEqual([presence.isMissing('one'), presence.isMissing('two')], [false, true]);
      assert.equal(await madeBy('clips/take-2.mp4'), 'one');
      await rename(at('clips/take-2.mp4'), at('clips/take-3.mp4'));
      await until('its next place', () => fileOf('one') === storedUri(at('clips/take-3.mp4')));
      await presence.look();
      assert.ok(presence.isMissing('two'), 'it has not gone along');
    } finally {
      presence.dispose();
      following.dispose();
      log.dispose();
    }
  });

  it('that is gone is said to be missing, with what to do, until it is back', async () => {
    const job = await clip('one', 'clips/one.mp4');
    const presence = new Presence(engine);
    const told: (readonly string[])[] = [];
    presence.onDidChange((ids) => told.push(ids));
    try {
      await presence.look();
      assert.deepEqual([presence.isMissing('one'), told], [false, []]);
      await workspace.fs.delete(at('clips/one.mp4'));
      await presence.look();
      assert.deepEqual([presence.isMissing('one'), told], [true, [['one']]]);
      const card = cardOf(job, true, (uri) => uri);
      assert.deepEqual([card.state, card.source, card.file], ['missing', undefined, undefined]);
      assert.match(card.note ?? '', /library\/clips\/one\.mp4\. Look for it .* or download it again/);
      assert.deepEqual(card.actions, ['find', 'download', 'again', 'remove']);
      await workspace.fs.writeFile(at('clips/one.mp4'), clipBytes(2000));
      await presence.look();
      assert.deepEqual([presence.isMissing('one'), told.length], [false, 2]);
      await workspace.fs.delete(at('clips/one.mp4'));
      await presence.look();
      engine.remove('one');
      await presence.look();
      assert.equal(told.length, 3, 'of what was removed nothing is told, which would bring it back');
    } finally {
      presence.dispose();
    }
  });

  it('that was missing is there as soon as the store says where, also outside of the workspace', async () => {
    await clip('one', 'clips/one.mp4');
    const presence = new Presence(engine);
    try {
      await workspace.fs.delete(at('clips/one.mp4'));
      await presence.look();
      assert.ok(presence.isMissing('one'));
      const elsewhere = Uri.file(join(folder, 'elsewhere.mp4'));
      await workspace.fs.writeFile(elsewhere, clipBytes(2000));
      const told = new Promise<readonly string[]>((resolve) => presence.onDidChange(resolve));
      engine.store.apply('one', { type: 'found', file: storedUri(elsewhere), size: 2000 });
      assert.deepEqual(await told, ['one']);
      assert.ok(!presence.isMissing('one'));
    } finally {
      presence.dispose();
    }
  });

  it('that is written anew is another one for the page', async () => {
    // Of a folder that was made a moment ago a watcher may hear nothing.
    await workspace.fs.createDirectory(at());
    await clip('one', '../rewritten.mp4');
    const presence = new Presence(engine);
    try {
      let told: readonly string[] | undefined;
      presence.onDidRewrite((ids) => (told = ids));
      assert.equal(presence.versionOf('one'), undefined);
      let length = 3000;
      // Of a file that was made a moment ago it may tell that alone.
      await until('the news', async () => {
        await workspace.fs.writeFile(at('../rewritten.mp4'), clipBytes(length++));
        return told;
      });
      assert.deepEqual(told, ['one']);
      assert.notEqual(presence.versionOf('one'), undefined);
      // A job beside it whose clip is there too tells when the watcher has told of both.
      const removed = jobOf({ id: 'removed', requestId: 'req_removed', state: 'succeeded' });
      const file = storedUri(at('../rewritten.mp4'));
      engine.store.insert({ ...removed, createdAt: 9_999_999_999_999, download: { state: 'done', file, size: 3000 } });
      engine.remove('removed');
      told = undefined;
      await until('the news once more', async () => {
        await workspace.fs.writeFile(at('../rewritten.mp4'), clipBytes(length++));
        return told;
      });
      assert.deepEqual(told, ['one'], 'what was removed from the list does not come back');
    } finally {
      presence.dispose();
      await workspace.fs.delete(at('../rewritten.mp4'));
    }
  });

  it('that was to be fetched anew, and could not be, is known again when its file is back', async () => {
    await clip('one', 'clips/one.mp4');
    const file = fileOf('one');
    await workspace.fs.delete(at('clips/one.mp4'));
    const presence = new Presence(engine);
    try {
      engine.store.apply('one', { type: 'downloadWanted' });
      const failed = engine.store.apply('one', { type: 'downloadFailed', reason: 'the service has it no more' });
      assert.ok(failed);
      assert.ok(cardOf(failed, false, (uri) => uri).actions.includes('find'));
      await presence.look();
      assert.equal(engine.store.get('one')?.download.state, 'failed');
      await workspace.fs.writeFile(at('clips/one.mp4'), clipBytes(2000));
      await presence.look();
      assert.equal(fileOf('one'), file);
    } finally {
      presence.dispose();
    }
  });

  it('that was put into the trash is known again as soon as it is out of it, and a copy elsewhere only where it is looked for', async () => {
    const job = await clip('one', 'clips/one.mp4', { says: true });
    const file = fileOf('one') ?? '';
    await workspace.fs.copy(at('clips/one.mp4'), at('copies/one.mp4'));
    const presence = new Presence(engine);
    try {
      await move('clips/one.mp4', 'trash');
      engine.discard('one', file);
      await presence.look();
      assert.equal(fileOf('one'), undefined);
      await move('trash', 'clips/one.mp4');
      await presence.look();
      assert.deepEqual(engine.store.get('one'), job);
      await workspace.fs.delete(at('clips/one.mp4'));
      engine.discard('one', file);
      await lookForClip(engine, engine.store.get('one') ?? job);
      assert.equal(fileOf('one'), storedUri(at('copies/one.mp4')));
      engine.discard('one', fileOf('one') ?? '');
      await lookForClip(engine, engine.store.get('one') ?? job);
      assert.equal(fileOf('one'), storedUri(at('copies/one.mp4')), 'where it was before anywhere else');
    } finally {
      presence.dispose();
    }
  });

  it('that is shown to be where another is, or while it is fetched anew, is not taken from there, and why is said', async () => {
    const { showOpenDialog, showInformationMessage } = window;
    const said: string[] = [];
    // Nobody else fetches anything for it.
    const store = new JobStore(join(folder, 'quiet.db'));
    const known = { store, recordOfClip: (uri: string) => engine.recordOfClip(uri) };
    try {
      Reflect.set(window, 'showInformationMessage', (message: string) => Promise.resolve(void said.push(message)));
      const job = await clip('one', 'clips/one.mp4');
      for (const each of [job, await clip('other', 'others/two.mp4')]) store.insert(each);
      await workspace.fs.delete(at('clips/one.mp4'));
      Reflect.set(window, 'showOpenDialog', () => Promise.resolve([at('others/two.mp4')]));
      await lookForClip(known, job);
      await workspace.fs.writeFile(at('mine.mp4'), clipBytes(1000));
      Reflect.set(window, 'showOpenDialog', () => {
        store.apply('one', { type: 'downloadWanted' });
        return Promise.resolve([at('mine.mp4')]);
      });
      await lookForClip(known, job);
      assert.match(
        said.join('\n'),
        /^That file is the clip of another job\.\nThe clip is being downloaded just now, so/,
      );
      store.apply('one', { type: 'downloadFailed', reason: 'gone' });
      Reflect.set(window, 'showOpenDialog', () => Promise.resolve([at('mine.mp4')]));
      await lookForClip(known, store.get('one') ?? job);
      assert.deepEqual(
        [store.get('one')?.download, said.length],
        [{ state: 'done', file: storedUri(at('mine.mp4')), size: 1000 }, 2],
      );
    } finally {
      store.close();
      Object.assign(window, { showOpenDialog, showInformationMessage });
    }
  });

  it('that was put into the trash is known again without a look when its file comes', async () => {
    await workspace.fs.createDirectory(at());
    await clip('one', '../restored.mp4');
    const presence = new Presence(engine);
    try {
      const bytes = await workspace.fs.readFile(at('../restored.mp4'));
      await workspace.fs.delete(at('../restored.mp4'));
      engine.discard('one', fileOf('one') ?? '');
      // Of what comes and goes within a moment a watcher may hear nothing.
      await until('the clip', async () => {
        if (fileOf('one') !== undefined) return true;
        await workspace.fs.delete(at('../restored.mp4')).then(undefined, () => undefined);
        await workspace.fs.writeFile(at('../restored.mp4'), bytes);
        return until('the clip', () => fileOf('one'), 2000).catch(() => false);
      });
    } finally {
      presence.dispose();
      await workspace.fs.delete(at('../restored.mp4'));
    }
  });

  it('that is gone is said to be missing where a newer store takes no changes', async () => {
    await clip('one', 'clips/one.mp4');
    const presence = new Presence(engine);
    const database = new DatabaseSync(join(folder, 'jobs.db'));
    try {
      await workspace.fs.rename(at('clips/one.mp4'), at('far/one.mp4'));
      database.exec("UPDATE meta SET value = 999 WHERE name = 'minWriter'");
      await presence.look();
      assert.ok(presence.isMissing('one'));
    } finally {
      database.exec("UPDATE meta SET value = 1 WHERE name = 'minWriter'");
      database.close();
      presence.dispose();
    }
  });

  it('is named in a document by the way from it, else from the workspace folder', async () => {
    const job = await clip('one', 'clips/one [1].mp4');
    assert.equal(
      snippetOf('markdown', job, at('docs/deep/notes.md')),
      '[Waves at dusk](../../clips/one%20%5B1%5D.mp4)',
    );
    const html = '<video controls src="library/clips/one%20%5B1%5D.mp4" title="Waves at dusk"></video>';
    assert.equal(snippetOf('html', job, undefined), html);
    assert.match(snippetOf('markdown', job, Uri.parse('vscode-vfs://host/notes.md')) ?? '', /\(file:\/\/\//);
    assert.equal(snippetOf('html', jobOf(), undefined), undefined);
  });

  it('is known where it is dropped into a document, however the list of what is dropped writes its name', async () => {
    for (const [id, name, written] of [
      ['comma', 'Waves, at dusk.mp4', 'Waves%2C%20at%20dusk.mp4'],
      ['brackets', 'photo (1).mp4', 'photo%20%281%29.mp4'],
      ['others', "It's & [so]!.mp4", 'It%27s%20%26%20%5Bso%5D%21.mp4'],
    ] as const) {
      await clip(id, `clips/${name}`);
      await workspace.fs.writeFile(at('notes.md'), Buffer.from('#'));
      const document = await workspace.openTextDocument(at('notes.md'));
      const stored = fileOf(id) ?? '';
      // What VS Code makes of it on the way.
      const rewritten = Uri.parse(stored).toString();
      assert.notEqual(rewritten, stored, name);
      for (const list of [stored, rewritten]) {
        const edits = await dropSnippets(document, list, () => Promise.resolve(engine));
        assert.deepEqual(
          edits.map(({ insertText }) => insertText),
          [
            `[Waves at dusk](clips/${written})`,
            `<video controls src="clips/${written}" title="Waves at dusk"></video>`,
          ],
          list,
        );
      }
    }
  });

  it('is linked for the text file that was last in front, as long as that is open', async () => {
    await workspace.fs.writeFile(at('notes.md'), Buffer.from('#'));
    const document = new OpenDocument();
    try {
      await window.showTextDocument(at('notes.md'));
      await until('the document', () => document.uri?.toString() === at('notes.md').toString());
      await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs));
      await until('none', () => document.uri === undefined);
    } finally {
      document.dispose();
    }
  });

  it('is dragged as what the window knows it by, over a remote connection too', () => {
    const file = Uri.file('/w/a b.mp4');
    const resource = (host: string): Uri => Uri.parse(`https://${host}.vscode-resource.vscode-cdn.net/w/a%20b.mp4`);
    const remote = 'vscode-remote://127.0.0.1:80/w/a%20b.mp4';
    const named = windowUri(file, resource('vscode-remote+127-002e0-002e0-002e1-003a80'));
    assert.equal(named, Uri.parse(remote).toString());
    assert.equal(windowUri(file, resource('file+')), file.toString());
    assert.equal(windowUri(file, Uri.parse('https://elsewhere.example/a.mp4')), file.toString());
  });

  it('may be loaded by the page, and nothing but the folders of clips', async () => {
    const one = await clip('one', 'clips/one.mp4');
    const two = await clip('two', 'clips/two.mp4');
    const top: Job = { ...one, download: { state: 'done', file: 'file:///one.mp4', size: 1 } };
    const failed = jobOf({ state: 'failed', folder: 'file:///nowhere' });
    const onItsWay = jobOf({ folder: 'file:///soon' });
    const roots = rootsOf([], [one, two, top, failed, onItsWay]).map(({ path }) => path.replace(/\/$/, ''));
    assert.deepEqual(roots, [at('clips').path, '/soon']);
    const made = jobOf({ folder: storedUri(at('clips')) });
    const again = rootsOf([], [one, made]).map((root) => root.toString());
    assert.deepEqual(
      again,
      rootsOf([], [made]).map((root) => root.toString()),
      'the folder of a clip is one root before and after',
    );
    for (const path of ['/', '/c:', '/c:/']) assert.ok(isWholeDisk(Uri.file('/x').with({ path })));
    assert.ok(!isWholeDisk(at()));
  });
});
