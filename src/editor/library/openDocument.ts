import * as vscode from 'vscode';

/** The text file that somebody was in last and has open still: what is copied is most likely for it. */
export class OpenDocument implements vscode.Disposable {
  readonly #listening: vscode.Disposable;
  #last: vscode.Uri | undefined;

  constructor() {
    this.#remember(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]);
    this.#listening = vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor));
  }

  /** Undefined where none of the workspace is open. */
  get uri(): vscode.Uri | undefined {
    const last = this.#last?.toString();
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === last)
      ? this.#last
      : undefined;
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #remember(editor: vscode.TextEditor | undefined): void {
    const uri = editor?.document.uri;
    // Output and untitled texts lie in no folder.
    if (uri !== undefined && vscode.workspace.getWorkspaceFolder(uri) !== undefined) this.#last = uri;
  }
}
