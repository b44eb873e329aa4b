/** So long the browser may take for each step, ms. */
const patience = 10_000;
/** So long a frame may take from the decoder to where it can be drawn, ms. */
const presentation = 2_000;

/**
 * The frame that an element of the browser shows at a time in seconds, or the last one, as a PNG at full size. To be asked for the middle
 * of a frame: what stands on the border of two may be either. Rejects where the browser cannot play it.
 */
export async function frameOfElement(source: string, at: number | 'last'): Promise<Blob> {
  const video = document.createElement('video');
  // Without it nobody may read what is drawn of a file with another origin than the page's.
  video.crossOrigin = 'anonymous';
  video.muted = true;
  video.preload = 'auto';
  try {
    const loaded = Promise.all([happened(video, 'loadeddata'), presented(video)]);
    video.src = source;
    await loaded;
    const sought = Promise.all([happened(video, 'seeked'), presented(video)]);
    video.currentTime = at === 'last' ? video.duration : at;
    await sought;
    const { videoWidth: width, videoHeight: height } = video;
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    video.removeAttribute('src');
    video.load();
  }
}

async function happened(video: HTMLVideoElement, event: string): Promise<void> {
  const over = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const options = { signal: over.signal };
      video.addEventListener(event, () => resolve(), options);
      video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'error')), options);
      setTimeout(() => reject(new Error('no answer')), patience);
    });
  } finally {
    over.abort();
  }
}

/**
 * The next frame is there to be drawn: a seek may be over a moment before, while what is drawn is still the frame before it. A page that
 * is not shown hears of no frame, and goes on without.
 */
async function presented(video: HTMLVideoElement): Promise<void> {
  await new Promise<void>((resolve) => {
    video.requestVideoFrameCallback(() => resolve());
    setTimeout(resolve, presentation);
  });
}
