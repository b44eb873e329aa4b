/** The part of a `DataTransfer` that carries text. */
export interface TextTransfer {
  getData(format: string): string;
}

/**
 * The URIs of what was dropped or pasted, each once: those of VS Code's own views first, which name files on any file system, then the
 * system's list. Empty where only bytes or plain text came.
 */
export function droppedUris(transfer: TextTransfer): string[] {
  const lists = [
    () => uriList(transfer.getData('application/vnd.code.uri-list')),
    () => jsonStrings(transfer.getData('resourceurls')),
    () => uriList(transfer.getData('text/uri-list')),
    () => jsonStrings(transfer.getData('codefiles')).map(fileUri),
  ];
  for (const list of lists) {
    const uris = list();
    if (uris.length > 0) return [...new Set(uris)];
  }
  return [];
}

/** The URIs of a `text/uri-list` (RFC 2483): one a line, lines with `#` are comments. */
export function uriList(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && URL.canParse(line));
}

/** The web addresses of a pasted text, if it holds nothing else. */
export function pastedUrls(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.every((word) => /^https?:\/\//i.test(word) && URL.canParse(word)) ? words : [];
}

function jsonStrings(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

/** VS Code's `codefiles` are plain paths of the system. One that begins with two slashes names a host. */
function fileUri(path: string): string {
  const slashed = path.toWellFormed().replaceAll('\\', '/');
  const absolute = slashed.startsWith('/') ? slashed : `/${slashed}`;
  return `file:${absolute.startsWith('//') ? '' : '//'}${absolute.split('/').map(encodeURIComponent).join('/')}`;
}
