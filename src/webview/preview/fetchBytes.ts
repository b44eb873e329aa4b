/** A resource of this page, whole. Rejects where it cannot be had, or when aborted. */
export async function fetchBytes(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  // VS Code keeps a copy of what is asked for without a range.
  return await (await fetchRange(url, 'bytes=0-', signal)).arrayBuffer();
}

/**
 * How large a resource of this page is, bytes. One byte of it is asked for: in a browser VS Code reads all that was asked for, also when
 * nobody waits for it any more, and everything else waits behind that.
 */
export async function fetchSize(url: string, signal: AbortSignal): Promise<number> {
  const enough = new AbortController();
  const { headers } = await fetchRange(url, 'bytes=0-0', AbortSignal.any([signal, enough.signal]));
  enough.abort();
  // VS Code tells no length of what it answers. A server that knows no ranges tells that of the whole.
  return Number(headers.get('content-range')?.split('/')[1] ?? headers.get('content-length'));
}

/** So often it is asked for what VS Code did not come to. It gives up after 30 s, and may need longer for a large clip that it hands over. */
const tries = 5;

/** A part of a resource of this page, by the value of a `Range` header. Rejects where it cannot be had, or when aborted. */
export async function fetchRange(url: string, range: string, signal: AbortSignal): Promise<Response> {
  for (let left = tries - 1; ; left--) {
    const response = await fetch(url, { headers: { range }, signal });
    if (response.ok) return response;
    if (response.status !== 408 || left === 0) throw new Error(`${response.status}`);
  }
}
