import { mediaKindOf, mediaKindOfUrl, type MediaKind } from '../../shared/media.ts';
import { findUrls } from './mediaUrls.ts';

/** A link to media in a text. `start` and `end` in UTF-16 code units, `end` not included. */
export interface LinkedMedia {
  readonly kind: MediaKind;
  readonly start: number;
  readonly end: number;
  /** A public address, or a way through folders as it stands there, decoded. */
  readonly target: { readonly url: string } | { readonly path: string };
}

/** What may stand in a path; brackets, quotes and spaces end one in Markdown, HTML, CSS, JSON and YAML. */
const path = /[^\s<>"'`()[\]{}|^,;=]+/g;

/** In quotes and brackets a path may hold spaces. Each for itself: one may stand in another. */
const enclosed = [/"([^"\n]+)"/g, /'([^'\n]+)'/g, /<([^<>"'=\n]+)>/g, /\(([^()"'<>\n]+)\)/g];

/** The link to media at a place in one line of a text; undefined where there is none. */
export function linkedMediaAt(line: string, character: number): LinkedMedia | undefined {
  const holds = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    start <= character && character <= end;
  const url = findUrls(line).find(holds);
  if (url !== undefined) {
    const kind = mediaKindOfUrl(url.url);
    return kind && { kind, start: url.start, end: url.end, target: { url: url.url } };
  }
  return [...pathsIn(line)].find(holds);
}

function* pathsIn(line: string): Iterable<LinkedMedia> {
  for (const pattern of enclosed)
    for (const { 1: text = '', index } of line.matchAll(pattern)) yield* linked(text, index + 1);
  for (const { 0: text, index } of line.matchAll(path)) yield* linked(text.replace(/[.,;:!?*_~]+$/, ''), index);
}

/** A way through folders, without scheme and host; its query and fragment name nothing on a disk. */
function* linked(text: string, start: number): Iterable<LinkedMedia> {
  const bare = text.replace(/[?#].*$/, '');
  const kind = mediaKindOf(bare);
  if (kind === undefined || /^([a-z][\w+.-]*:|\/\/|\\)/i.test(bare)) return;
  yield { kind, start, end: start + text.length, target: { path: decoded(bare) } };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
