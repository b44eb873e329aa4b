/** One segment of a path as a URI has it: as `encodeURIComponent` writes it, with the reserved characters (RFC 3986) that it leaves. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
