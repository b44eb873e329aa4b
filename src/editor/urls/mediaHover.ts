import * as vscode from 'vscode';
import { isFetchable } from '../../shared/url.ts';
import { Command } from '../contributions.ts';
import { literal } from '../plain.ts';
import { linkedFile } from './linkedFile.ts';
import type { LinkedMedia } from './linkedMedia.ts';

/** How wide a picture is shown, CSS pixels. */
const width = 320;

/**
 * The hover of a link to media in this line: its picture, and the way into a draft. A picture from the web is fetched by VS Code as it is shown; not in a
 * restricted workspace, whose author could see so who reads it. Undefined where there is no such file in the workspace.
 */
export async function mediaHover(
  document: vscode.TextDocument,
  line: number,
  { kind, target, start, end }: LinkedMedia,
): Promise<vscode.Hover | undefined> {
  const found = 'url' in target ? publicUrl(target.url) : await linkedFile(document.uri, target.path);
  if (found === undefined) return undefined;
  const isFile = found instanceof vscode.Uri;
  const address = isFile ? found.toString() : found;
  const name =
    address
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? '';
  const hover = new vscode.MarkdownString(undefined, true);
  hover.isTrusted = { enabledCommands: [Command.generateFromUrl] };
  if (kind === 'image' && (isFile || vscode.workspace.isTrusted))
    hover.appendMarkdown(`![${literal(decoded(name), 80)}](${encoded(address)}|width=${width})\n\n`);
  const command = `command:${Command.generateFromUrl}?${encoded(encodeURIComponent(JSON.stringify([address])))}`;
  hover.appendMarkdown(`[$(play) ${literal(vscode.l10n.t('Generate Video…'))}](${command})`);
  return new vscode.Hover(hover, new vscode.Range(line, start, line, end));
}

function publicUrl(url: string): string | undefined {
  return isFetchable(url, 'https://nobody.invalid') ? new URL(url).href : undefined;
}

/** An address that ends nowhere before its end in Markdown. */
function encoded(address: string): string {
  return address.replace(/[\s()<>|\\"'`]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
