import * as vscode from 'vscode';

/** Rows have no look of their own for what is out of use; the colour of a resource is one. */
const scheme = 'seedance-rejected';

/** What the row of a rejected take stands for, so that it is drawn dimmed. */
export function dimmed(jobId: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${jobId}` });
}

/** Dims the rows of rejected takes. */
export function registerRejectedRows(): vscode.Disposable {
  const decoration = new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor('disabledForeground'));
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => (uri.scheme === scheme ? decoration : undefined),
  });
}
