import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Uri, type ExtensionContext } from 'vscode';
import { Composer } from '../../src/editor/composer/composer.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio, type Service } from '../../src/editor/studio.ts';
import { fileReference, newDraft } from '../../src/engine/drafts/draft.ts';
import type { FrameOfTake } from '../../src/engine/drafts/lineage.ts';
import { Engine } from '../../src/engine/engine.ts';
import { readLedger } from '../../src/sandbox/ledger.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import type { ComposerState } from '../../src/shared/composerMessages.ts';
import type { Draft, Reference } from '../../src/shared/draft.ts';
import { clipCount, onePlan } from '../../src/shared/plan.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { pixel } from '../support/engine/references.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';
import { until } from './until.ts';

/** A studio whose service the test switches, as a person does by the settings. */
class SwitchedStudio extends Studio {
  switched: Service | undefined;

  override get service(): Service | undefined {
    return this.switched;
  }
}

describe('a composer', () => {
  let folder: string;
  let sandbox: Sandbox;
  let engine: Engine;
  let studio: SwitchedStudio;
  let composer: Composer;
  const log = new SafeLog('Composer test');
  const keyring = new Keyring(new Secrets(), new Settings(), log);

  after(() => {
    keyring.dispose();
    log.dispose();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-composer-'));
    const clips = join(__dirname, '../../media/sandbox');
    sandbox = await startSandbox({
      folder: join(folder, 'sandbox'),
      clips,
      ffmpeg: false,
      pace: { queued: 60_000, processing: 60_000 },
    });
    engine = openEngine();
    // Of the context only what a composer asks for.
    const context = { globalStorageUri: Uri.file(folder) } as ExtensionContext;
    studio = new SwitchedStudio(context, new Settings(), keyring, log);
    studio.switched = { kind: 'sandbox', baseUrl: sandbox.origin };
    composer = compose({ ...newDraft(), prompt: 'Waves at dusk' });
  });

  afterEach(async () => {
    composer.dispose();
    await engine.dispose();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function openEngine(): Engine {
    return new Engine({
      folder: join(folder, 'storage'),
      ports: portsFor(() => sandbox.origin),
    });
  }

  function compose(draft: Draft): Composer {
    return new Composer(studio, engine, { draft, notices: [] });
  }

  function generate(state: ComposerState, edit = 1, change: Partial<Draft> = {}, plan = onePlan) {
    return composer.generate(request(state, edit, change, plan));
  }

  /** As the page says it, of what it shows. */
  function request({ draft, host }: ComposerState, edit = 1, change: Partial<Draft> = {}, plan = onePlan) {
    const clips = clipCount(
      plan,
      draft.references.map(({ kind }) => kind),
    );
    return { type: 'generate', edit, settings: { ...draft, ...change }, plan, host, clips } as const;
  }

  const charges = async () => (await readLedger(join(folder, 'sandbox'))).length;

  it('sends once, however often Generate is pressed', async () => {
    const state = composer.state();
    const jobs = await Promise.all([generate(state, 1), generate(state, 2), generate(state, 3)]);
    assert.equal(jobs.filter((job) => job !== undefined).length, 1);
    assert.equal(await generate(state, 4), undefined);
    assert.equal(await charges(), 1);
  });

  it('ends on the picture that it begins with, as a loop does, where somebody asks for it', () => {
    const picture = (): Reference => fileReference(Uri.file(join(folder, 'frame.png')).toString(), 'frame.png');
    composer.add([picture()]);
    composer.add([picture()]);
    assert.equal(composer.draft.references.length, 1, 'what is added twice is there once');
    composer.endOn({ way: 'endOn', picture: picture(), clip: 'clip.mp4' }, ['It is kept elsewhere.']);
    assert.deepEqual(
      composer.draft.references.map(({ name }) => name),
      ['frame.png', 'frame.png'],
    );
    assert.deepEqual(composer.state().notices, ['It is kept elsewhere.']);
    assert.equal('lineage' in composer.draft, false, 'nobody knows the take');
  });

  it('is one clip from its first picture to the frame that it ends on, though it once was a clip for each picture', () => {
    const picture = (name: string): Reference => fileReference(Uri.file(join(folder, name)).toString(), name);
    composer.dispose();
    const draft = { ...newDraft(), prompt: 'Waves', references: [picture('first.png')] };
    composer = new Composer(studio, engine, { draft, notices: [] }, { takes: 2, eachImage: true });
    composer.endOn({ way: 'endOn', picture: picture('frame.png'), clip: 'clip.mp4' }, []);
    const { plan, draft: after } = composer.state();
    assert.deepEqual([plan, after.references.length], [{ takes: 2, eachImage: false }, 2]);
  });

  it('comes from the take whose frame it ends on, on disk too, unless it comes from one already', () => {
    const frameOf = (id: string): FrameOfTake => ({
      ...{ way: 'endOn', at: 1.5, origin: { job: jobOf({ id }) }, clip: `${id}.mp4` },
      picture: fileReference(Uri.file(join(folder, `${id}.png`)).toString(), `${id}.png`),
    });
    const { id } = composer.draft;
    const lineage = { shot: id, from: { job: 'take', way: 'endOn', at: 1.5, requestId: 'req_1' } };
    composer.endOn(frameOf('take'), []);
    assert.deepEqual(composer.draft.lineage, lineage);
    composer.endOn(frameOf('other'), []);
    assert.deepEqual(composer.draft.lineage, lineage);
    composer.save();
    assert.deepEqual(engine.store.drafts.get(id)?.lineage, lineage);
  });

  it('answers every press with its number, so that no page waits for ever', async () => {
    const state = composer.state();
    await Promise.all([generate(state, 1), generate(state, 2)]);
    assert.equal(composer.state().edit, 2);
  });

  it('is locked from the first moment of a send', async () => {
    const phases: string[] = [];
    const state = composer.state();
    composer.onDidChange(() => phases.push(composer.sending ? 'sending' : 'editing'));
    await generate(state);
    assert.equal(phases[0], 'sending');
    assert.equal(phases.lastIndexOf('sending') < phases.indexOf('editing'), true, phases.join());
  });

  it('leaves no draft behind that could be paid a second time', async () => {
    const state = composer.state();
    const sent = generate(state);
    await composer.learnCapabilities();
    composer.handle({ type: 'edit', edit: 9, settings: { prompt: 'changed while it was sent' } });
    assert.ok(await sent);
    composer.save();
    assert.deepEqual(engine.store.drafts.list(), []);
  });

  it('sends nothing to a service that the person was not shown', async () => {
    const state = composer.state();
    studio.switched = { kind: 'live', baseUrl: 'https://elsewhere.example' };
    assert.equal(await generate(state), undefined);
    assert.match(composer.state().failure ?? '', /switched/);
    assert.equal(await charges(), 0);
  });

  it('shows a switched service at once, not when that has answered', async () => {
    let shown: ComposerState | undefined;
    composer.onDidChange(() => (shown ??= composer.state()));
    studio.switched = { kind: 'live', baseUrl: 'https://elsewhere.example' };
    const learned = composer.learnCapabilities();
    assert.equal(shown?.sandbox, false);
    await learned;
  });

  it('shows what it had to move to something possible before it sends that', async () => {
    const state = composer.state();
    assert.equal(await generate(state, 1, { model: 'seedance-1.5-pro', duration: 7 }), undefined);
    const moved = composer.state();
    assert.equal(moved.draft.duration, 5);
    assert.match(moved.notices.join(), /7 s/);
    assert.equal(await charges(), 0);
    assert.ok(await generate(moved, 2));
  });

  it('stops before an empty prompt is sent, and says where', async () => {
    const state = composer.state();
    assert.equal(await generate(state, 1, { prompt: '  ' }), undefined);
    assert.deepEqual(
      composer.state().problems.map(({ field, severity }) => [field, severity]),
      [['prompt', 'error']],
    );
    assert.equal(await charges(), 0);
  });

  it('keeps the draft and says why when the service refuses', async () => {
    const state = composer.state();
    assert.equal(await generate(state, 1, { prompt: 'no [sandbox:reject]' }), undefined);
    const refused = composer.state();
    assert.match(refused.failure ?? '', /did not let the prompt pass: /);
    assert.equal(refused.phase, 'editing');
    assert.equal(engine.store.drafts.get(refused.draft.id)?.prompt, 'no [sandbox:reject]');
    assert.ok(await generate(refused, 2, { prompt: 'yes' }), 'the same draft may be sent once it is mended');
  });

  it('saves typing while it goes on', async () => {
    let edit = 0;
    await until('the draft on disk, without a pause in the typing', () => {
      composer.handle({ type: 'edit', edit: ++edit, settings: { prompt: 'x'.repeat(edit) } });
      return engine.store.drafts.get(composer.draft.id);
    });
  });

  it('keeps a draft whose tab is closed, unless there is nothing in it', () => {
    composer.close();
    assert.equal(engine.store.drafts.get(composer.draft.id)?.prompt, 'Waves at dusk');
    const empty = compose(newDraft());
    empty.save();
    empty.close();
    assert.equal(engine.store.drafts.get(empty.draft.id), undefined);
  });

  it('does not send what another window has sent', async () => {
    const state = composer.state();
    const twin = compose(state.draft);
    assert.ok(await generate(state));
    assert.equal(await twin.generate(request(state)), undefined);
    assert.match(twin.state().failure ?? '', /sent already/);
    assert.equal(await charges(), 1);
  });

  /** A reference to a file of its own, that was looked at. */
  async function addFile(name: string): Promise<{ path: string; reference: Reference }> {
    const path = join(folder, name);
    writeFileSync(path, pixel);
    const reference = fileReference(Uri.file(path).toString(), name);
    composer.add([reference]);
    await until('a look at it', () => composer.state().travel.every(({ way }) => way !== 'checking'));
    return { path, reference };
  }

  it('shows a file that was worked on in another tab as it is now', async () => {
    const { path, reference } = await addFile('a.png');
    const before = composer.pictureKey(reference);
    writeFileSync(path, Buffer.concat([pixel, pixel]));
    composer.lookAgain();
    await until('another picture', () => {
      composer.state();
      return composer.pictureKey(reference) !== before;
    });
  });

  it('does not send a file that has changed before anybody saw it, and says which', async () => {
    const { path } = await addFile('a.png');
    writeFileSync(path, Buffer.concat([pixel, pixel]));
    assert.equal(await generate(composer.state()), undefined);
    assert.match(composer.state().failure ?? '', /Changed since you chose it: a\.png\..*nothing was sent/);
    assert.equal(await charges(), 0);
    const job = await generate(composer.state(), 2);
    assert.ok(job, composer.state().failure ?? 'now it was seen');
  });

  it('takes nothing in while the draft is sent, and says so', async () => {
    const sent = generate(composer.state());
    composer.add([fileReference('file:///late.png', 'late.png')]);
    assert.match(composer.state().notices.join(), /Not added while the draft was being sent: late\.png/);
    assert.deepEqual((await sent)?.draft.references, []);
  });

  it('keeps on disk what came with a Generate that did not send', async () => {
    await generate(composer.state(), 1, { prompt: ' ', fileName: 'kept' });
    assert.equal(engine.store.drafts.get(composer.draft.id)?.fileName, 'kept');
  });
});
