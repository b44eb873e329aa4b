/** What is asked of a player: as a video element has it. */
export interface Playable {
  currentTime: number;
  playbackRate: number;
  muted: boolean;
  preservesPitch: boolean;
  readonly duration: number;
  readonly paused: boolean;
  readonly ended: boolean;
  readonly seeking: boolean;
  readonly readyState: number;
  play(): Promise<void>;
  pause(): void;
}

/** HTMLMediaElement.HAVE_FUTURE_DATA, and the frame at which it stands. */
export const canPlay = 3;
const hasFrame = 2;

/** Nearer to its end than this a clip has ended, seconds. */
export const end = 0.02;

/** Of a file that could not be read, or not yet, 0. */
export function durationOf({ duration, readyState }: Playable): number {
  return readyState > 0 && Number.isFinite(duration) ? duration : 0;
}

/** It stands at `position`, or at its end where it is shorter, and can go on. One that cannot be played at all is not waited for. */
export function isReady(video: Playable, position: number): boolean {
  if (video.seeking) return false;
  return video.readyState >= (position >= durationOf(video) - end ? hasFrame : canPlay);
}

export function isRunning({ paused, ended, seeking, readyState }: Playable): boolean {
  return !paused && !ended && !seeking && readyState >= canPlay;
}
