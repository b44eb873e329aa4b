import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationTarget, env, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { Composer } from '../../src/editor/composer/composer.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { doMend, mendButton } from '../../src/editor/mends.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio, type Service } from '../../src/editor/studio.ts';
import { newDraft } from '../../src/engine/drafts/draft.ts';
import { Engine } from '../../src/engine/engine.ts';
import { StoreError } from '../../src/engine/jobs/storeError.ts';
import { onePlan } from '../../src/shared/plan.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';

const baseUrl = 'https://service.example';

class FixedStudio extends Studio {
  opened: Promise<Engine> = Promise.reject(new Error('not open'));

  override get service(): Service {
    return { kind: 'live', baseUrl };
  }

  override engine(): Promise<Engine> {
    return this.opened;
  }
}

describe('the mend of a failure', () => {
  let folder: string;
  let engine: Engine;
  let studio: FixedStudio;
  let secrets: Secrets;
  let keyring: Keyring;
  const log = new SafeLog('Mends test');

  after(() => log.dispose());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-mends-'));
    engine = new Engine({ folder, ports: portsFor(() => baseUrl) });
    secrets = new Secrets();
    keyring = new Keyring(secrets, new Settings(), log);
    const context = { globalStorageUri: Uri.file(folder), secrets } as unknown as ExtensionContext;
    studio = new FixedStudio(context, new Settings(), keyring, log);
    studio.opened.catch(() => undefined);
    studio.opened = Promise.resolve(engine);
  });

  afterEach(async () => {
    keyring.dispose();
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is a button of the composer that stopped because of it: the key', async () => {
    keyring.ask = () => Promise.resolve(false);
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    const { draft, host } = composer.state();
    assert.equal(
      await composer.generate({ type: 'generate', edit: 1, settings: draft, plan: onePlan, host, clips: 1 }),
      undefined,
    );
    const { failure, failureMend } = composer.state();
    assert.match(failure ?? '', /A key is needed.*Nothing was sent/);
    assert.equal(failureMend, 'Set API Key');
    composer.dispose();
  });

  it('is a button of the composer that stopped because of it: the disk', async () => {
    await secrets.store(`key:${baseUrl}`, 'sd2_live_one');
    engine.submitSeries = () => Promise.reject(new StoreError('full'));
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    const { draft, host } = composer.state();
    assert.equal(
      await composer.generate({ type: 'generate', edit: 1, settings: draft, plan: onePlan, host, clips: 1 }),
      undefined,
    );
    const { failure, failureMend } = composer.state();
    assert.match(failure ?? '', /^The disk that keeps the jobs is full\. Nothing was sent, so nothing was charged\./);
    assert.equal(failureMend, 'Show Folder');
    composer.dispose();
  });

  it('is a button of the composer that stopped because of it: a file in the place of the output folder', async () => {
    await secrets.store(`key:${baseUrl}`, 'sd2_live_one');
    let submits = 0;
    engine.submitSeries = () => Promise.reject(new Error(`sent ${++submits}`));
    const file = join(folder, 'clips');
    writeFileSync(file, 'mine');
    const set = (value: string | undefined) =>
      workspace.getConfiguration('seedance').update('outputFolder', value, ConfigurationTarget.Global);
    try {
      for (const place of [file, join(file, 'below')]) {
        await set(place);
        const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
        const { draft, host } = composer.state();
        await composer.generate({ type: 'generate', edit: 1, settings: draft, plan: onePlan, host, clips: 1 });
        const { failure, failureMend } = composer.state();
        assert.match(
          failure ?? '',
          /^A file stands where the folder “.*” should be\. Nothing was sent.* another folder\.$/,
        );
        assert.equal(failureMend, 'Open Settings');
        composer.dispose();
      }
    } finally {
      await set(undefined);
    }
    assert.equal(submits, 0);
  });

  it('opens no address but that of a service in use', async () => {
    const opened: string[] = [];
    const before = env.openExternal;
    Reflect.set(env, 'openExternal', (uri: Uri) => Promise.resolve(opened.push(uri.toString()) > 0));
    try {
      await doMend(studio, 'openService', { origin: 'https://evil.example' });
      await doMend(studio, 'openService', { origin: studio.settings.baseUrl });
    } finally {
      Reflect.set(env, 'openExternal', before);
    }
    assert.deepEqual(opened, [`${studio.settings.baseUrl}/`]);
  });

  it('does nothing for what is none', async () => {
    for (const nonsense of [undefined, 'constructor', 'quit', 7, {}])
      for (const target of [undefined, null, 'x', { origin: 7, jobId: {} }]) await doMend(studio, nonsense, target);
    assert.equal(mendButton(undefined), undefined);
    assert.equal(mendButton('openService'), undefined);
    assert.equal(mendButton('openService', { origin: baseUrl })?.title, 'Open service.example');
  });
});

describe('the box that asks for a key', () => {
  it('closes by itself where the key is set in another window meanwhile, and that key counts', async () => {
    const log = new SafeLog('Key test');
    const secrets = new Secrets();
    const keyring = new Keyring(secrets, new Settings(), log);
    const create = window.createInputBox;
    const shown = new Promise<void>((resolve) => {
      Reflect.set(window, 'createInputBox', () => {
        const box = create();
        const show = box.show.bind(box);
        box.show = () => {
          show();
          resolve();
        };
        return box;
      });
    });
    try {
      const asked = keyring.ask(baseUrl);
      await shown;
      await secrets.store('key:https://other.example', 'sd2_live_other');
      await secrets.store(`key:${baseUrl}`, 'sd2_live_elsewhere');
      assert.equal(await asked, true);
      assert.equal(await keyring.get(baseUrl), 'sd2_live_elsewhere');
    } finally {
      Reflect.set(window, 'createInputBox', create);
      keyring.dispose();
      log.dispose();
    }
  });
});
