/** So many times another element is brought to the moment at which this one is; then it takes over wherever it is. */
const tries = 6;

/** So long may an element take to tell that it decodes sound, ms. */
const patience = 3000;

/** So near is the same moment, seconds. */
const near = 0.05;

/**
 * Gets another element to show `source` as `from` shows its own: at the same moment, as loud, as fast. Resolves with it at the moment
 * in which it can take over. Rejects where it cannot play, has decoded no sound either, or when aborted.
 */
export async function follow(from: HTMLVideoElement, source: string, signal: AbortSignal): Promise<HTMLVideoElement> {
  const to = document.createElement('video');
  to.playsInline = true;
  to.preload = 'auto';
  to.src = source;
  await happened(to, 'canplay', signal);
  if ((await decodesSound(to, patience, signal)) === false) throw new Error('silent again');
  // It stands ready a little ahead of one that plays; where that was not enough time to get ready, a little more.
  let ahead = 0.1;
  for (let left = tries; left > 0; left--) {
    const target = isPlaying(from) ? from.currentTime + ahead * from.playbackRate : from.currentTime;
    // To where it is already it would not go, and tell nothing.
    if (target !== to.currentTime) {
      to.currentTime = target;
      await happened(to, 'seeked', signal);
    }
    while (isPlaying(from) && from.currentTime < to.currentTime && from.currentTime > target - 1) await soon(signal);
    if (Math.abs(from.currentTime - to.currentTime) <= near) break;
    ahead *= 2;
  }
  const { volume, muted, loop, playbackRate, defaultPlaybackRate } = from;
  Object.assign(to, { volume, muted, loop, playbackRate, defaultPlaybackRate });
  return to;
}

/** Whether an element has decoded any sound by now; undefined where the browser does not tell. It does so before it plays. */
export function decodedSound(video: HTMLVideoElement): boolean | undefined {
  const { webkitAudioDecodedByteCount: count } = video as { readonly webkitAudioDecodedByteCount?: number };
  return count === undefined ? undefined : count > 0;
}

/** The same, after up to `wait` ms: on a busy machine it is told a little after the element can play. */
export async function decodesSound(
  video: HTMLVideoElement,
  wait: number,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const end = performance.now() + wait;
  while (decodedSound(video) === false && performance.now() < end) await soon(signal);
  return decodedSound(video);
}

function isPlaying({ paused, ended }: HTMLVideoElement): boolean {
  return !paused && !ended;
}

/** Resolves at the event; rejects at an error of the element, or when aborted. */
async function happened(video: HTMLVideoElement, event: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const over = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const options = { signal: over.signal };
      video.addEventListener(event, () => resolve(), options);
      video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'error')), options);
      signal.addEventListener('abort', () => reject(new Error('aborted')), options);
    });
  } finally {
    over.abort();
  }
}

/** No frame of the page: there is none while its window is covered, and the sound goes on. */
async function soon(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  signal.throwIfAborted();
}
