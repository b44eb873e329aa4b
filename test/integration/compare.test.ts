import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, EventEmitter, TabInputWebview, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { UserError } from '../../src/editor/commands.ts';
import type { Known } from '../../src/editor/clips/isClipOf.ts';
import { chooseClips } from '../../src/editor/compare/chooseClips.ts';
import type { Clip } from '../../src/editor/compare/clip.ts';
import { ComparePanel } from '../../src/editor/compare/comparePanel.ts';
import { takeOf } from '../../src/editor/compare/takeOf.ts';
import { files, storedUri } from '../../src/editor/files.ts';
import { chosenJobs } from '../../src/editor/jobs/chosenJobs.ts';
import { SafeLog } from '../../src/editor/log.ts';
import type { Studio } from '../../src/editor/studio.ts';
import { recordOf, type ClipRecord } from '../../src/engine/clips/clipRecord.ts';
import { recordOfClip } from '../../src/engine/clips/clipRecords.ts';
import { recordBox } from '../../src/engine/clips/recordBox.ts';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { StoreError } from '../../src/engine/jobs/storeError.ts';
import type { CompareEvent, Take } from '../../src/shared/compareMessages.ts';
import { clipBytes, draftOf, jobOf } from '../support/engine/fixtures.ts';
import { panelOf } from './panel.ts';
import { until } from './until.ts';

describe('comparing', () => {
  let folder: string;
  let store: JobStore;
  const log = new SafeLog('Compare test');
  after(() => log.dispose());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-compare-'));
    store = new JobStore(join(folder, 'jobs.db'));
  });
  afterEach(async () => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  const known = (): Known => ({ store, recordOfClip: (uri) => recordOfClip(uri, files) });

  function file(name: string): Uri {
    writeFileSync(join(folder, name), 'clip');
    return Uri.file(join(folder, name));
  }

  /** Takes of one shot with their clips on disk, oldest first; their ids. */
  function takes(shot: string, ...names: readonly string[]): string[] {
    return names.map((name, index) => {
      const draft = draftOf({ id: `draft of ${name}`, lineage: { shot }, prompt: `Take ${name}` });
      const download = { state: 'done', file: storedUri(file(`${name}.mp4`)), size: 4 } as const;
      store.insert(jobOf({ id: name, draft, state: 'succeeded', createdAt: 1000 + index, download }));
      return name;
    });
  }

  async function chosen(clicked: unknown, selected?: unknown): Promise<string[] | undefined> {
    const clips = await chooseClips(store, clicked, selected);
    return clips?.map(({ uri, job }) => `${uri.path.split('/').at(-1) ?? ''} ${job ?? '-'}`);
  }

  async function refused(words: RegExp, clicked: unknown, selected?: unknown): Promise<void> {
    await assert.rejects(chooseClips(store, clicked, selected), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, words);
      return true;
    });
  }

  it('takes two to four rows of the tree, whatever shots they are of, each once', async () => {
    takes('one', 'a', 'b', 'c');
    takes('two', 'd', 'e');
    assert.deepEqual(await chosen('a', ['a', 'd']), ['a.mp4 a', 'd.mp4 d']);
    assert.deepEqual(await chosen('a', ['a', 'b', 'a', 'c', 'd']), ['a.mp4 a', 'b.mp4 b', 'c.mp4 c', 'd.mp4 d']);
    await refused(/^At most 4 clips can be compared at once, and 5 are selected\.$/, 'a', ['a', 'b', 'c', 'd', 'e']);
  });

  it('takes the cards that are selected in the library, and asks which others where one is', async () => {
    takes('one', 'a');
    takes('two', 'b', 'c');
    const page = { seedanceJob: 'b', seedanceAbilities: 'compare' };
    assert.deepEqual(await chosen({ ...page, seedanceJobs: ['a', 'b'] }), ['a.mp4 a', 'b.mp4 b']);
    assert.deepEqual(
      chosenJobs(store, { ...page, seedanceJobs: ['a', 'b', 'b', 7, 'nobody'] }, undefined).map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(
      chosenJobs(store, page, undefined).map(({ id }) => id),
      ['b'],
    );
  });

  it('takes the row of a shot for all of its takes that can be seen', async () => {
    takes('one', 'a', 'b');
    store.insert(jobOf({ id: 'failed', draft: draftOf({ id: 'f', lineage: { shot: 'one' } }), state: 'failed' }));
    takes('two', 'd');
    for (const row of ['shot:one', 'shot one']) assert.deepEqual(await chosen(row), ['a.mp4 a', 'b.mp4 b']);
    // A row of the shot and a row below it.
    assert.deepEqual(await chosen('shot:one', ['shot:one', 'a', 'd']), ['a.mp4 a', 'd.mp4 d', 'b.mp4 b']);
    await refused(/^Two clips at least are needed/, 'shot:two');
    await refused(/^Two clips at least are needed/, 'shot:none');
  });

  it('takes two to four videos of the explorer, made here or not, and leaves out what is none', async () => {
    takes('one', 'a');
    const [a, other, picture] = [Uri.file(join(folder, 'a.mp4')), file('other.MOV'), file('x.png')];
    assert.deepEqual(await chosen(a, [a, other, picture]), ['a.mp4 a', 'other.MOV -']);
    const many = ['1.mp4', '2.webm', '3.mov', '4.m4v', '5.mp4'].map(file);
    await refused(/^At most 4 clips/, many[0], many);
    await refused(/^Only videos can be compared/, picture, [picture]);
  });

  it('says which clip is not on this machine, and which file is not there any more', async () => {
    takes('one', 'a', 'b');
    store.insert(jobOf({ id: 'waits', draft: draftOf({ id: 'w', prompt: 'Wait ](command:x)' }) }));
    await refused(/^“Wait \] \(command:x\)” cannot be compared: its clip is not on this machine\.$/, 'a', [
      'a',
      'waits',
    ]);
    await refused(/cannot be compared: its clip is not/, 'waits');
    rmSync(join(folder, 'b.mp4'));
    await refused(/^“b\.mp4” is not there any more/, 'a', ['a', 'b']);
  });

  it('asks which others where one is pointed at: those of its shot first, the newest chosen already', async () => {
    takes('one', 'a', 'b', 'c', 'd', 'e', 'f');
    takes('two', 'g');
    const jobs = (clips: readonly Clip[]): string => clips.map(({ job }) => job ?? '-').join('');
    const asked = async (clicked: unknown): Promise<string[]> => {
      const lists: string[] = [];
      const left = await chooseClips(store, clicked, undefined, (_, chosen, first) => {
        lists.push(jobs(chosen), jobs(first));
        return Promise.resolve(undefined);
      });
      assert.equal(left, undefined, 'somebody who leaves compares nothing');
      return lists;
    };
    assert.deepEqual(await asked('b'), ['defb', 'abcdef']);
    assert.deepEqual(await asked('f'), ['cdef', 'abcdef']);
    assert.deepEqual(await asked('g'), ['g', 'g']);
    assert.deepEqual(await asked('shot:one'), ['cdef', 'abcdef']);
    assert.deepEqual(await asked(Uri.file(join(folder, 'b.mp4'))), ['defb', 'abcdef']);
    assert.deepEqual(await asked(file('stranger.mp4')), ['-', '-']);
    for (const stranger of [undefined, 7, null, {}, { scheme: 'file' }])
      assert.deepEqual(await asked(stranger), ['', '']);
    await refused(/^Two clips at least/, 'no such job');
    await refused(/^Two clips at least/, '__proto__', ['__proto__', 'constructor']);
  });

  it('tells of a take what the page shows: no signature of a link, and that a file is gone', async () => {
    const references = [
      { id: '1', name: 'a.png', source: { type: 'url', url: 'https://e.org/x/a.png?X-Amz-Signature=secret' } },
      { id: '2', name: 'b.png', source: { type: 'file', uri: 'file:///pictures/b.png' } },
    ] as const;
    const job = jobOf({ state: 'succeeded', draft: draftOf({ references: [...references], prompt: 'A\u202eB\nC' }) });
    const clip = file('a.mp4');
    const origin = { job: { ...job, verdict: 'keeper', creditsCharged: 64 } } as const;
    const take = await takeOf(clip, 'vscode-resource:/a.mp4', origin);
    assert.equal(take.settings?.references, 'e.org/x/a.png\n/pictures/b.png');
    assert.deepEqual([take.settings.prompt, take.settings.charge], ['AB\nC', 'Charged 64 credits.']);
    assert.deepEqual([take.verdict, take.unjudged, take.missing], ['keeper', undefined, undefined]);
    const stranger = await takeOf(Uri.file(join(folder, 'gone.mp4')), '', undefined);
    assert.equal(stranger.missing, 'This file is not there any more.');
    assert.equal(stranger.unjudged, 'Only for clips that were made here');
    assert.equal(stranger.settings, undefined);
  });

  it('follows its takes: what is judged is seen, what was put in the trash is compared no more, and with the last one the tab goes', async () => {
    takes('one', 'a', 'b', 'c');
    const clips = (await chooseClips(store, 'shot:one', undefined)) ?? [];
    const { panel, say, told } = panelOf();
    const fileOf = (name: string): string => storedUri(Uri.file(join(folder, `${name}.mp4`)));
    let closed = false;
    panel.onDidDispose(() => (closed = true));
    const context = { extensionUri: Uri.file(folder) } as unknown as ExtensionContext;
    new ComparePanel(clips, panel, { context, log } as unknown as Studio, known());
    say({ type: 'ready' });
    const seen = async (wanted: readonly string[]): Promise<void> => {
      await until(wanted.join(), () => {
        const event = told.at(-1) as CompareEvent | undefined;
        if (event?.type !== 'state') return false;
        const read = event.state.takes.map(({ name, verdict }) => `${name} ${verdict ?? '-'}`);
        return read.join() === wanted.join();
      });
    };
    await seen(['a.mp4 -', 'b.mp4 -', 'c.mp4 -']);
    store.choose('a');
    await seen(['a.mp4 keeper', 'b.mp4 -', 'c.mp4 -']);
    // As another window does.
    const other = new JobStore(join(folder, 'jobs.db'));
    other.choose('b');
    store.refresh();
    await seen(['a.mp4 -', 'b.mp4 keeper', 'c.mp4 -']);
    other.apply('a', { type: 'judged', verdict: 'rejected' });
    other.apply('a', { type: 'discarded', file: fileOf('a') });
    other.close();
    store.refresh();
    await seen(['b.mp4 keeper', 'c.mp4 -']);
    for (const id of ['b', 'c']) store.apply(id, { type: 'discarded', file: fileOf(id) });
    assert.equal(closed, true);
  });

  it('shows files though the store that was opened cannot be read any more', async () => {
    takes('one', 'a');
    const broken = store as unknown as Record<string, unknown>;
    const fail = (): never => {
      throw new StoreError('failed');
    };
    Object.assign(broken, { get: fail, takesOf: fail, clips: { jobAt: fail } });
    const pointed = [Uri.file(join(folder, 'a.mp4')), file('b.mp4')];
    const clips = (await chooseClips(store, pointed[0], pointed)) ?? [];
    const { panel, say, told } = panelOf();
    const context = { extensionUri: Uri.file(folder) } as unknown as ExtensionContext;
    new ComparePanel(
      [...clips, { uri: file('c.mp4'), job: 'a' }],
      panel,
      { context, log } as unknown as Studio,
      known(),
    );
    say({ type: 'ready' });
    await until('what it shows', () => {
      const event = told.at(-1) as CompareEvent | undefined;
      return event?.type === 'state' && event.state.takes.map(({ name }) => name).join() === 'a.mp4,b.mp4,c.mp4';
    });
    panel.dispose();
  });

  it('tells of a clip by what that says, of another machine, a copy, or one that was put over another', async () => {
    takes('one', 'a', 'b');
    const made = jobOf({ requestId: 'req_here', creditsCharged: 7, draft: draftOf({ prompt: 'Made here' }) });
    store.insert({ ...made, id: 'here', state: 'succeeded' });
    const references = [{ name: 'sea.png', url: 'https://e.org/x/sea.png' }, { name: 'b.png' }];
    const write = (name: string, record: ClipRecord): Uri => {
      writeFileSync(join(folder, name), Buffer.concat([clipBytes(1000), recordBox(record) ?? Buffer.alloc(0)]));
      return Uri.file(join(folder, name));
    };
    const elsewhere = recordOf(jobOf({ requestId: 'req_elsewhere', creditsCharged: 64 }));
    const pointed = [
      write('elsewhere.mp4', { ...elsewhere, prompt: 'Made elsewhere', references }),
      write('copy.mp4', recordOf(made)),
      write('a.mp4', recordOf(made)),
      Uri.file(join(folder, 'b.mp4')),
    ];
    const clips = (await chooseClips(store, pointed[0], pointed)) ?? [];
    const { panel, say, told } = panelOf();
    const context = { extensionUri: Uri.file(folder) } as unknown as ExtensionContext;
    new ComparePanel(clips, panel, { context, log } as unknown as Studio, known());
    say({ type: 'ready' });
    const takesTold = async (verdict: string | undefined): Promise<readonly Take[]> =>
      until('what it shows', () => {
        const event = told.at(-1) as CompareEvent | undefined;
        return event?.type === 'state' && event.state.takes[1]?.verdict === verdict && event.state.takes;
      });
    const shown = await takesTold(undefined);
    assert.deepEqual(
      shown.map(({ settings, unjudged }) => [settings?.prompt, settings?.charge, unjudged === undefined]),
      [
        ['Made elsewhere', '64 credits', false],
        ['Made here', 'Charged 7 credits.', true],
        ['Made here', 'Charged 7 credits.', true],
        ['Take b', shown[3]?.settings?.charge, true],
      ],
    );
    assert.equal(shown[0]?.settings?.references, 'e.org/x/sea.png\nb.png');
    store.choose('here');
    assert.deepEqual(
      (await takesTold('keeper')).map(({ verdict }) => verdict),
      [undefined, 'keeper', 'keeper', undefined],
    );
    panel.dispose();
  });

  it('knows a clip that was moved by its new place, and sees when it is written there', async () => {
    takes('one', 'a', 'b');
    const clips = (await chooseClips(store, 'shot:one', undefined)) ?? [];
    const { panel, say, told } = panelOf();
    const context = { extensionUri: Uri.file(folder) } as unknown as ExtensionContext;
    const compare = new ComparePanel(clips, panel, { context, log } as unknown as Studio, known());
    say({ type: 'ready' });
    const moved = file('moved.mp4');
    store.apply('a', { type: 'found', file: storedUri(moved), size: 4 });
    assert.deepEqual(compare.clips.map(({ uri }) => uri.toString())[0], moved.toString());
    await until('a page that loads it anew', () => {
      writeFileSync(moved.fsPath, `written at ${Date.now()}`);
      const event = told.at(-1) as CompareEvent | undefined;
      return (
        event?.type === 'state' &&
        /moved\.mp4\?version=[1-9]/.test(decodeURIComponent(event.state.takes[0]?.source ?? ''))
      );
    });
    panel.dispose();
  });

  it('tells a hidden page nothing, which would be kept for it', async () => {
    takes('one', 'a', 'b');
    const clips = (await chooseClips(store, 'shot:one', undefined)) ?? [];
    const { panel, say, told, hide } = panelOf();
    const context = { extensionUri: Uri.file(folder) } as unknown as ExtensionContext;
    const compare = new ComparePanel(clips, panel, { context, log } as unknown as Studio, known());
    say({ type: 'ready' });
    await until('what it shows', () => told.some((event) => (event as CompareEvent).type === 'state'));
    hide();
    told.length = 0;
    const moved = file('moved.mp4');
    store.apply('a', { type: 'found', file: storedUri(moved), size: 4 });
    assert.equal(compare.clips[0]?.uri.toString(), moved.toString());
    store.apply('b', { type: 'judged', verdict: 'keeper' });
    // The time that a visible page is told in, and more.
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(told, []);
    panel.dispose();
  });

  it('watches its clips only while it is seen, and loads them anew once it is again', async () => {
    takes('one', 'a', 'b');
    const clips = (await chooseClips(store, 'shot:one', undefined)) ?? [];
    const { panel, say, told, hide, show } = panelOf();
    const context = { extensionUri: Uri.file(folder) } as unknown as ExtensionContext;
    const silent = new EventEmitter<Uri>();
    const events = { onDidDelete: silent.event, onDidChange: silent.event, onDidCreate: silent.event };
    const watchers = new Set<object>();
    const watched = (): number => watchers.size;
    const { createFileSystemWatcher } = workspace;
    Reflect.set(workspace, 'createFileSystemWatcher', () => {
      const watcher: object = { ...events, dispose: () => watchers.delete(watcher) };
      watchers.add(watcher);
      return watcher;
    });
    try {
      new ComparePanel(clips, panel, { context, log } as unknown as Studio, known());
      const versions = async (): Promise<boolean[]> => {
        told.length = 0;
        say({ type: 'ready' });
        const { state } = await until('what it shows', () =>
          (told as CompareEvent[]).find((event) => event.type === 'state'),
        );
        return state.takes.map(({ source }) => /\?version=[1-9]/.test(decodeURIComponent(source)));
      };
      assert.deepEqual(await versions(), [false, false]);
      assert.equal(watched(), 2);
      hide();
      assert.equal(watched(), 0);
      // Its clip is elsewhere by now.
      store.apply('a', { type: 'found', file: storedUri(file('moved.mp4')), size: 4 });
      assert.equal(watched(), 0);
      show();
      assert.equal(watched(), 2);
      assert.deepEqual(await versions(), [true, true]);
      panel.dispose();
      assert.equal(watched(), 0);
    } finally {
      Reflect.set(workspace, 'createFileSystemWatcher', createFileSystemWatcher);
    }
  });

  it('opens one tab for the same clips, in whatever order', async () => {
    const [root] = workspace.workspaceFolders ?? [];
    assert.ok(root);
    const [one, other] = [Uri.joinPath(root.uri, 'slow-push-in.mp4'), file('other.mp4')];
    await commands.executeCommand('seedance.compare', one, [one, other]);
    await until('a tab', () => compared() === 1);
    await commands.executeCommand('seedance.compare', other, [other, one]);
    assert.equal(compared(), 1);
    const third = file('third.mp4');
    await commands.executeCommand('seedance.compare', one, [one, other, third]);
    await until('another tab', () => compared() === 2);
  });
});

function compared(): number {
  const tabs = window.tabGroups.all.flatMap(({ tabs }) => tabs);
  return tabs.filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('seedance.compare'))
    .length;
}
