import type { MediaKind } from '../../../shared/media.ts';
import { isHtml } from './html.ts';

/** What a file is in truth, by its bytes. */
export interface Format {
  /** Short and never translated: "PNG", "HEIC", "HTML". */
  readonly name: string;
  readonly mime: string;
  /** As what the service takes it; left out where it does not. */
  readonly kind?: MediaKind;
  /** Name endings that promise it, without the dot; left out where the service does not take it. */
  readonly endings?: readonly string[];
}

/** What the service takes, and what is the same under another name, by the names of file-type. Source: as for `mediaExtensions`. */
const taken: Readonly<Record<string, Format>> = {
  jpg: { name: 'JPEG', mime: 'image/jpeg', kind: 'image', endings: ['jpg', 'jpeg'] },
  png: { name: 'PNG', mime: 'image/png', kind: 'image', endings: ['png'] },
  apng: { name: 'PNG', mime: 'image/png', kind: 'image', endings: ['png'] },
  webp: { name: 'WebP', mime: 'image/webp', kind: 'image', endings: ['webp'] },
  gif: { name: 'GIF', mime: 'image/gif', kind: 'image', endings: ['gif'] },
  bmp: { name: 'BMP', mime: 'image/bmp', kind: 'image', endings: ['bmp'] },
  mp4: { name: 'MP4', mime: 'video/mp4', kind: 'video', endings: ['mp4', 'm4v'] },
  m4v: { name: 'M4V', mime: 'video/x-m4v', kind: 'video', endings: ['m4v', 'mp4'] },
  mov: { name: 'QuickTime', mime: 'video/quicktime', kind: 'video', endings: ['mov'] },
  // Phones wrote it into files named .mp4, and it is an MP4 but for its mark.
  '3gp': { name: '3GP', mime: 'video/3gpp', kind: 'video', endings: ['mp4'] },
  mp3: { name: 'MP3', mime: 'audio/mpeg', kind: 'audio', endings: ['mp3'] },
  wav: { name: 'WAV', mime: 'audio/wav', kind: 'audio', endings: ['wav'] },
};

/** What file-type does not know, or only from more than a beginning. */
const others: readonly (readonly [format: Format, start: RegExp])[] = [
  [{ name: 'SVG', mime: 'image/svg+xml' }, /^(\s|<\?xml.*?\?>|<!--.*?-->|<!doctype svg.*?>)*<svg\b/is],
  [{ name: 'TIFF', mime: 'image/tiff' }, /^(II\*\0|MM\0\*)/],
  [{ name: 'Git LFS', mime: 'text/plain' }, /^version https:\/\/git-lfs\.github\.com\/spec\//],
];

/** The format of a file that begins with these bytes, or undefined where they are of none that is known. */
export async function formatOf(beginning: Uint8Array): Promise<Format | undefined> {
  if (isHtml(beginning)) return { name: 'HTML', mime: 'text/html' };
  const text = Buffer.from(beginning.subarray(0, 4096)).toString('latin1');
  const found = others.find(([, start]) => start.test(text));
  if (found !== undefined) return found[0];
  const { fileTypeFromBuffer } = await import('file-type/core');
  const type = await fileTypeFromBuffer(beginning).catch(() => undefined);
  if (type !== undefined) return taken[type.ext] ?? { name: type.ext.toUpperCase(), mime: type.mime };
  // A tag that is longer than what was read hides what is behind it.
  return text.startsWith('ID3') ? taken['mp3'] : undefined;
}
