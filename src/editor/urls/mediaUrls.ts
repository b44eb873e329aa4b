import { mediaKindOfUrl } from '../../shared/media.ts';

/** What may stand in a URL; brackets and quotes end one in Markdown, HTML, CSS and JSON, but for round ones that it opens itself. */
const pattern = /https:\/\/(?:[^\s<>"'`()[\]{}\\|^]|\([^\s<>"'`()[\]{}\\|^]*\))+/gi;

/** Characters that end a sentence rather than a URL. */
const trailing = /[.,;:!?*_~]+$/;

export interface FoundUrl {
  readonly url: string;
  /** Where it stands in the text, in UTF-16 code units: from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
}

/** All https URLs in a text. */
export function findUrls(text: string): FoundUrl[] {
  return Array.from(text.matchAll(pattern), ({ 0: whole, index }) => {
    const url = whole.replace(trailing, '');
    return { url, start: index, end: index + url.length };
  }).filter(({ url }) => URL.canParse(url));
}

/** Those that end like an image, a video or an audio file, each once. */
export function findMediaUrls(text: string): string[] {
  const urls = findUrls(text).map(({ url }) => url);
  return [...new Set(urls.filter((url) => mediaKindOfUrl(url) !== undefined))];
}

/** True where `findMediaUrls` would find one. */
export function hasMediaUrl(text: string): boolean {
  return findUrls(text).some(({ url }) => mediaKindOfUrl(url) !== undefined);
}
