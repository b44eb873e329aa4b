import { Clock } from './clock.ts';
import { Pace } from './pace.ts';
import { durationOf, end, isReady, isRunning, type Playable } from './playable.ts';
import { hasPoints, regionOf, type Points, type Region } from '../page/points.ts';

/** A player of the ensemble. Its element may be exchanged for another one. */
export interface Part {
  readonly video: Playable;
  /** The middle of the frame that is really seen, seconds: a browser may be a frame ahead of what it says. */
  readonly seen?: number | undefined;
  /** How far its pictures are behind the time that its element tells, seconds; left out where they are not. */
  readonly lag?: number;
}

/** Time as the ensemble sees it; ms. `every` and `after` hand back what stops them. */
export interface Time {
  now(): number;
  every(ms: number, act: () => void): () => void;
  after(ms: number): Promise<void>;
}

/** So often it is looked whether all are in step, ms. */
const tick = 40;

/** So long all wait for one that is not ready, ms: one that takes longer comes after. */
const patience = 1500;

/** One that is so far off the clock does not lead, seconds. */
const astray = 0.15;

/**
 * Several players as one: they play, stand and jump together, and are brought back into step while they play. A shorter one holds its last
 * frame. One that is heard leads, as a change of its speed would be heard; one that waits for its file holds up nobody.
 */
export class Ensemble {
  readonly #clock = new Clock();
  readonly #time: Time;
  readonly #changed: () => void;
  readonly #pace = new Pace((video) => this.#start(video));
  #parts: readonly Part[] = [];
  #heard: Part | undefined;
  #playing = false;
  #backSpeed = 0;
  #looping = false;
  #points: Points = {};
  /** Grows with each thing that somebody asks for: what was under way is overtaken. */
  #turn = 0;
  #stopTicking: () => void = () => undefined;

  constructor(time: Time, changed: () => void) {
    this.#time = time;
    this.#changed = changed;
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** They play, or are about to. */
  get playing(): boolean {
    return this.#playing;
  }

  /** Seconds from the start. */
  get position(): number {
    return Math.min(this.#clock.position(this.#time.now()), this.duration);
  }

  /** Where they are to go on, seconds from the start: while no length is known yet, where they were asked to be. */
  get place(): number {
    return this.duration > 0 ? this.position : this.#clock.position(this.#time.now());
  }

  /** Of the longest, seconds; 0 while none is known. */
  get duration(): number {
    return Math.max(0, ...this.#parts.map(({ video }) => durationOf(video)));
  }

  get rate(): number {
    return this.#clock.rate;
  }

  get looping(): boolean {
    return this.#looping;
  }

  set looping(looping: boolean) {
    this.#looping = looping;
    this.#changed();
  }

  /** Between which they loop. */
  get points(): Points {
    return this.#points;
  }

  set points(points: Points) {
    this.#points = points;
    this.#changed();
  }

  /** What is played again and again where they loop, otherwise all. */
  get #region(): Region {
    return regionOf(this.#looping ? this.#points : {}, this.duration);
  }

  /** Which of them is heard, or none: it leads, and the others are mute. */
  hear(heard: Part | undefined): void {
    this.#heard = heard;
    for (const part of this.#parts) this.#mute(part);
    this.#changed();
  }

  /** Takes other players. They come to where the clock is. */
  set(parts: readonly Part[]): void {
    this.#parts = parts;
    if (this.#heard !== undefined && !parts.includes(this.#heard)) this.#heard = undefined;
    for (const part of parts) this.#mute(part);
    this.renew();
  }

  /** To be called where a player has another file or another element: all come to where the clock is. */
  renew(): void {
    for (const part of this.#parts) this.#mute(part);
    const { position } = this;
    if (this.#playing) this.#goOnFrom(position);
    else this.seek(this.#clock.position(this.#time.now()));
  }

  /** From where they stand; from the start, of the loop if they loop, where they have ended. */
  play(): void {
    void this.#playFrom(this.position >= this.duration - end ? this.#region.start : this.position);
  }

  pause(): void {
    const leader = this.#clock.running ? this.#leader() : undefined;
    this.#halt();
    for (const { video } of this.#parts) video.pause();
    // They stand on the same frame, not each on its own.
    const seen = this.#parts.find(({ video }) => video === leader)?.seen;
    this.#stand(seen ?? leader?.currentTime ?? this.position);
  }

  /** To `seconds` from the start, held inside the longest; goes on playing from there if it plays, as it did: forward or back. */
  seek(seconds: number): void {
    const known = this.duration;
    const position = Math.max(0, known > 0 ? Math.min(seconds, known) : seconds);
    if (this.#playing && (this.#backSpeed > 0 || position < known - end)) this.#goOnFrom(position);
    else {
      this.#halt();
      this.#stand(position);
    }
  }

  setRate(rate: number): void {
    const now = this.#time.now();
    this.#clock.setRate(rate, now);
    for (const { video } of this.#parts) video.playbackRate = rate;
    this.#changed();
  }

  /** How fast they go back, 0 where they do not. */
  get backSpeed(): number {
    return this.#backSpeed;
  }

  /** Plays backward from `from` (seconds) as far as a browser can: from one moment to the one before at the pace of the clock, each waited for. */
  async goBack(speed: number, from = this.position): Promise<void> {
    let begun = this.#time.now();
    this.#halt();
    this.#playing = true;
    this.#backSpeed = speed;
    const turn = this.#turn;
    while (turn === this.#turn) {
      const position = from - ((this.#time.now() - begun) / 1000) * speed;
      this.#stand(Math.max(0, position));
      await this.#until(() => this.#parts.every(({ video }) => !video.seeking), patience);
      // A moment that is decoded is seen with the next picture of the page.
      await this.#time.after(16);
      const { start, end: last } = this.#region;
      if (turn !== this.#turn || position > start) continue;
      if (this.#looping && last > start) [from, begun] = [last, this.#time.now()];
      else {
        this.#halt();
        this.#stand(0);
      }
    }
  }

  /** To be called when a player tells of an end, or that it plays, waits or was stopped: not to wait for the next tick. */
  look(): void {
    if (this.#clock.running) this.#keepStep();
  }

  /** Lets go of everything. */
  dispose(): void {
    this.#halt();
  }

  /** Plays from another place on, in the direction in which it plays. */
  #goOnFrom(position: number): void {
    if (this.#backSpeed > 0) void this.goBack(this.#backSpeed, Math.min(position, this.duration));
    else void this.#playFrom(position);
  }

  async #playFrom(position: number): Promise<void> {
    this.#halt();
    this.#playing = true;
    const turn = this.#turn;
    this.#stand(position);
    await this.#until(() => this.#parts.every(({ video }) => isReady(video, position)), patience);
    if (turn !== this.#turn) return;
    const leader = this.#leaderAt(position);
    if (leader !== undefined) {
      // The sound of one takes a while to begin; the others go with it.
      this.#start(leader);
      await this.#until(() => leader.currentTime > position || leader.ended, patience / 3);
      if (turn !== this.#turn) return;
    }
    this.#clock.set(leader === undefined ? position : this.#placeOf(leader), this.#time.now());
    this.#clock.start(this.#time.now());
    for (const { video } of this.#parts)
      if (video !== leader && isReady(video, position) && position < durationOf(video) - end) this.#start(video);
    this.#stopTicking = this.#time.every(tick, () => this.#keepStep());
    this.#changed();
  }

  /** Stops what is under way. */
  #halt(): void {
    this.#turn += 1;
    this.#playing = false;
    this.#backSpeed = 0;
    this.#stopTicking();
    this.#stopTicking = () => undefined;
  }

  /** Brings all to one place, where they stand. */
  #stand(position: number): void {
    const now = this.#time.now();
    this.#clock.stop(now);
    this.#clock.set(position, now);
    for (const { video } of this.#parts) {
      if (!video.paused) video.pause();
      video.playbackRate = this.rate;
      this.#pace.forget(video);
      const target = Math.min(position, durationOf(video));
      if (video.readyState > 0 && video.currentTime !== target) video.currentTime = target;
    }
    this.#changed();
  }

  #keepStep(): void {
    const now = this.#time.now();
    const leader = this.#leader();
    if (leader !== undefined) {
      this.#clock.set(this.#placeOf(leader), now);
      this.#pace.lead(leader, this.rate);
    }
    const position = this.#clock.position(now);
    const { duration } = this;
    if (this.#looping && hasPoints(this.#points) && this.#isAtEnd(position)) {
      void this.#playFrom(this.#region.start);
      return;
    }
    if (position >= duration - end && this.#parts.every(({ video }) => !isRunning(video))) {
      if (this.#looping && duration > 0) void this.#playFrom(this.#region.start);
      else {
        this.#halt();
        this.#stand(duration);
      }
      return;
    }
    for (const { video } of this.#parts)
      if (video !== leader) this.#pace.keep(video, this.#placeOf(video), { position, rate: this.rate, now });
  }

  /** Of what is looped. The next look would be half too late in the mean, so this one is half too early. */
  #isAtEnd(position: number): boolean {
    const { end: last } = this.#region;
    return last < this.duration - end && position >= last - (tick / 2000) * this.rate;
  }

  /** The one whose time counts: the one that is heard, or else the longest that runs in step. One that has waited comes back first. */
  #leader(): Playable | undefined {
    const position = this.#clock.position(this.#time.now());
    const running = this.#parts
      .map(({ video }) => video)
      .filter((video) => isRunning(video) && Math.abs(this.#placeOf(video) - position) < astray * this.rate);
    const heard = running.find((video) => video === this.#heard?.video);
    return heard ?? longest(running.filter((video) => !this.#pace.isCorrecting(video)));
  }

  /** Where its pictures are: those are compared. */
  #placeOf(video: Playable): number {
    const lag = this.#parts.find((part) => part.video === video)?.lag ?? 0;
    return video.currentTime - lag;
  }

  #leaderAt(position: number): Playable | undefined {
    const able = this.#parts
      .map(({ video }) => video)
      .filter((video) => isReady(video, position) && position < durationOf(video) - end);
    return able.find((video) => video === this.#heard?.video) ?? longest(able);
  }

  /** The browser may not let sound begin before the person has touched the page: then all stand, and the button says so. */
  #start(video: Playable): void {
    video.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotAllowedError' && this.#playing) this.pause();
    });
  }

  #mute(part: Part): void {
    const isHeard = part === this.#heard;
    part.video.muted = !isHeard;
    // To keep the pitch at another speed a browser holds sound back, and the picture waits for it: for what nobody hears that is not worth it.
    part.video.preservesPitch = isHeard;
  }

  async #until(holds: () => boolean, limit: number): Promise<void> {
    const last = this.#time.now() + limit;
    const turn = this.#turn;
    while (!holds() && turn === this.#turn && this.#time.now() < last) await this.#time.after(5);
  }
}

function longest(players: readonly Playable[]): Playable | undefined {
  return [...players].sort((one, other) => other.duration - one.duration)[0];
}
