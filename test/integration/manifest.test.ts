import assert from 'node:assert/strict';
import { commands, extensions, Uri, workspace } from 'vscode';
import { Command, ContextKey, Setting, View, ViewType } from '../../src/editor/contributions.ts';
import { isWrong } from '../../src/editor/valueRule.ts';

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface SettingFacts {
  readonly order: number;
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly ignoreSync?: boolean;
  readonly minimum?: number;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly keybindings: readonly (Menu & { readonly key: string })[];
    readonly configuration: readonly {
      readonly title: string;
      readonly order: number;
      readonly properties: Readonly<Record<string, SettingFacts>>;
    }[];
    readonly views: { readonly seedance: readonly { readonly id: string }[] };
    readonly customEditors: readonly { readonly viewType: string; readonly priority: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly completionEvents: readonly string[] }[] }[];
  };
}

describe('the manifest', () => {
  const extension = extensions.getExtension('seedance-studio.seedance-studio');
  assert.ok(extension);
  const { contributes, activationEvents, capabilities } = extension.packageJSON as Manifest;
  const settings: Readonly<Partial<Record<string, SettingFacts>>> = Object.fromEntries(
    contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
  );

  it('declares the commands of the typed table, and no others', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.values(Command).sort());
  });

  it('declares the settings of the typed table, and no others', () => {
    assert.deepEqual(Object.keys(settings).sort(), Object.values(Setting).sort());
  });

  it('declares the views and the editors of the typed table', () => {
    assert.deepEqual(
      contributes.views.seedance.map(({ id }) => id),
      [View.jobs, View.costs],
    );
    assert.deepEqual(
      contributes.customEditors.map(({ viewType, priority }) => [viewType, priority]),
      [[ViewType.preview, 'option']],
    );
    for (const type of [ViewType.composer, ViewType.compare, ViewType.library, ViewType.unknown])
      assert.ok(activationEvents.includes(`onWebviewPanel:${type}`));
  });

  it('puts no command into a menu that it does not declare', () => {
    const known: readonly string[] = Object.values(Command);
    for (const menu of Object.values(contributes.menus).flat()) assert.ok(known.includes(menu.command), menu.command);
  });

  it('always has in the palette what asks for its files where none is in front', () => {
    const inPalette = contributes.menus['commandPalette'] ?? [];
    assert.ok(inPalette.every(({ command }) => command !== Command.generateFromFiles));
  });

  it('offers in a tab’s menu what its own file can do, whichever tab is in front', () => {
    for (const { when } of contributes.menus['editor/title/context'] ?? []) assert.doesNotMatch(when ?? '', /\bactive/);
  });

  it('ticks a step of the walkthrough when it is done, not when its command is called and given up', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length > 0);
    for (const { completionEvents } of steps) {
      assert.ok(completionEvents.length > 0);
      for (const event of completionEvents) assert.doesNotMatch(event, /^onCommand:/);
    }
  });

  it('takes keys in its own composer alone, and never from a field or a terminal', () => {
    const known: readonly string[] = Object.values(Command);
    for (const { command, when } of contributes.keybindings) {
      assert.ok(known.includes(command), command);
      assert.equal(when, `activeWebviewPanelId == '${ViewType.composer}' && !inputFocus && !terminalFocus`);
    }
  });

  it('takes no key that VS Code itself uses where ours works', async () => {
    const defaults = await workspace.openTextDocument(Uri.parse('vscode://defaultsettings/keybindings.json'));
    const text = defaults.getText().replace(/^\s*\/\/.*$/gm, '');
    const bindings = (
      JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1)) as {
        key: string;
        command: string;
        when?: string;
      }[]
    ).filter(({ command }) => !command.startsWith('seedance.'));
    assert.ok(bindings.length > 500);
    for (const { key } of contributes.keybindings) {
      // Ours works where no field, no text, no list and no terminal has the focus.
      const rivals = bindings.filter(
        (binding) => binding.key === key && !/[fF]ocus|in\w+Editor|inQuickInput|Visible/.test(binding.when ?? ''),
      );
      assert.deepEqual(rivals, [], key);
    }
  });

  it('asks in its conditions only for keys that are set', () => {
    const conditions = [
      ...Object.values(contributes.menus)
        .flat()
        .map(({ when }) => when),
      ...contributes.commands.map(({ enablement }) => enablement),
    ];
    const asked = new Set(
      conditions.flatMap(
        (condition) =>
          condition?.match(
            /(?<!config\.|view == |command\.|activeCustomEditorId [!=]= |activeWebviewPanelId == '|webviewId == ')\bseedance\.\w+/g,
          ) ?? [],
      ),
    );
    const set: readonly string[] = Object.values(ContextKey);
    for (const key of asked) assert.ok(set.includes(key), key);
  });

  it('groups its settings under titles, in an order, each with what it does, its default and its range', () => {
    assert.deepEqual(
      contributes.configuration.map(({ order }) => order),
      contributes.configuration.map((_, index) => index + 1),
    );
    for (const { title, properties } of contributes.configuration) {
      assert.doesNotMatch(title, /^%|^$/);
      const facts = Object.entries(properties);
      assert.deepEqual(
        facts.map(([, { order }]) => order),
        facts.map((_, index) => index + 1),
      );
      for (const [name, { type, minimum, markdownDescription, default: value }] of facts) {
        assert.doesNotMatch(markdownDescription, /^%|^$/, name);
        assert.equal(isWrong(value, properties[name] ?? {}), undefined, `the default of ${name}`);
        assert.notEqual(value, undefined, name);
        if (type === 'number') assert.equal(typeof minimum, 'number', name);
      }
    }
  });

  it('takes all settings from the user alone and never from the sync, but those that send nothing anywhere', () => {
    const free: readonly string[] = [
      Setting.outputFolder,
      Setting.fileName,
      Setting.referenceToken,
      Setting.promptTemplates,
    ];
    // Where a clip keeps how it was made, and what may be spent unasked, is neither a secret nor of one machine: what somebody has
    // chosen holds on all of theirs.
    const synced: readonly string[] = [Setting.clipInfo, Setting.confirmAbove];
    for (const name of Object.values(Setting).filter((setting) => !free.includes(setting))) {
      const property = settings[name];
      assert.equal(property?.scope, 'application', name);
      assert.equal(property.ignoreSync ?? false, !synced.includes(name), name);
    }
  });

  it('ignores in a restricted workspace what its own settings say of folders and names', () => {
    const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual(restrictedConfigurations, [Setting.outputFolder, Setting.fileName]);
  });

  it('has every command registered once the extension is active', async () => {
    await extension.activate();
    const registered = new Set(await commands.getCommands(true));
    for (const command of Object.values(Command)) assert.ok(registered.has(command), command);
  });
});
