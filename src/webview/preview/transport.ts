import type { Frames } from './frames.ts';
import { goBack } from './goBack.ts';
import type { Playback } from './model.ts';
import type { Player } from './player.ts';
import { hasPoints, regionOf, type Points } from '../page/points.ts';
import { backward, forward } from './speeds.ts';

/** A step where the frames of a clip cannot be known, seconds. */
const blindStep = 0.04;

/** So much before the end of a loop it begins again, seconds at normal speed: half of what a screen takes for a picture. */
const ahead = 0.008;

/** How a clip moves: forward, backward, by frames, around a loop. */
export class Transport {
  readonly #player: Player;
  readonly #changed: () => void;
  #frames: Frames | undefined;
  #back: { readonly speed: number; readonly stop: AbortController } | undefined;
  #rate = 1;
  #loop = false;
  #points: Points = {};
  /** Whether it was playing when it was last before its end. */
  #going = false;

  constructor(player: Player, changed: () => void) {
    this.#player = player;
    this.#changed = changed;
  }

  /** The frames of the clip, once they are known. */
  get frames(): Frames | undefined {
    return this.#frames;
  }

  set frames(frames: Frames | undefined) {
    this.#frames = frames;
    // What stands still stands where it says it does.
    if (frames !== undefined && this.speed === 0 && !this.#player.video.ended) this.seek(this.#player.shown);
  }

  get playback(): Playback {
    const { currentTime: position, muted, volume } = this.#player.video;
    const { speed } = this;
    const common = { speed, rate: this.#rate, playing: speed !== 0, position, muted, volume };
    return { ...common, loop: this.#loop, points: this.#points };
  }

  /** 1 as it was taken, below 0 backward, 0 where it stands. */
  get speed(): number {
    return this.#back?.speed ?? (this.#player.playing ? this.#player.video.playbackRate : 0);
  }

  /** To be called when something has changed: sees to it that a loop is one. */
  guard(): void {
    const { video } = this.#player;
    if (!video.ended) this.#going = this.#player.playing;
    if (!this.#loop || !hasPoints(this.#points) || video.seeking || this.#player.clip === undefined) return;
    const { start, end } = this.#region;
    if (video.ended) {
      // What somebody has dragged to its end stands there.
      if (!this.#going) return;
      this.seek(start);
      void this.#player.play();
    } else if (this.#player.playing && video.currentTime >= end - ahead * video.playbackRate) this.seek(start);
  }

  togglePlay(): void {
    if (this.speed === 0) this.#play(this.#rate);
    else this.stop();
  }

  /** Plays, and faster with each call. */
  forward(): void {
    this.#play(forward(this.speed, this.#rate));
  }

  /** The same backward, as far as a browser can: see `goBack`. */
  backward(): void {
    this.#goBack(backward(this.speed));
  }

  /** Stops at the frame that is seen. */
  stop(): void {
    if (this.speed === 0) return;
    const { shown, video } = this.#player;
    this.#endBack();
    video.pause();
    video.playbackRate = this.#rate;
    this.seek(shown);
  }

  /** Goes to the frame that is shown at a moment, seconds. It plays on if it plays. */
  seek(seconds: number): void {
    const { speed } = this;
    this.#player.seek(this.#frames?.middle(this.#frames.at(seconds)) ?? seconds);
    if (speed < 0) this.#goBack(speed);
  }

  /** Stops, and goes on by so many frames. */
  step(frames: number): void {
    this.stop();
    const { currentTime } = this.#player.video;
    const known = this.#frames;
    if (known === undefined) this.seek(currentTime + frames * blindStep);
    else this.#player.seek(known.middle(known.at(currentTime) + frames));
  }

  /** Stops at the last frame, if it is known which that is. */
  toEnd(): void {
    this.stop();
    if (Number.isFinite(this.#last)) this.#player.seek(this.#last);
  }

  /** How fast it plays from now on, 1 as it was taken. */
  set rate(rate: number) {
    this.#rate = rate;
    const { video } = this.#player;
    // The default outlives a change of the file.
    Object.assign(video, { defaultPlaybackRate: rate, ...(this.#back === undefined && { playbackRate: rate }) });
    this.#changed();
  }

  set loop(loop: boolean) {
    this.#loop = loop;
    this.#setLoop();
  }

  set points(points: Points) {
    this.#points = points;
    this.#setLoop();
  }

  /** Where the last frame is seen, seconds; without end for a recording that was never finished and whose frames are not known. */
  get #last(): number {
    return this.#frames?.middle(this.#frames.count - 1) ?? Math.max(0, this.#duration - blindStep / 4);
  }

  get #duration(): number {
    return this.#player.clip?.duration ?? 0;
  }

  get #region() {
    return regionOf(this.#loop ? this.#points : {}, this.#duration);
  }

  /** Without points the browser does it, and better. */
  #setLoop(): void {
    this.#player.video.loop = this.#loop && !hasPoints(this.#points);
    this.guard();
    this.#changed();
  }

  #play(speed: number): void {
    this.#endBack();
    // From the last frame on there is nothing to play but the clip anew.
    if (this.speed === 0 && this.#player.video.currentTime >= this.#last) this.seek(this.#region.start);
    this.#player.video.playbackRate = speed;
    void this.#player.play();
  }

  #goBack(speed: number): void {
    this.#endBack();
    const { video } = this.#player;
    const { start, end } = this.#region;
    video.pause();
    const from = Math.min(video.currentTime, end);
    const stop = new AbortController();
    this.#back = { speed, stop };
    const place = (seconds: number): number | undefined => {
      const at = from + seconds * speed;
      if (at >= start) return this.#aligned(at);
      return this.#loop && Number.isFinite(end)
        ? this.#aligned(end - ((start - at) % (end - start)) - 0.001)
        : undefined;
    };
    void goBack(() => this.#player.video, place, stop.signal).then(() => {
      if (stop.signal.aborted) return;
      this.#back = undefined;
      this.seek(start);
    });
    this.#changed();
  }

  #endBack(): void {
    this.#back?.stop.abort();
    this.#back = undefined;
  }

  #aligned(seconds: number): number {
    return this.#frames?.middle(this.#frames.at(seconds)) ?? seconds;
  }
}
