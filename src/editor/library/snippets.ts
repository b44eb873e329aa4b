import { encodeSegment } from '../../shared/encodeSegment.ts';

/**
 * The way from a folder to a file, both as URI paths (decoded, `/` between names), as it stands in a document: every segment encoded, so
 * that it means nothing to HTML or Markdown, whatever a file is called. The first never reads like a scheme or a root.
 */
export function relativePath(folder: string, file: string): string {
  const from = segmentsOf(folder);
  const to = segmentsOf(file);
  const same = from.findIndex((segment, index) => segment !== to[index]);
  const shared = Math.min(same === -1 ? from.length : same, to.length - 1);
  const up = from.slice(shared).map(() => '..');
  return [...up, ...to.slice(shared).map(encoded)].join('/');
}

/** A link in Markdown. It is one in every viewer; that of a picture would be broken in most. */
export function markdownLink(title: string, path: string): string {
  return `[${title.replace(/[!-/:-@[-`{-~]/g, '\\$&')}](${path})`;
}

/** A `<video>` in HTML. */
export function htmlVideo(title: string, path: string): string {
  return `<video controls src="${escaped(path)}" title="${escaped(title)}"></video>`;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** With all that Markdown or HTML give a meaning. */
function encoded(segment: string): string {
  return encodeSegment(segment.toWellFormed());
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
