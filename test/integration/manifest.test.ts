import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { Command, ContextKey, Setting, View, ViewType } from '../../src/editor/contributions.ts';

interface Menu {
  readonly command: string;
  readonly when?: string;
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
    readonly keybindings: readonly Menu[];
    readonly configuration: {
      readonly properties: Readonly<Partial<Record<string, { readonly scope: string; readonly ignoreSync?: boolean }>>>;
    };
    readonly views: { readonly seedance: readonly { readonly id: string }[] };
    readonly customEditors: readonly { readonly viewType: string; readonly priority: string }[];
  };
}

describe('the manifest', () => {
  const extension = extensions.getExtension('seedance-studio.seedance-studio');
  assert.ok(extension);
  const { contributes, activationEvents, capabilities } = extension.packageJSON as Manifest;

  it('declares the commands of the typed table, and no others', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.values(Command).sort());
  });

  it('declares the settings of the typed table, and no others', () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(Setting).sort());
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

  it('takes keys in its own composer alone, and never from a field or a terminal', () => {
    const known: readonly string[] = Object.values(Command);
    for (const { command, when } of contributes.keybindings) {
      assert.ok(known.includes(command), command);
      assert.equal(when, `activeWebviewPanelId == '${ViewType.composer}' && !inputFocus && !terminalFocus`);
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

  it('takes all settings from the user alone and never from the sync, but those that send nothing anywhere', () => {
    const free: readonly string[] = [
      Setting.outputFolder,
      Setting.fileName,
      Setting.referenceToken,
      Setting.promptTemplates,
    ];
    for (const name of Object.values(Setting).filter((setting) => !free.includes(setting))) {
      const property = contributes.configuration.properties[name];
      assert.equal(property?.scope, 'application', name);
      assert.equal(property.ignoreSync, true, name);
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
