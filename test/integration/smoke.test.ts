import assert from 'node:assert/strict';
import { extensions, workspace } from 'vscode';

describe('the extension in a real VS Code', () => {
  const extension = extensions.getExtension('seedance-studio.seedance-studio');

  it('is found and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('has the sample folder open', () => {
    assert.equal(workspace.workspaceFolders?.length, 1);
  });
});
