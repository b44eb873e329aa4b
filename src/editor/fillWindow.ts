import * as vscode from 'vscode';

/**
 * A window that shows nothing but one page, or is as it was: by VS Code's own Zen Mode, which brings back all that it has put away. No
 * extension is told whether somebody is in it already: for them it ends with the page's.
 */
export class FilledWindow {
  readonly #panel: Pick<vscode.WebviewPanel, 'active' | 'visible'>;
  #fills = false;
  #maximized = false;
  /** What was asked for last: its commands end before those of the next begin, as messages do not wait for each other. */
  #last: Promise<void> = Promise.resolve();

  constructor(panel: Pick<vscode.WebviewPanel, 'active' | 'visible'>) {
    this.#panel = panel;
  }

  /** Only the page that somebody is at may have the window; any may give it back. */
  async fill(on: boolean): Promise<void> {
    if (!on) await this.leave();
    // Not when its turn comes: the page may be gone by then, and has asked to leave after this.
    else if (this.#panel.active && this.#panel.visible) await this.#inTurn(() => this.#enter());
  }

  /** To be called when the page goes from the screen, too: what is left of the window would be hard to leave. */
  async leave(): Promise<void> {
    await this.#inTurn(() => this.#leave());
  }

  async #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    await done;
  }

  async #leave(): Promise<void> {
    if (!this.#fills) return;
    this.#fills = false;
    if (this.#maximized && vscode.window.tabGroups.all.length > 1)
      await run('workbench.action.toggleMaximizeEditorGroup');
    await run('workbench.action.exitZenMode');
  }

  async #enter(): Promise<void> {
    if (this.#fills) return;
    this.#fills = true;
    // Somebody may be in it already: this way it is entered and never left.
    await run('workbench.action.exitZenMode');
    await run('workbench.action.toggleZenMode');
    // It leaves room on both sides for lines of text, where the person has not turned that off.
    if (vscode.workspace.getConfiguration('zenMode').get<boolean>('centerLayout') !== false)
      await run('workbench.action.toggleCenteredLayout');
    this.#maximized = vscode.window.tabGroups.all.length > 1;
    if (this.#maximized) await run('workbench.action.toggleMaximizeEditorGroup');
  }
}

async function run(command: string): Promise<void> {
  await vscode.commands.executeCommand(command);
}
