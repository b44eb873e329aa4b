import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationTarget, QuickPickItemKind, Uri, workspace, type ExtensionContext } from 'vscode';
import { Composer } from '../../src/editor/composer/composer.ts';
import { promptItems } from '../../src/editor/composer/prompt/pickPrompt.ts';
import { templateItems } from '../../src/editor/composer/prompt/pickTemplate.ts';
import { PromptHelp } from '../../src/editor/composer/prompt/promptHelp.ts';
import { Setting } from '../../src/editor/contributions.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio } from '../../src/editor/studio.ts';
import { newDraft } from '../../src/engine/drafts/draft.ts';
import { Engine } from '../../src/engine/engine.ts';
import { ownTemplates } from '../../src/shared/prompt/templates.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { portsFor } from './ports.ts';
import { Secrets } from './secrets.ts';

/** Means an icon, a link and a turn of the line, if anybody let it. */
const hostile = '$(trash) [x](command:y) \u202edne\n2nd';
const harmless = '$ (trash) [x] (command:y) dne 2nd';

const settings = new Settings();

describe('templates of the settings', () => {
  const { Global, Workspace } = ConfigurationTarget;
  const set = async (value: unknown, target: ConfigurationTarget): Promise<void> =>
    await workspace.getConfiguration().update(Setting.promptTemplates, value, target);
  /** Labels under the names of their parts. */
  const shown = (): Record<string, string[]> => {
    const parts: Record<string, string[]> = {};
    let part: string[] = [];
    for (const { kind, label } of templateItems(settings)) {
      if (kind === QuickPickItemKind.Separator) part = parts[label] = [];
      else part.push(label);
    }
    return parts;
  };
  const builtIn = ownTemplates().map(({ name }) => name);

  afterEach(async () => {
    await set(undefined, Global);
    await set(undefined, Workspace);
  });

  it('stand above the built-in ones, each with whom they are from', async () => {
    assert.deepEqual(shown(), { 'Built in': builtIn });
    await set({ Mine: 'my {thing}', Both: 'mine' }, Global);
    await set({ Ours: 'our {thing}', Both: 'theirs' }, Workspace);
    assert.deepEqual(shown(), { Yours: ['Mine', 'Both'], 'Of this workspace': ['Ours', 'Both'], 'Built in': builtIn });
    // A workspace adds to what the user has and takes the place of none of it.
    assert.deepEqual(
      templateItems(settings).flatMap(({ label, text }) => (label === 'Both' ? [text] : [])),
      ['mine', 'theirs'],
    );
  });

  it('are text alone: nothing in them is an icon or a link, and what is put in is the text as it stands there', async () => {
    await set({ [hostile]: hostile }, Workspace);
    const [, item] = templateItems(settings);
    assert.deepEqual([item?.label, item?.detail, item?.text], [harmless, harmless, hostile]);
  });

  it('that cannot be used are named below the others, and are none that can be put in', async () => {
    await set({ Good: 'x', [hostile]: 7, Empty: '' }, Global);
    const parts = shown();
    assert.deepEqual(parts['Yours'], ['Good']);
    assert.deepEqual(parts['Not usable'], [harmless, 'Empty']);
    const bad = templateItems(settings).filter(({ label }) => label === harmless || label === 'Empty');
    assert.deepEqual(
      bad.map(({ text, description }) => [text, description]),
      [
        [undefined, 'it is no text'],
        [undefined, 'it is empty'],
      ],
    );
    await set('not even an object', Global);
    assert.deepEqual(shown()['Not usable'], [Setting.promptTemplates]);
  });
});

describe('the prompt’s favourites and history', () => {
  let folder: string;
  let engine: Engine;
  let studio: Studio;
  const log = new SafeLog('Prompt test');
  const keyring = new Keyring(new Secrets(), settings, log);

  after(() => {
    keyring.dispose();
    log.dispose();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-prompts-'));
    engine = openEngine();
    studio = new Studio({ globalStorageUri: Uri.file(folder) } as ExtensionContext, settings, keyring, log);
  });

  afterEach(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const openEngine = (): Engine =>
    new Engine({ folder: join(folder, 'storage'), ports: portsFor(() => 'http://127.0.0.1:9') });

  const helpFor = (prompt: string, of = engine): PromptHelp =>
    new PromptHelp(new Composer(studio, of, { draft: { ...newDraft(), prompt }, notices: [] }), of, settings);

  it('know a marked prompt again in another draft, in another window and after a restart', async () => {
    helpFor(' Waves at dusk\n').setFavourite(true);
    const other = openEngine();
    assert.deepEqual(helpFor('Waves at dusk', other).favourite(), { type: 'favourite', favourite: true });
    helpFor('Waves at dusk', other).setFavourite(false);
    assert.deepEqual(helpFor('Waves at dusk').favourite(), { type: 'favourite', favourite: false });
    helpFor('Kept').setFavourite(true);
    await other.dispose();
    await engine.dispose();
    engine = openEngine();
    assert.deepEqual(engine.store.prompts.list(), [{ text: 'Kept', favourite: true }]);
  });

  it('list a prompt as one short line that means nothing to VS Code, and hold the whole of it', () => {
    const long = 'wave '.repeat(1 << 18);
    [hostile, long].forEach((prompt, index) =>
      engine.store.insert(
        jobOf({ id: `job ${index}`, draft: draftOf({ id: `draft ${index}`, prompt }), createdAt: index }),
      ),
    );
    helpFor('Marked').setFavourite(true);
    const items = promptItems(engine.store.prompts.list().map((prompt) => ({ ...prompt, marked: prompt.favourite })));
    assert.deepEqual(
      items.map(({ label }) => label.slice(0, harmless.length)),
      ['Favourites', 'Marked', 'Sent', 'wave wave wave wave wave wave wav', harmless],
    );
    assert.ok((items[3]?.label.length ?? 0) <= 1000);
    assert.deepEqual([items[3]?.entry?.text, items[4]?.entry?.text], [long.trim(), hostile]);
  });
});
