import * as vscode from 'vscode';

/** The file that a path in a document leads to: from the document's folder, or from the workspace's; never out of the workspace. */
export async function linkedFile(document: vscode.Uri, path: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri;
  if (folder === undefined) return undefined;
  const near = path.startsWith('/') ? [] : [vscode.Uri.joinPath(document, '..', path)];
  for (const uri of [...near, vscode.Uri.joinPath(folder, path)]) {
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined) continue;
    const isThere = await vscode.workspace.fs.stat(uri).then(
      ({ type }) => (type & vscode.FileType.File) !== 0,
      () => false,
    );
    if (isThere) return uri;
  }
  return undefined;
}
