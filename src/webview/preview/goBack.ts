/** So long a browser may take to show a frame, ms, before the next one is asked for. */
const patience = 2000;

/** Where a clip that goes back is to be after so many seconds: the moment to show, or undefined where it has come to its end. */
export type Place = (seconds: number) => number | undefined;

/**
 * Plays backward as far as a browser can: it has no such thing, so one frame after the other is gone to, at the pace of the clock. Each
 * is waited for, so what takes long is skipped over rather than shown late. Resolves at the end, or when aborted.
 */
export async function goBack(video: () => HTMLVideoElement, place: Place, signal: AbortSignal): Promise<void> {
  const begun = performance.now();
  let shown: number | undefined;
  while (!signal.aborted) {
    const next = place((performance.now() - begun) / 1000);
    if (next === undefined) return;
    if (next === shown) await nextPicture();
    else await goTo(video(), next);
    shown = next;
  }
}

async function goTo(video: HTMLVideoElement, seconds: number): Promise<void> {
  const over = new AbortController();
  const sought = new Promise<void>((resolve) => {
    const options = { signal: over.signal };
    for (const event of ['seeked', 'emptied', 'error']) video.addEventListener(event, () => resolve(), options);
    setTimeout(resolve, patience);
  });
  video.currentTime = seconds;
  await sought;
  over.abort();
  // A frame that was decoded is seen with the next picture of the page.
  await nextPicture();
}

/** There are no pictures of a page that is not seen. */
async function nextPicture(): Promise<void> {
  await new Promise<void>((resolve) => {
    requestAnimationFrame(() => resolve());
    setTimeout(resolve, 100);
  });
}
