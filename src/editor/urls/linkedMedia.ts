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

/** What may stand in a path; brackets (but for round ones that it opens itself), quotes and spaces end one in Markdown, HTML, CSS, JSON and YAML. */
const path = /(?:[^\s<>"'`()[\]{}|^,;=]|(?<=[^\s<>"'`()[\]{}|^,;=])\([^\s<>"'`()[\]{}|^,;=]*\))+/g;

/** In quotes and brackets a path may hold spaces. Each for itself: one may stand in another. */
const enclosed = [/"([^"\n]+)"/g, /'([^'\n]+)'/g, /<([^<>"'=\n]+)>/g, /\(([^()"'<>\n]+)\)/g];

/** Longer lines are no text that somebody reads. */
const maxLine = 10_000;

/** The link to media at a place in one line of a text; undefined where there is none. */
export function linkedMediaAt(line: string, character: number): LinkedMedia | undefined {
  if (line.length > maxLine) return undefined;
  const holds = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    start <= character && character <= end;
  const url = findUrls(line).find(holds);
  if (url !== undefined) {
    const kind = mediaKindOfUrl(url.url);
    return kind && { kind, start: url.start, end: url.end, target: { url: url.url } };
  }
  return [...pathsIn(line)].find(holds);
}

/** True where a line of the text names media by a path. */
export function hasMediaPath(text: string): boolean {
  return readable(text).some((line) => !pathsIn(line).next().done);
}

/** All links to media in a text, each target once, in their order. */
export function linkedMediaIn(text: string): LinkedMedia[] {
  const found = readable(text).flatMap((line) => [
    ...findUrls(line).flatMap(({ url, start, end }) => {
      const kind = mediaKindOfUrl(url);
      return kind === undefined ? [] : [{ kind, start, end, target: { url } }];
    }),
    ...pathsIn(line),
  ]);
  return [...new Map(found.map((linked) => [JSON.stringify(linked.target), linked])).values()];
}

function readable(text: string): string[] {
  return text.split('\n').filter(({ length }) => length <= maxLine);
}

function* pathsIn(line: string): Generator<LinkedMedia, void> {
  for (const pattern of enclosed)
    for (const { 1: text = '', index } of line.matchAll(pattern)) yield* linked(text, index + 1);
  for (const { 0: text, index } of line.matchAll(path)) yield* linked(text.replace(/[.,;:!?*_~]+$/, ''), index);
}

/** A way through folders, without scheme and host; its query and fragment name nothing on a disk. */
function* linked(text: string, start: number): Iterable<LinkedMedia> {
  const bare = text.replace(/[?#].*$/, '');
  const kind = mediaKindOf(bare);
  // An ending alone is what is left of a name that was cut.
  if (kind === undefined || /(^|\/)\.[^./]*$/.test(bare) || /^([a-z][\w+.-]*:|\/\/|\\)/i.test(bare)) return;
  yield { kind, start, end: start + text.length, target: { path: decoded(bare) } };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
