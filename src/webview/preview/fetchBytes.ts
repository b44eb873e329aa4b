/** Larger clips are not held in memory, where their sound would be made. */
export const maxClipBytes = 256 * 1024 * 1024;

/** A resource of this page, whole. Rejects where it cannot be had, or when aborted. */
export async function fetchBytes(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  return await (await fetchRange(url, all, signal)).arrayBuffer();
}

/** The same for a clip; undefined where it is larger than `maxClipBytes`. */
export async function fetchClip(url: string, signal: AbortSignal): Promise<ArrayBuffer | undefined> {
  const tooMuch = new AbortController();
  const response = await fetchRange(url, all, AbortSignal.any([signal, tooMuch.signal]));
  if (Number(response.headers.get('content-length')) <= maxClipBytes) return await response.arrayBuffer();
  tooMuch.abort();
  return undefined;
}

/** VS Code keeps a copy of what is asked for without a range. */
const all = 'bytes=0-';

/** A part of a resource of this page, by the value of a `Range` header. Rejects where it cannot be had, or when aborted. */
export async function fetchRange(url: string, range: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { headers: { range }, signal });
  if (!response.ok) throw new Error(`${response.status}`);
  return response;
}
