import type { Clip, Loading, Playback } from './model.ts';

/** The browser's own video element with what the page asks of it. Tells `changed` whenever something can be seen to have changed. */
export class Player {
  readonly video = document.createElement('video');
  readonly #changed: () => void;
  #loading: Loading = 'loading';
  #nextPicture = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.video.playsInline = true;
    this.video.preload = 'auto';
    for (const event of ['loadedmetadata', 'durationchange', 'play', 'pause', 'ended', 'seeked', 'volumechange']) {
      this.video.addEventListener(event, () => changed());
    }
    this.video.addEventListener('loadeddata', () => this.#turn('ready'));
    this.video.addEventListener('error', () => this.#turn('failed'));
    this.video.addEventListener('play', () => this.#follow());
  }

  get loading(): Loading {
    return this.#loading;
  }

  /** What the file says of itself, once that was read. */
  get clip(): Clip | undefined {
    const { videoWidth: width, videoHeight: height, duration, readyState } = this.video;
    return readyState >= HTMLMediaElement.HAVE_METADATA ? { width, height, duration } : undefined;
  }

  get playback(): Playback {
    const { paused, ended, currentTime: position, muted, volume, loop } = this.video;
    return { playing: !paused && !ended, position, muted, volume, loop };
  }

  /** Shows another file, or the same one after it was changed. It stands at its first frame then. */
  load(source: string): void {
    this.#loading = 'loading';
    this.video.src = source;
  }

  /** Plays if the browser lets it: it may not before the person has touched the page. */
  async play(): Promise<void> {
    try {
      await this.video.play();
    } catch {
      // Refused or overtaken by a pause: the clip stands where it is, and the button says so.
      this.#changed();
    }
  }

  togglePlay(): void {
    if (this.playback.playing) this.video.pause();
    else void this.play();
  }

  seek(seconds: number): void {
    const duration = this.clip?.duration ?? 0;
    this.video.currentTime = Math.min(Math.max(0, seconds), duration);
    this.#changed();
  }

  /** While it plays the position is told with every picture; the browser's own event comes four times a second. */
  #follow(): void {
    if (!this.playback.playing) return;
    this.#changed();
    cancelAnimationFrame(this.#nextPicture);
    this.#nextPicture = requestAnimationFrame(() => this.#follow());
  }

  #turn(loading: Loading): void {
    this.#loading = loading;
    this.#changed();
  }
}
