import type { Clip, Loading } from './model.ts';

/** The browser's own video element with what the page asks of it. Tells `changed` whenever something can be seen to have changed. */
export class Player {
  readonly #changed: () => void;
  #video: HTMLVideoElement;
  /** The element before this one, which is seen until this one shows a picture. */
  #leaving: HTMLVideoElement | undefined;
  #listening = new AbortController();
  #loading: Loading = 'loading';
  #nextPicture = 0;
  /** The time of the frame that is on the screen, where the browser has told it since the last seek. */
  #shown: number | undefined;

  /** `video`: an element that may load its clip already. */
  constructor(video: HTMLVideoElement, changed: () => void) {
    this.#changed = changed;
    this.#video = video;
    video.preload = 'auto';
    this.#listen();
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.#loading = 'ready';
    else if (video.error !== null) this.#loading = 'failed';
  }

  /** The element that plays. Another one may come: hold on to the player instead. */
  get video(): HTMLVideoElement {
    return this.#video;
  }

  /** What is to be drawn, one over the other. */
  get videos(): readonly HTMLVideoElement[] {
    return this.#leaving === undefined ? [this.#video] : [this.#leaving, this.#video];
  }

  get loading(): Loading {
    return this.#loading;
  }

  /** What the file says of itself, once that was read. */
  get clip(): Clip | undefined {
    const { videoWidth: width, videoHeight: height, duration, readyState } = this.#video;
    return readyState >= HTMLMediaElement.HAVE_METADATA ? { width, height, duration } : undefined;
  }

  get playing(): boolean {
    return !this.#video.paused && !this.#video.ended;
  }

  /** The moment of the frame that is on the screen, seconds; a little behind where a clip that plays has come to. */
  get shown(): number {
    return this.#shown ?? this.#video.currentTime;
  }

  /** Shows another file, or the same one after it was changed. It stands at its first frame then. */
  load(source: string): void {
    this.#loading = 'loading';
    this.#shown = undefined;
    this.#video.src = source;
    this.#changed();
  }

  /** Lets an element that shows the same clip at the same moment take over, and play if this one plays. */
  exchange(video: HTMLVideoElement): void {
    const { playing } = this;
    this.#leaving = this.#video;
    this.#listening.abort();
    this.#leaving.pause();
    this.#video = video;
    this.#shown = undefined;
    this.#listen();
    if (playing) void this.play();
    // No event tells that an element which stands still is on the screen.
    setTimeout(() => this.#leave(), 200);
    this.#changed();
  }

  /** Plays if the browser lets it: it may not before the person has touched the page. */
  async play(): Promise<void> {
    try {
      await this.#video.play();
    } catch {
      // Refused or overtaken by a pause: the clip stands where it is, and the button says so.
      this.#changed();
    }
  }

  /** Goes to a moment, seconds, held inside the clip. */
  seek(seconds: number): void {
    const duration = this.clip?.duration ?? 0;
    this.#shown = undefined;
    this.#video.currentTime = Math.min(Math.max(0, seconds), duration);
    this.#changed();
  }

  #listen(): void {
    this.#listening = new AbortController();
    const video = this.#video;
    const listen = (event: string, act: () => void): void =>
      video.addEventListener(event, act, { signal: this.#listening.signal });
    for (const event of ['loadedmetadata', 'durationchange', 'play', 'pause', 'ended', 'seeked', 'volumechange'])
      listen(event, () => this.#changed());
    // Where the page is not seen there are no pictures to follow, and it goes on.
    for (const event of ['timeupdate', 'ratechange']) listen(event, () => this.#changed());
    listen('loadeddata', () => this.#turn('ready'));
    listen('error', () => this.#turn('failed'));
    listen('play', () => this.#follow());
    listen('seeking', () => (this.#shown = undefined));
    const see = (_: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      if (video !== this.#video) return;
      if (!video.seeking) this.#shown = mediaTime;
      video.requestVideoFrameCallback(see);
    };
    video.requestVideoFrameCallback(see);
  }

  #leave(): void {
    // A browser lets go of a clip when its element is given none.
    this.#leaving?.removeAttribute('src');
    this.#leaving?.load();
    this.#leaving = undefined;
    this.#changed();
  }

  /** While it plays the position is told with every picture; the browser's own event comes four times a second. */
  #follow(): void {
    if (!this.playing) return;
    this.#changed();
    cancelAnimationFrame(this.#nextPicture);
    this.#nextPicture = requestAnimationFrame(() => this.#follow());
  }

  #turn(loading: Loading): void {
    this.#loading = loading;
    this.#changed();
  }
}
