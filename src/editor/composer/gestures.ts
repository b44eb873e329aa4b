import * as vscode from 'vscode';
import { fileReference, leftOutNotice, urlReference } from '../../engine/drafts/draft.ts';
import { chosenFiles } from '../chosenFiles.ts';
import { UserError } from '../commands.ts';
import type { Reference } from '../../shared/draft.ts';
import { mediaExtensions, mediaKindOf } from '../../shared/media.ts';

/** What somebody pointed at, as references, and what of it is no media. */
export interface Pointed {
  readonly references: readonly Reference[];
  readonly leftOut?: string;
}

/**
 * The files that *Generate Video…* is about, from what its command was given: those of its menu; from a button or the palette that of the
 * tab in front, and where it is no media the user is asked. Undefined where they thought better of it. Throws `UserError` where a menu
 * named none.
 */
export async function filesMeant(args: readonly unknown[]): Promise<readonly vscode.Uri[] | undefined> {
  const changed = args.map(changedFile).filter((uri) => uri !== undefined);
  const files = changed.length > 0 ? changed : chosenFiles(args[0], args[1]);
  const isMedia = ({ path }: vscode.Uri): boolean => mediaKindOf(path) !== undefined;
  if (args[0] === undefined) return files.some(isMedia) ? files : pickFiles();
  // The menu of the Source Control view is the same for all files.
  if (changed.length > 0 ? changed.some(isMedia) : files.length > 0) return files;
  throw new UserError(vscode.l10n.t('Choose an image, a video or an audio file first.'));
}

/** The file of a row of the Source Control view, which gives its menu all that are selected one by one. */
function changedFile(state: unknown): vscode.Uri | undefined {
  const uri = typeof state === 'object' && state !== null && 'resourceUri' in state ? state.resourceUri : undefined;
  return uri instanceof vscode.Uri ? uri : undefined;
}

/** References of files. What is no image, video or audio by its name is left out, and said. */
export function pointAtFiles(uris: readonly vscode.Uri[]): Pointed {
  const named = uris.map((uri) => ({ uri, name: baseName(uri) }));
  const media = named.filter(({ name }) => mediaKindOf(name) !== undefined);
  const others = named.filter(({ name }) => mediaKindOf(name) === undefined).map(({ name }) => name);
  const leftOut = leftOutNotice(others);
  return {
    references: media.map(({ uri, name }) => fileReference(uri.toString(), name)),
    ...(leftOut !== undefined && { leftOut }),
  };
}

/** References of what was dropped: explorer items and links, as VS Code and the system write them. */
export function pointAtUris(texts: readonly string[]): Pointed {
  const references: Reference[] = [];
  const uris: vscode.Uri[] = [];
  for (const text of texts) {
    if (/^https?:/i.test(text)) references.push(urlReference(text));
    else if (/^[a-z][\w+.-]+:/i.test(text)) uris.push(asSeenHere(uriOf(text)));
  }
  const { references: files, leftOut } = pointAtFiles(uris);
  return { references: [...references, ...files], ...(leftOut !== undefined && { leftOut }) };
}

/** True for the name of a file that may say how a clip was made: of a clip, or of a record beside one. */
export function isClipName(name: string): boolean {
  return /\.(mp4|m4v|mov|webm)$|\.seedance\.json$/i.test(name);
}

/** The one file that was dropped, where it may be a clip that says how it was made. */
export function clipAmong(texts: readonly string[]): vscode.Uri | undefined {
  const [text, ...others] = texts;
  if (text === undefined || others.length > 0 || !/^(?!https?:)[a-z][\w+.-]+:/i.test(text)) return undefined;
  const uri = asSeenHere(uriOf(text));
  return isClipName(uri.path) ? uri : undefined;
}

/** Lets the user choose files. Undefined where they thought better of it. */
export async function pickFiles(): Promise<readonly vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    canSelectMany: true,
    title: vscode.l10n.t('Add References'),
    openLabel: vscode.l10n.t('Add'),
    filters: { [vscode.l10n.t('Images, videos and audio')]: Object.values(mediaExtensions).flat() },
  });
}

/** A text that VS Code does not take for a URI is one all the same, of its scheme and whatever comes after. */
function uriOf(text: string): vscode.Uri {
  try {
    return vscode.Uri.parse(text);
  } catch {
    const [scheme = '', path = ''] = text.split(/:\/*(.*)/s);
    return vscode.Uri.from({ scheme, path: `/${path}` });
  }
}

/** In a remote window the page names a file by the remote's authority; here, on the remote, it is a plain file. */
function asSeenHere(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === 'vscode-remote' && vscode.env.remoteName !== undefined ? vscode.Uri.file(uri.path) : uri;
}

/** The name of a file, without its folders. */
export function baseName(uri: vscode.Uri): string {
  return uri.path.split('/').findLast((part) => part !== '') ?? uri.path;
}
