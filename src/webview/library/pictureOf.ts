/** CSS pixels of a card's picture, twice for fine screens. */
const width = 480;

/** So long a browser may take for one clip, ms. */
const patience = 10_000;

/** The first picture of a clip, a JPEG. Loads no more of it than that needs. Rejects where the browser cannot play it. */
export async function pictureOf(source: string): Promise<Blob> {
  const video = document.createElement('video');
  // Without it nobody may read what is drawn of a file with another origin than the page's.
  video.crossOrigin = 'anonymous';
  video.muted = true;
  video.preload = 'auto';
  try {
    await loaded(video, source);
    const scale = Math.min(1, width / video.videoWidth);
    const canvas = new OffscreenCanvas(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } finally {
    release(video);
  }
}

/** Lets go of what an element has loaded. */
export function release(video: HTMLVideoElement): void {
  video.removeAttribute('src');
  video.load();
}

async function loaded(video: HTMLVideoElement, source: string): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  try {
    await new Promise<void>((resolve, reject) => {
      video.addEventListener('loadeddata', () => resolve(), { signal });
      video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'error')), { signal });
      setTimeout(() => reject(new Error('no answer')), patience);
      video.src = source;
    });
  } finally {
    over.abort();
  }
}
