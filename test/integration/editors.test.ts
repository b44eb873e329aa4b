import assert from 'node:assert/strict';
import { commands, TabInputCustom, TabInputWebview, Uri, window, workspace } from 'vscode';
import { until } from './until.ts';

function sample(name: string): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return Uri.joinPath(folder.uri, name);
}

function composers(): number {
  const tabs = window.tabGroups.all.flatMap(({ tabs }) => tabs);
  return tabs.filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('seedance.composer'))
    .length;
}

describe('the editors', () => {
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('open a composer for files that a command is given', async () => {
    await commands.executeCommand('seedance.generateFromFiles', sample('lake-at-dawn.png'), [
      sample('lake-at-dawn.png'),
      sample('README.md'),
    ]);
    await until('a composer', () => composers() === 1);
  });

  it('take a second gesture into the draft that is open', async () => {
    await commands.executeCommand('seedance.generateFromFiles', sample('lake-at-dawn.png'));
    await commands.executeCommand('seedance.generateFromFiles', sample('lighthouse.jpg'));
    await until('a composer', () => composers() === 1);
    assert.equal(composers(), 1);
  });

  it('open one empty draft for text, however often it is asked for', async () => {
    await commands.executeCommand('seedance.generateFromText');
    await commands.executeCommand('seedance.generateFromText');
    await until('a composer', () => composers() === 1);
  });

  it('take the file of the tab in front where a command is given none', async () => {
    await commands.executeCommand('vscode.open', sample('lake-at-dawn.png'));
    await until('the picture in front', () => window.tabGroups.activeTabGroup.activeTab?.label === 'lake-at-dawn.png');
    await commands.executeCommand('seedance.generateFromFiles');
    await until('a composer', () => composers() === 1);
  });

  it('are not confused by arguments that are none', async () => {
    await commands.executeCommand('seedance.generateFromFiles', { scheme: 'file' }, ['/etc/passwd', 7, null]);
    await commands.executeCommand('seedance.preview', { id: 1 });
    await commands.executeCommand('seedance.remove', 'no such job');
    assert.equal(composers(), 0);
  });

  it('open a video that was not made here in the preview', async () => {
    await commands.executeCommand('vscode.openWith', sample('slow-push-in.mp4'), 'seedance.preview');
    const tab = await until('the preview', () => window.tabGroups.activeTabGroup.activeTab);
    assert.ok(tab.input instanceof TabInputCustom);
    assert.equal(tab.input.viewType, 'seedance.preview');
  });

  it('open the preview for the videos of a selection, by the menu’s command', async () => {
    await commands.executeCommand('seedance.openPreview', sample('slow-push-in.mp4'), [
      sample('slow-push-in.mp4'),
      sample('README.md'),
    ]);
    const tab = await until('the preview', () => window.tabGroups.activeTabGroup.activeTab);
    assert.ok(tab.input instanceof TabInputCustom && tab.input.viewType === 'seedance.preview');
    assert.equal(window.tabGroups.activeTabGroup.tabs.length, 1);
    // VS Code’s own is open: ours comes for the file in front.
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('vscode.open', sample('slow-push-in.mp4'));
    await commands.executeCommand('seedance.openPreview');
    await until('ours in front', () => {
      const input = window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof TabInputCustom && input.viewType === 'seedance.preview';
    });
  });

  it('leave a video to VS Code’s own preview where nobody chose ours', async () => {
    await commands.executeCommand('vscode.open', sample('slow-push-in.mp4'));
    const tab = await until('the video', () => window.tabGroups.activeTabGroup.activeTab);
    assert.ok(!(tab.input instanceof TabInputCustom) || tab.input.viewType !== 'seedance.preview');
  });
});
