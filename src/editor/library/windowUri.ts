import * as vscode from 'vscode';

/**
 * A file's URI as the window has it, by the URI that its pages load it from: over a remote connection that is another than here. The
 * first name of the page's host holds scheme and authority; where it does not, the file's own URI has to do.
 */
export function windowUri(file: vscode.Uri, inPage: vscode.Uri): string {
  const [, scheme, authority] = /^([a-z][a-z-]*)\+([^.]*)\.vscode-resource\./.exec(inPage.authority) ?? [];
  if (scheme === undefined || authority === undefined || scheme === file.scheme) return file.toString();
  // All but letters and digits stand there as the four digits of their codes.
  const decoded = authority.replace(/-([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return file.with({ scheme, authority: decoded }).toString();
}
