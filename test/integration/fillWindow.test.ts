import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { commands } from 'vscode';
import { FilledWindow } from '../../src/editor/fillWindow.ts';

describe('a window that one page fills', () => {
  const { executeCommand } = commands;
  let zen = false;
  let maximized = false;
  /** A command that VS Code does not run. */
  let refused: string | undefined;

  beforeEach(() => {
    [zen, maximized, refused] = [false, false, undefined];
    // VS Code takes its time for each of them.
    Reflect.set(commands, 'executeCommand', async (command: string) => {
      await setTimeout(5);
      if (command === refused) throw new Error('not now');
      if (command === 'workbench.action.exitZenMode') zen = false;
      if (command === 'workbench.action.toggleZenMode') zen = !zen;
      if (command === 'workbench.action.toggleMaximizeEditorGroup') maximized = !maximized;
    });
  });

  afterEach(() => {
    Reflect.set(commands, 'executeCommand', executeCommand);
  });

  it('is in the end as it was wished for last, however quickly the wishes come', async () => {
    const filled = new FilledWindow({ active: true, visible: true });
    await Promise.all([filled.fill(true), filled.fill(false)]);
    assert.deepEqual([zen, maximized], [false, false]);
    await Promise.all([filled.fill(true), filled.fill(false), filled.fill(true)]);
    assert.equal(zen, true);
    await Promise.all([filled.fill(false), filled.fill(true), filled.leave()]);
    assert.deepEqual([zen, maximized], [false, false]);
  });

  it('is given back also after a command that was not run', async () => {
    const filled = new FilledWindow({ active: true, visible: true });
    refused = 'workbench.action.toggleCenteredLayout';
    await assert.rejects(filled.fill(true), /not now/);
    assert.equal(zen, true);
    await filled.leave();
    assert.equal(zen, false);
  });

  it('is not filled by a page that nobody is at', async () => {
    for (const page of [
      { active: false, visible: true },
      { active: true, visible: false },
    ])
      await new FilledWindow(page).fill(true);
    assert.equal(zen, false);
  });
});
