import assert from 'node:assert/strict';
import { commands, extensions, workspace } from 'vscode';

describe('the extension in a real VS Code', () => {
  const extension = extensions.getExtension('seedance-studio.seedance-studio');

  it('is found and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of its manifest', async () => {
    const { contributes } = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await commands.getCommands(true));
    for (const { command } of contributes.commands) assert.ok(registered.has(command), command);
  });

  it('has the sample folder open', () => {
    assert.equal(workspace.workspaceFolders?.length, 1);
  });
});
