import type { Take } from '../../shared/compareMessages.ts';
import { Pictures } from '../preview/pictures/pictures.ts';
import { Sound } from '../preview/sound/sound.ts';
import { frameTimeOf, stepOf, usualFrameTime } from './frameTime.ts';
import type { Size } from './grid.ts';
import { PictureLag } from './pictureLag.ts';
import type { Turns } from './turns.ts';

/** Whether the file can be shown, as far as the browser has found out. */
export type Loading = 'loading' | 'ready' | 'failed';

/** What a screen tells: that something can be seen to have changed, that its file can be moved about in now, or how it plays. */
export type Told = 'changed' | 'loaded' | 'playback';

/** One take on the page: the browser's own video element, and another one in its place where its sound had to be made. */
export class Screen {
  readonly id: string;
  readonly #tell: (told: Told) => void;
  readonly #turns: Turns;
  readonly #sound: Sound;
  #video = document.createElement('video');
  /** The element before this one, which is seen until this one shows a picture. */
  #leaving: HTMLVideoElement | undefined;
  #listening = new AbortController();
  #loading: Loading = 'loading';
  /** Of the index of the file at `#source`, from when it is first asked for. */
  #reading: AbortController | undefined;
  #readFrameTime: number | undefined;
  #step = usualFrameTime;
  #shown: number | undefined;
  readonly #lag = new PictureLag();
  #source = '';
  #decoders = '';
  #watched = false;

  constructor(id: string, tell: (told: Told) => void, turns: Turns) {
    this.id = id;
    this.#tell = tell;
    this.#turns = turns;
    this.#sound = new Sound(this, () => tell('changed'));
    this.#video.playsInline = true;
    this.#video.preload = 'auto';
    this.#listen();
  }

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

  get sound(): Sound['state'] {
    return this.#sound.state;
  }

  /** How long a frame is shown in the mean, as the file's index says, seconds; undefined until it was read, and where it cannot be. */
  get readFrameTime(): number | undefined {
    return this.#readFrameTime;
  }

  /** So far one may go and pass over no frame, seconds: what is usual where the index tells nothing. */
  get step(): number {
    return this.#step;
  }

  /** The middle of the frame that is seen; undefined where the browser has told of none for a while. */
  get seen(): number | undefined {
    const { currentTime, duration } = this.#video;
    if (this.#shown === undefined || Math.abs(this.#shown - currentTime) > 0.2) return undefined;
    return Math.min(this.#shown + this.step / 2, duration);
  }

  /** How far its pictures are behind the time that its element tells, seconds. */
  get lag(): number {
    return this.#lag.seconds;
  }

  /** Of the picture, px; undefined until it was read. */
  get size(): Size | undefined {
    const { videoWidth: width, videoHeight: height, readyState } = this.#video;
    return readyState >= HTMLMediaElement.HAVE_METADATA && height > 0 ? { width, height } : undefined;
  }

  /** Shows the take's file, anew where it was changed; nothing where there is none. */
  show({ source, missing }: Take, decoders: string): void {
    if (missing !== undefined) {
      if (this.#source !== '') this.#sound.forget();
      this.#source = '';
      this.#forgetIndex();
      this.#video.pause();
      this.#loading = 'failed';
      return;
    }
    if (this.#source === source) return;
    this.#source = source;
    this.#decoders = decoders;
    this.#watched = false;
    this.#shown = undefined;
    this.#loading = 'loading';
    this.#video.src = source;
    this.#forgetIndex();
    // It is of the file before, and would take the place of this one.
    this.#sound.forget();
  }

  /** It is to be heard: where the browser has no decoder for it, its sound is made. */
  hear(): void {
    if (this.#watched || this.#loading === 'failed') return;
    this.#watched = true;
    this.#sound.watch(this.#source, this.#decoders);
  }

  exchange(video: HTMLVideoElement): void {
    const leaving = this.#video;
    const plays = !leaving.paused && !leaving.ended;
    this.#listening.abort();
    leaving.pause();
    this.#leaving = leaving;
    this.#video = video;
    this.#listen();
    // Refused it stands: the ensemble sees that.
    if (plays) video.play().catch(() => undefined);
    // No event tells that an element which stands still is on the screen.
    setTimeout(() => this.#leave(leaving), 200);
    this.#tell('playback');
  }

  /** Lets go of the file. */
  close(): void {
    this.#listening.abort();
    this.#reading?.abort();
    this.#video.pause();
    if (this.#leaving !== undefined) this.#leave(this.#leaving);
    this.#leave(this.#video);
    this.#sound.forget();
  }

  #listen(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const video = this.#video;
    const listen = (events: readonly string[], act: () => void): void => {
      for (const event of events) video.addEventListener(event, act, { signal });
    };
    listen(['durationchange', 'volumechange'], () => this.#tell('changed'));
    listen(['loadedmetadata'], () => this.#tell('loaded'));
    listen(['loadeddata'], () => {
      this.#turn('ready');
      this.#wishForIndex();
    });
    listen(['error'], () => this.#turn('failed'));
    listen(['seeking', 'pause', 'waiting'], () => this.#lag.forget());
    listen(['ended', 'waiting', 'playing', 'pause'], () => this.#tell('playback'));
    this.#lag.forget();
    this.#watchFrames(video, signal);
  }

  #watchFrames(video: HTMLVideoElement, signal: AbortSignal): void {
    video.requestVideoFrameCallback((_, frame) => {
      if (signal.aborted) return;
      const { currentTime, playbackRate } = video;
      if (!video.paused && !video.seeking)
        this.#lag.see({ ...frame, currentTime, playbackRate, now: performance.now() });
      this.#shown = frame.mediaTime;
      this.#watchFrames(video, signal);
    });
  }

  /** Has it read from the file how long frames are shown, once, whatever comes of it: the browser tells no rate. */
  #wishForIndex(): void {
    if (this.#source === '' || this.#reading !== undefined) return;
    const source = this.#source;
    const { signal } = (this.#reading = new AbortController());
    this.#turns.take(() => this.#readIndex(source, signal));
  }

  async #readIndex(source: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const pictures = new Pictures(source);
    const stop = (): void => pictures.close();
    signal.addEventListener('abort', stop);
    try {
      const { times } = await pictures.ask({ type: 'index' });
      signal.throwIfAborted();
      this.#readFrameTime = frameTimeOf(times);
      this.#step = stepOf(times) ?? usualFrameTime;
      this.#tell('changed');
    } catch {
      // What was let go meanwhile, or none of our readers knows and plays all the same.
    } finally {
      signal.removeEventListener('abort', stop);
      pictures.close();
    }
  }

  #forgetIndex(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#readFrameTime = undefined;
    this.#step = usualFrameTime;
  }

  #leave(video: HTMLVideoElement): void {
    // A browser lets go of a clip when its element is given none.
    video.removeAttribute('src');
    video.load();
    if (this.#leaving === video) this.#leaving = undefined;
    this.#tell('changed');
  }

  #turn(loading: Loading): void {
    this.#loading = loading;
    this.#tell('loaded');
  }
}
