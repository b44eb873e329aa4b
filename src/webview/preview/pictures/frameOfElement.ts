/** So long the browser may take for each step, ms. */
const patience = 10_000;

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
    const loaded = happened(video, 'loadeddata');
    video.src = source;
    await loaded;
    const sought = happened(video, 'seeked');
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
