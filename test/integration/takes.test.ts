import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Uri, window, workspace, type ExtensionContext } from 'vscode';
import { UserError } from '../../src/editor/commands.ts';
import { Composer } from '../../src/editor/composer/composer.ts';
import { confirmCost } from '../../src/editor/composer/confirmCost.ts';
import { ComposerPanel } from '../../src/editor/composer/composerPanel.ts';
import { storedUri } from '../../src/editor/files.ts';
import { chosenJobs } from '../../src/editor/jobs/chosenJobs.ts';
import { shotElement } from '../../src/editor/jobs/shotElement.ts';
import { JobTree } from '../../src/editor/jobs/jobTree.ts';
import { chooseTake, rejectTakes, takeBackVerdicts } from '../../src/editor/jobs/verdicts.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio, type Service } from '../../src/editor/studio.ts';
import { recordOf } from '../../src/engine/clips/clipRecord.ts';
import { recordBox } from '../../src/engine/clips/recordBox.ts';
import { fileReference, newDraft, urlReference } from '../../src/engine/drafts/draft.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { clipCount, type Plan } from '../../src/shared/plan.ts';
import { clipBytes, draftOf, jobOf } from '../support/engine/fixtures.ts';
import { inTurn, json, openServer, reset, type Handler, type ScriptedServer } from '../support/engine/server.ts';
import { pixel } from '../support/engine/references.ts';
import { panelOf } from './panel.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';

class FixedStudio extends Studio {
  baseUrl = '';
  opened: Engine | undefined;

  override get service(): Service {
    return { kind: 'sandbox', baseUrl: this.baseUrl };
  }

  override engine(): Promise<Engine> {
    return this.opened === undefined ? Promise.reject(new Error('not open')) : Promise.resolve(this.opened);
  }
}

const accepted: Handler = (request, response) =>
  json(200, { success: true, requestId: `req_${Math.random()}`, status: 'queued', creditsCharged: 64 })(
    request,
    response,
  );
const refused = json(400, { success: false, error: 'face in image' });

describe('takes', () => {
  let folder: string;
  let service: ScriptedServer;
  let engine: Engine;
  let studio: FixedStudio;
  const log = new SafeLog('Takes test');
  const keyring = new Keyring(new Secrets(), new Settings(), log);
  const show = window.showWarningMessage;

  after(() => {
    keyring.dispose();
    log.dispose();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-takes-'));
    service = await openServer(accepted);
    engine = new Engine({ folder: join(folder, 'storage'), ports: portsFor(() => service.origin) });
    const context = { globalStorageUri: Uri.file(folder), extensionUri: Uri.file(folder), secrets: new Secrets() };
    studio = new FixedStudio(context as unknown as ExtensionContext, new Settings(), keyring, log);
    Object.assign(studio, { baseUrl: service.origin, opened: engine });
  });

  afterEach(async () => {
    Reflect.set(window, 'showWarningMessage', show);
    await engine.dispose();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const posts = (): number => service.requests.filter(({ method }) => method === 'POST').length;

  function generate(composer: Composer, plan: Plan, clips?: number) {
    const { draft, host } = composer.state();
    const kinds = draft.references.map(({ kind }) => kind);
    const count = clips ?? clipCount(plan, kinds);
    return composer.generate({ type: 'generate', edit: 1, settings: draft, plan, host, clips: count });
  }

  /** Answers modal questions one after the other; what they asked. */
  function answer(...answers: readonly (string | undefined)[]): string[] {
    const asked: string[] = [];
    Reflect.set(window, 'showWarningMessage', (message: string) => Promise.resolve(answers[asked.push(message) - 1]));
    return asked;
  }

  it('that are refused in the middle stay in the composer, said and counted, and are sent by the next Generate', async () => {
    service.answer(inTurn(accepted, refused, accepted));
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    const { id } = composer.draft;
    assert.equal(await generate(composer, { takes: 4, eachImage: false }), undefined);
    const state = composer.state();
    assert.match(state.failure ?? '', /^Sent: 1 of 4 clips\. The next one: .*face in image.*is kept as a draft/);
    assert.deepEqual([state.plan, state.phase, posts()], [{ takes: 3, eachImage: false }, 'editing', 2]);
    assert.notEqual(state.draft.id, id);
    assert.deepEqual(
      engine.store.drafts.list().map((draft) => draft.id),
      [state.draft.id],
      'one draft holds what is left',
    );
    assert.ok(await generate(composer, state.plan));
    assert.equal(posts(), 5);
    assert.equal(engine.store.takesOf(id).filter(({ requestId }) => requestId !== undefined).length, 4);
    assert.deepEqual(engine.store.drafts.list(), []);
    composer.dispose();
  });

  it('of the live service are asked for once, however little they cost, and one clip is not', async () => {
    const live = { kind: 'live', baseUrl: service.origin } as const;
    const clip = { ...newDraft(), prompt: 'Waves' };
    const asked = answer('Generate', undefined);
    assert.equal(await confirmCost([clip], live, studio, engine), true);
    assert.deepEqual(asked, []);
    assert.equal(await confirmCost([clip, clip], live, studio, engine), true);
    assert.equal(await confirmCost([clip, clip], live, studio, engine), false);
    const question = 'Generate 2 clips, though the price is not known?';
    assert.deepEqual(asked, [question, question]);
  });

  it('that end in the middle say once what was sent, why the next was not, and what is left, and never that nothing was', async () => {
    const said = async (answer: Handler): Promise<string> => {
      service.answer(inTurn(accepted, answer));
      const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
      assert.equal(await generate(composer, { takes: 4, eachImage: false }), undefined);
      const { failure, problems, notices } = composer.state();
      assert.deepEqual([problems, notices], [[], []], 'nothing is said twice');
      composer.dispose();
      return failure ?? '';
    };
    const late = json(429, { success: false, error: 'slow down' });
    const busy = await said((request, response) => {
      response.setHeader('retry-after', '3600');
      return late(request, response);
    });
    const unknown = await said(reset);
    assert.match(unknown, /^Sent: 2 of 4 clips\. What became of the last of them is unknown, and it may have been/);
    for (const text of [busy, unknown]) {
      assert.doesNotMatch(text, /Nothing was/i);
      assert.match(text, /What is left is kept as a draft/);
      assert.doesNotMatch(text, /The next one: What/);
    }
  });

  it('of a file that changes before its clip is sent stop there, with words, and are looked at again', async () => {
    const references = ['a.png', 'b.png'].map((name) => {
      writeFileSync(join(folder, name), pixel);
      return fileReference(pathToFileURL(join(folder, name)).href, name);
    });
    service.answer((request, response) => {
      if (request.path.startsWith('/sandbox/media/'))
        return json(200, { success: true, url: `${service.origin}/stored.png` })(request, response);
      writeFileSync(join(folder, 'b.png'), Buffer.concat([pixel, pixel]));
      return accepted(request, response);
    });
    const draft = { ...newDraft(), prompt: 'Waves', references };
    const composer = new Composer(studio, engine, { draft, notices: [] });
    assert.equal(await generate(composer, { takes: 1, eachImage: true }), undefined);
    assert.match(
      composer.state().failure ?? '',
      /^Sent: 1 of 2 clips\. The next one was not sent: “b\.png” has changed/,
    );
    composer.dispose();
  });

  it('whose tab is closed before the first was sent are not sent: the draft stays, and that is said', async () => {
    const { panel, say } = panelOf();
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    const page = new ComposerPanel(panel, composer, studio, engine);
    const told = nextWarning();
    const { draft, host } = composer.state();
    const plan = { takes: 4, eachImage: false };
    say({ type: 'generate', edit: 1, settings: draft, plan, host, clips: 4 });
    assert.equal(composer.sending, true);
    page.dispose();
    assert.equal(await told, 'Stopped. Nothing was sent.');
    assert.equal(posts(), 0);
    assert.deepEqual(
      engine.store.drafts.list().map(({ id }) => id),
      [draft.id],
    );
    assert.equal(engine.store.count(), 0);
  });

  it('that are refused while their tab is hidden are told of', async () => {
    service.answer(inTurn(accepted, refused));
    const { panel, say, hide } = panelOf();
    hide();
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    const page = new ComposerPanel(panel, composer, studio, engine);
    const told = nextWarning();
    const { draft, host } = composer.state();
    say({ type: 'generate', edit: 1, settings: draft, plan: { takes: 2, eachImage: false }, host, clips: 2 });
    assert.match(await told, /^Sent: 1 of 2 clips\./);
    page.dispose();
  });

  it('for each image of which the third is refused leave the images from there on', async () => {
    service.answer(inTurn(accepted, accepted, refused, accepted));
    const references = ['a', 'b', 'c', 'd'].map((name) => urlReference(`https://e.org/${name}.png`));
    const draft = { ...newDraft(), prompt: 'Waves', references };
    const composer = new Composer(studio, engine, { draft, notices: [] });
    assert.equal(await generate(composer, { takes: 1, eachImage: true }), undefined);
    const state = composer.state();
    assert.match(state.failure ?? '', /^Sent: 2 of 4 clips\./);
    assert.deepEqual(
      state.draft.references.map(({ name }) => name),
      ['c.png', 'd.png'],
    );
    assert.deepEqual([state.plan, state.tokens], [{ takes: 1, eachImage: true }, ['[Image 1]', '[Image 1]']]);
    composer.dispose();
  });

  it('are not sent where they are more than were shown', async () => {
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    assert.equal(await generate(composer, { takes: 4, eachImage: false }, 1), undefined);
    assert.match(composer.state().failure ?? '', /it is 4 clips now\. Nothing was sent/);
    assert.equal(posts(), 0);
    composer.dispose();
  });

  it('have a question of the prompt that names an image which no clip has', () => {
    const references = ['a', 'b'].map((name) => urlReference(`https://e.org/${name}.png`));
    const draft = { ...newDraft(), prompt: 'From [Image 1] to @Image2', references };
    const plan = { takes: 1, eachImage: true };
    const composer = new Composer(studio, engine, { draft, notices: [] }, plan);
    const [problem] = composer.state().problems.filter(({ field }) => field === 'prompt');
    assert.match(problem?.message ?? '', /“@Image2” names none\. Call it “@Image1”/);
    composer.handle({ type: 'plan', plan: { ...plan, eachImage: false } });
    assert.deepEqual(
      composer.state().problems.filter(({ field }) => field === 'prompt'),
      [],
    );
    composer.dispose();
  });

  let made = 0;

  /** A finished take of a shot, with its clip and what stands beside it. */
  function finished(fields: Partial<Job> = {}): Job {
    const path = join(folder, `clip-${++made}.mp4`);
    writeFileSync(path, 'clip');
    writeFileSync(`${path}.seedance.json`, '{}');
    const job = jobOf({
      ...{ id: `job ${made}`, state: 'succeeded', createdAt: made, baseUrl: service.origin },
      draft: draftOf({ id: `draft ${made}`, lineage: { shot: 'shot' } }),
      download: { state: 'done', file: pathToFileURL(path).href, size: 4 },
      ...fields,
    });
    engine.store.insert(job);
    return job;
  }

  const fileOf = ({ download }: Job): string => (download.state === 'done' ? Uri.parse(download.file).fsPath : '');
  const verdictOf = ({ id }: Job): string | undefined => engine.store.get(id)?.verdict;

  it('have one that is kept', async () => {
    const [one, other] = [finished(), finished()];
    await chooseTake(studio, one);
    await chooseTake(studio, other);
    assert.deepEqual([verdictOf(one), verdictOf(other)], [undefined, 'keeper']);
    await assert.rejects(chooseTake(studio, jobOf()), UserError);
    await assert.rejects(rejectTakes(studio, [jobOf()]), UserError);
  });

  it('are not rejected unless somebody says what is to become of the clip', async () => {
    const take = finished();
    answer(undefined);
    assert.equal(await rejectTakes(studio, [take]), false);
    assert.deepEqual([verdictOf(take), existsSync(fileOf(take))], [undefined, true]);
    answer('Keep the File');
    assert.equal(await rejectTakes(studio, [take]), true);
    assert.deepEqual([verdictOf(take), existsSync(fileOf(take))], ['rejected', true]);
    await takeBackVerdicts(studio, [take]);
    assert.equal(verdictOf(take), undefined);
  });

  it('lose their clips and what stands beside those only by the word for it, which there may have to be two of', async () => {
    const [one, other, third] = [finished(), finished(), finished()];
    // A server has no trash: then nothing is deleted by the first word. On the desktop the first is enough.
    const asked = answer('Move Clips to Trash', undefined);
    await rejectTakes(studio, [one, other]);
    const hasTrash = asked.length === 1;
    assert.deepEqual([verdictOf(one), existsSync(fileOf(one))], ['rejected', !hasTrash]);
    answer('Move Clip to Trash', 'Delete for Good');
    await rejectTakes(studio, [third]);
    assert.deepEqual([existsSync(fileOf(third)), existsSync(`${fileOf(third)}.seedance.json`)], [false, false]);
    assert.deepEqual(engine.store.get(third.id)?.download, { state: 'none' });
    engine.retryDownload(third.id);
    assert.equal(engine.store.get(third.id)?.download.state, 'pending', 'it can be had again');
  });

  it('leave a file alone that is another’s by now, and one that moved while the question stood there', async () => {
    const take = finished();
    const thief = finished({ download: take.download });
    answer('Move Clip to Trash', 'Delete for Good');
    await rejectTakes(studio, [thief]);
    assert.ok(existsSync(fileOf(take)));
    const moved = finished();
    Reflect.set(window, 'showWarningMessage', () => {
      engine.retryDownload(moved.id);
      engine.store.apply(moved.id, { type: 'downloadWanted', folder: 'file:///elsewhere' });
      return Promise.resolve('Keep the File');
    });
    await rejectTakes(studio, [moved]);
    assert.ok(existsSync(fileOf(moved)));
  });

  /** A finished take whose clip is in the workspace, and says of itself how it was made. */
  async function takeAt(uri: Uri, length: number): Promise<Job> {
    const take = finished({ requestId: `req_take_${made}` });
    const bytes = Buffer.concat([clipBytes(length), recordBox(recordOf(take)) ?? Buffer.alloc(0)]);
    await workspace.fs.writeFile(uri, bytes);
    engine.store.apply(take.id, { type: 'found', file: storedUri(uri), size: bytes.length });
    return engine.store.get(take.id) ?? take;
  }

  it('have their own clips put away, wherever those were moved, and never another that is in their place', async () => {
    const [root] = workspace.workspaceFolders ?? [];
    assert.ok(root);
    const at = (name: string): Uri => Uri.joinPath(root.uri, 'takes', name);
    const move = (from: string, to: string): Thenable<void> => workspace.fs.rename(at(from), at(to));
    try {
      const [one, two] = [await takeAt(at('1.mp4'), 2000), await takeAt(at('2.mp4'), 3000)];
      await move('2.mp4', 'x.mp4');
      await move('1.mp4', '2.mp4');
      await move('x.mp4', '1.mp4');
      answer('Move Clip to Trash', 'Delete for Good');
      await rejectTakes(studio, [two]);
      assert.deepEqual([existsSync(at('1.mp4').fsPath), existsSync(at('2.mp4').fsPath)], [false, true]);
      assert.equal(engine.store.get(two.id)?.download.state, 'none');
      // The other stays though its job says that it is where the first was.
      const told = nextMessage();
      Reflect.set(window, 'showWarningMessage', () => assert.fail('there is nothing to ask about'));
      await workspace.fs.delete(at('2.mp4'));
      await rejectTakes(studio, [one]);
      assert.match(await told, /^1 clip is not where it was, so no file was put away/);
      assert.deepEqual(engine.store.get(one.id), { ...one, verdict: 'rejected' });
    } finally {
      await workspace.fs.delete(at(''), { recursive: true });
    }
  });

  it('keep a clip known that goes, or makes room for another, while the question stands there', async () => {
    const [gone, other] = [finished({ requestId: 'req_gone' }), finished({ requestId: 'req_other' })];
    const stranger = recordBox(recordOf(jobOf({ requestId: 'req_stranger' }))) ?? Buffer.alloc(0);
    const told = nextMessage();
    let asked = 0;
    Reflect.set(window, 'showWarningMessage', () => {
      asked += 1;
      rmSync(fileOf(gone));
      writeFileSync(fileOf(other), Buffer.concat([clipBytes(4000), stranger]));
      return Promise.resolve('Move Clips to Trash');
    });
    await rejectTakes(studio, [gone, other]);
    assert.match(await told, /^2 clips are not where they were, so no files were put away/);
    assert.equal(asked, 1);
    assert.deepEqual([existsSync(fileOf(other)), existsSync(`${fileOf(other)}.seedance.json`)], [true, true]);
    for (const take of [gone, other]) assert.deepEqual(engine.store.get(take.id)?.download, take.download);
  });

  it('have a row of their shot above them, from which they are found, and all of them are meant by it', async () => {
    const [one, other] = [finished(), finished()];
    const alone = finished({ draft: draftOf({ id: 'alone' }) });
    const tree = new JobTree(
      () => Promise.resolve(engine),
      () => true,
    );
    // Before any row was asked for, as for a job that is to be revealed.
    assert.equal(await tree.getParent(other.id), shotElement('shot'));
    assert.deepEqual(await tree.getChildren(), [alone.id, shotElement('shot')]);
    assert.deepEqual(await tree.getChildren(shotElement('shot')), [one.id, other.id]);
    assert.deepEqual(
      [await tree.getParent(alone.id), await tree.getParent(shotElement('shot'))],
      [undefined, undefined],
    );
    const item = await tree.getTreeItem(other.id);
    assert.deepEqual([item.id, item.label, item.tooltip], [other.id, 'Take 2', undefined]);
    const { tooltip } = await tree.resolveTreeItem(item, other.id);
    assert.ok(typeof tooltip === 'object');
    assert.match(tooltip.value, /Shot\\: take 2 of 2/);
    const ids = (jobs: readonly Job[]): string[] => jobs.map(({ id }) => id);
    assert.deepEqual(ids(chosenJobs(engine.store, shotElement('shot'), [shotElement('shot'), one.id])), [
      one.id,
      other.id,
    ]);
    assert.deepEqual(
      ids(chosenJobs(engine.store, alone.id, [one.id, other.id])),
      [alone.id],
      'not what was not clicked',
    );
    tree.dispose();
  });

  it('are shown page by page where there are thousands, and every shot whole', async () => {
    for (let count = 0; count < 12; count++) finished({ draft: draftOf({ id: `single ${count}` }) });
    const first = finished({ createdAt: 0 });
    const last = finished();
    const tree = new JobTree(
      () => Promise.resolve(engine),
      () => true,
      10,
    );
    const rows = await tree.getChildren();
    assert.deepEqual([rows.length, rows[0], rows.at(-1)], [11, shotElement('shot'), 'older']);
    assert.deepEqual(await tree.getChildren(shotElement('shot')), [first.id, last.id]);
    tree.showOlder();
    const all = await tree.getChildren();
    assert.deepEqual([all.length, all.includes('older')], [13, false]);
    tree.dispose();
  });
});

/** The next message that only tells. */
function nextMessage(): Promise<string> {
  const { showInformationMessage } = window;
  return new Promise((resolve) => {
    Reflect.set(window, 'showInformationMessage', (message: string) => {
      Reflect.set(window, 'showInformationMessage', showInformationMessage);
      resolve(message);
      return Promise.resolve(undefined);
    });
  });
}

/** The next message that warns, which nobody answers. */
function nextWarning(): Promise<string> {
  return new Promise((resolve) => {
    Reflect.set(window, 'showWarningMessage', (message: string) => {
      resolve(message);
      return Promise.resolve(undefined);
    });
  });
}
