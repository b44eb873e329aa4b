/** Seconds as a player shows them, to a tenth: `0:06.5`. What is no number yet (a file still loading) is `0:00.0`. */
export function timecode(seconds: number): string {
  const tenths = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds * 10 + 1e-6)) : 0;
  const minutes = Math.floor(tenths / 600);
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return `${minutes}:${rest}`;
}
