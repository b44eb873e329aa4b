/** Reference media by the extension of the URL's path, as the reference lists them. */
export type MediaKind = 'image' | 'video' | 'audio';

interface MediaType {
  readonly kind: MediaKind;
  readonly contentType: string;
}

const types: ReadonlyMap<string, MediaType> = new Map([
  ['jpg', { kind: 'image', contentType: 'image/jpeg' }],
  ['jpeg', { kind: 'image', contentType: 'image/jpeg' }],
  ['png', { kind: 'image', contentType: 'image/png' }],
  ['webp', { kind: 'image', contentType: 'image/webp' }],
  ['gif', { kind: 'image', contentType: 'image/gif' }],
  ['bmp', { kind: 'image', contentType: 'image/bmp' }],
  ['mp4', { kind: 'video', contentType: 'video/mp4' }],
  ['mov', { kind: 'video', contentType: 'video/quicktime' }],
  ['m4v', { kind: 'video', contentType: 'video/x-m4v' }],
  ['mp3', { kind: 'audio', contentType: 'audio/mpeg' }],
  ['wav', { kind: 'audio', contentType: 'audio/wav' }],
]);

/** Kind and content type of a file name or a URL's path; undefined where the extension is not one of the reference's. */
export function mediaTypeOf(path: string): MediaType | undefined {
  return types.get(/\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '');
}

/** True for a URL of this machine, at any port: the only ones that a sandbox fetches. */
export function isOnThisMachine(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null && /^https?:$/.test(parsed.protocol) && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(parsed.hostname)
  );
}

/**
 * The SHA-256 in a URL of a sandbox's upload, undefined for any other URL. Any loopback port is taken: windows that share a folder have
 * each their own server, and a port does not outlive its window.
 */
export function uploadIn(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'http:' || !['127.0.0.1', 'localhost'].includes(parsed.hostname)) return undefined;
  return /^\/sandbox\/media\/([0-9a-f]{64})\/[^/]+$/.exec(parsed.pathname)?.[1];
}
