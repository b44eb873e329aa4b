import type { FrameUse, PreviewAction, PreviewState, Trouble } from '../../shared/previewMessages.ts';
import type { PreviewStrings } from '../../shared/strings/preview.ts';
import type { Film } from './film.ts';
import type { Frames } from './frames.ts';
import type { KeyAct } from './keys.ts';
import type { PointName, Points } from '../page/points.ts';
import type { SoundState } from './sound/sound.ts';
import type { Thumbnails } from './thumbnails.ts';

/** Whether the file can be shown, as far as the browser has found out. */
export type Loading = 'loading' | 'ready' | 'failed';

/** What is known of the clip from the file itself. */
export interface Clip {
  readonly width: number;
  readonly height: number;
  /** Seconds. */
  readonly duration: number;
}

/** How the player stands, apart from the clip. */
export interface Playback {
  readonly playing: boolean;
  /** 1 as it was taken, below 0 backward, 0 where it stands. */
  readonly speed: number;
  /** How fast it plays when it is told to, as chosen. */
  readonly rate: number;
  /** Seconds from the start. */
  readonly position: number;
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
  readonly loop: boolean;
  readonly points: Points;
}

/** All that the page is drawn from. */
export interface PreviewModel {
  readonly strings: PreviewStrings;
  readonly state: PreviewState;
  readonly loading: Loading;
  readonly clip: Clip | undefined;
  readonly frames: Frames | undefined;
  readonly film: Film;
  readonly thumbnails: Thumbnails;
  readonly playback: Playback;
  readonly sound: SoundState;
  /** What a frame is being read for. */
  readonly takenFor: FrameUse | undefined;
  /** What is wrong with a file that has `failed`, once the host has looked. */
  readonly trouble: Trouble | undefined;
  /** Where the mouse points at on the timeline, seconds. */
  readonly pointed: number | undefined;
  /** One pixel of the clip for one of the page, instead of as large as fits. */
  readonly actualSize: boolean;
  readonly fullscreen: boolean;
}

/** All that can be done on the page: whatever a key does, and more. */
export interface PreviewActions extends Readonly<Record<KeyAct, () => void>> {
  /** To `seconds` from the start, held inside the clip. */
  seek(seconds: number): void;
  setVolume(volume: number): void;
  setRate(rate: number): void;
  movePoint(name: PointName, seconds: number): void;
  removePoint(name: PointName): void;
  /** The mouse points at this moment of the timeline, or no longer at any. */
  point(seconds: number | undefined): void;
  ask(action: PreviewAction): void;
  /** Opens the preview of another job's clip. */
  open(job: string): void;
  /** Takes a frame out of the clip: the one that is shown, or the last one. */
  takeFrame(use: FrameUse, which: 'shown' | 'last'): void;
}
