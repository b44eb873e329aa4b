/** Larger clips are not held in memory, where their sound would be made. */
export const maxClipBytes = 256 * 1024 * 1024;

/** A resource of this page, whole; undefined where it has more than `limit` bytes. Rejects where it cannot be had, or when aborted. */
export async function fetchBytes(url: string, limit: number, signal: AbortSignal): Promise<ArrayBuffer | undefined> {
  const tooMuch = new AbortController();
  // A range, though it is all: VS Code keeps a copy of what is asked for without one.
  const response = await fetch(url, {
    headers: { range: 'bytes=0-' },
    signal: AbortSignal.any([signal, tooMuch.signal]),
  });
  if (!response.ok) throw new Error(`${response.status}`);
  if (Number(response.headers.get('content-length')) <= limit) return await response.arrayBuffer();
  tooMuch.abort();
  return undefined;
}
