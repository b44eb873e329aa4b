import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Uri, window, type ExtensionContext, type WebviewPanel } from 'vscode';
import { Composers } from '../../src/editor/composer/composers.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio } from '../../src/editor/studio.ts';
import { fileReference, newDraft } from '../../src/engine/drafts/draft.ts';
import type { FrameOfTake } from '../../src/engine/drafts/lineage.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Reference } from '../../src/shared/draft.ts';
import { jobOf } from '../support/engine/fixtures.ts';
import { panelOf } from './panel.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';
import { until } from './until.ts';

/** A studio that sends to nobody, and so asks nobody. */
class IdleStudio extends Studio {
  override get service(): undefined {
    return undefined;
  }
}

describe('the open composers', () => {
  let folder: string;
  let engine: Engine;
  let composers: Composers;
  const panels: WebviewPanel[] = [];
  const log = new SafeLog('Composers test');
  const keyring = new Keyring(new Secrets(), new Settings(), log);
  const { showQuickPick, createWebviewPanel } = window;

  after(() => {
    keyring.dispose();
    log.dispose();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-composers-'));
    engine = new Engine({ folder: join(folder, 'storage'), ports: portsFor(() => 'http://127.0.0.1:9') });
    const uri = Uri.file(folder);
    const context = { globalStorageUri: uri, extensionUri: uri, secrets: new Secrets(), subscriptions: [] };
    const studio = new IdleStudio(context as unknown as ExtensionContext, new Settings(), keyring, log);
    composers = new Composers(studio, engine);
    Reflect.set(window, 'createWebviewPanel', () => newPanel().panel);
  });

  afterEach(async () => {
    Reflect.set(window, 'showQuickPick', showQuickPick);
    Reflect.set(window, 'createWebviewPanel', createWebviewPanel);
    for (const panel of panels.splice(0)) panel.dispose();
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function newPanel(): ReturnType<typeof panelOf> {
    const page = panelOf();
    panels.push(page.panel);
    return page;
  }

  function picture(name: string): Reference {
    return fileReference(Uri.file(join(folder, name)).toString(), name);
  }

  function frame(): FrameOfTake {
    return { way: 'endOn', picture: picture('frame.png'), origin: { job: jobOf({ id: 'take' }) }, clip: 'take.mp4' };
  }

  /** A draft in a tab that has its beginning. `say`: what its page says. */
  async function begin(): Promise<{ readonly id: string; readonly say: (message: unknown) => void }> {
    const draft = { ...newDraft(), references: [picture('begin.png')] };
    engine.saveDraft(draft);
    const { panel, say } = newPanel();
    await composers.restore(panel, { draftId: draft.id });
    return { id: draft.id, say };
  }

  /** Chooses from a list, once `meanwhile` has happened. */
  function choose(label: string, meanwhile: () => void = () => undefined): void {
    Reflect.set(window, 'showQuickPick', (items: readonly { readonly label: string }[]) => {
      meanwhile();
      return Promise.resolve(items.find((item) => item.label === label));
    });
  }

  /** Names of the references of each draft on disk, by its id. */
  function kept(): Map<string, string[]> {
    return new Map(engine.store.drafts.list().map(({ id, references }) => [id, references.map(({ name }) => name)]));
  }

  it('let a frame end the open draft, which then comes from the frame’s take', async () => {
    const { id } = await begin();
    choose('End the open draft on it');
    await composers.goOn(frame(), []);
    await until('its end', () => kept().get(id)?.length === 2);
    assert.deepEqual([...kept().values()], [['begin.png', 'frame.png']]);
    const from = { job: 'take', way: 'endOn', requestId: 'req_1' };
    assert.deepEqual(engine.store.drafts.get(id)?.lineage, { shot: id, from });
  });

  it('open a new draft for a frame where the open one got another end while the question stood there', async () => {
    const { id, say } = await begin();
    choose('End the open draft on it', () => say({ type: 'addUrl', url: 'https://e.org/end.png' }));
    await composers.goOn(frame(), []);
    await until('the other end', () => kept().get(id)?.length === 2);
    const { [id]: begun, ...others } = Object.fromEntries(kept());
    assert.deepEqual([begun, Object.values(others)], [['begin.png', 'end.png'], [['frame.png']]]);
  });
});
