/** Bytes from the start of a file that tell its format. */
export const formatBytes = 12;

/** The ending for a file that starts with these bytes, or undefined where it is no video that we know. */
export function clipEnding(start: Uint8Array): 'mp4' | 'mov' | 'webm' | undefined {
  const text = Buffer.from(start).toString('latin1');
  // ISO base media (ISO/IEC 14496-12): a box's size, then its type. QuickTime's own brand is `qt  `.
  if (text.slice(4, 8) === 'ftyp') return text.slice(8, 12) === 'qt  ' ? 'mov' : 'mp4';
  // EBML, the container of WebM and Matroska.
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
  return undefined;
}
