import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { Uri, type ExtensionContext } from 'vscode';
import { Composer } from '../../src/editor/composer/composer.ts';
import { ComposerPanel } from '../../src/editor/composer/composerPanel.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio } from '../../src/editor/studio.ts';
import { UnknownPanel } from '../../src/editor/unknown/unknownPanel.ts';
import { newDraft } from '../../src/engine/drafts/draft.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { ComposerEvent } from '../../src/shared/composerMessages.ts';
import type { UnknownEvent } from '../../src/shared/unknownMessages.ts';
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

/** VS Code keeps what a hidden page is told, without end, and the page that it makes once the tab is shown again asks for all by itself. */
describe('a page that is hidden', () => {
  let folder: string;
  let engine: Engine;
  let studio: IdleStudio;
  const log = new SafeLog('Hidden page test');
  const keyring = new Keyring(new Secrets(), new Settings(), log);

  after(() => {
    keyring.dispose();
    log.dispose();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-hidden-'));
    engine = new Engine({ folder: join(folder, 'storage'), ports: portsFor(() => 'http://127.0.0.1:9') });
    const uri = Uri.file(folder);
    const context = { globalStorageUri: uri, extensionUri: uri, secrets: new Secrets(), subscriptions: [] };
    studio = new IdleStudio(context as unknown as ExtensionContext, new Settings(), keyring, log);
  });

  afterEach(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('of a composer is told nothing, and what it missed once it is shown again', async () => {
    const { panel, say, told, hide, show } = panelOf();
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    const shown = new ComposerPanel(panel, composer, studio, engine);
    const says = (notice: string): boolean =>
      (told as ComposerEvent[]).some((event) => event.type === 'state' && event.state.notices.at(-1) === notice);
    say({ type: 'ready' });
    composer.notice('It is seen.');
    await until('a visible page is told', () => says('It is seen.'));
    hide();
    told.length = 0;
    for (let count = 0; count < 100; count++) {
      composer.notice('It is not seen.');
      // Those of one turn would be told as one.
      await immediate();
    }
    await immediate();
    assert.deepEqual(told, []);
    show();
    await until('all of it', () => says('It is not seen.'));
    shown.dispose();
  });

  it('of a composer that was hidden before it was ready is told all once it is shown', async () => {
    const { panel, say, told, hide, show } = panelOf();
    const composer = new Composer(studio, engine, { draft: { ...newDraft(), prompt: 'Waves' }, notices: [] });
    const shown = new ComposerPanel(panel, composer, studio, engine);
    const types = (): string[] => (told as ComposerEvent[]).map(({ type }) => type);
    hide();
    say({ type: 'ready' });
    await immediate();
    await immediate();
    assert.deepEqual(types(), ['strings']);
    show();
    await until('its state', () => types().includes('state'));
    shown.dispose();
  });

  it('about an unknown job is told nothing, and what it missed once it is shown again', () => {
    const { panel, say, told, hide, show } = panelOf();
    const open = (): (boolean | undefined)[] =>
      (told as UnknownEvent[]).map((event) => (event.type === 'state' ? event.state.open : undefined));
    engine.store.insert(jobOf({ id: 'lost', state: 'unknown' }));
    const nothing = (): Promise<void> => Promise.resolve();
    new UnknownPanel('lost', panel, studio, engine, { openDraft: nothing, show: nothing });
    say({ type: 'ready' });
    assert.deepEqual(open(), [undefined, true]);
    hide();
    told.length = 0;
    const failure = { kind: 'unauthorized', status: 401 } as const;
    engine.store.apply('lost', { type: 'rejected', failure, at: 2000 });
    assert.equal(engine.store.get('lost')?.state, 'rejected');
    assert.deepEqual(open(), []);
    show();
    assert.deepEqual(open(), [false]);
    panel.dispose();
  });
});
