import type { PreviewAction, PreviewState } from '../../shared/previewMessages.ts';
import type { PreviewStrings } from '../../shared/strings.ts';
import type { SoundState } from './sound/sound.ts';

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
  /** Seconds from the start. */
  readonly position: number;
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
  readonly loop: boolean;
}

/** All that the page is drawn from. */
export interface PreviewModel {
  readonly strings: PreviewStrings;
  readonly state: PreviewState;
  readonly loading: Loading;
  readonly clip: Clip | undefined;
  readonly playback: Playback;
  readonly sound: SoundState;
  /** One pixel of the clip for one of the page, instead of as large as fits. */
  readonly actualSize: boolean;
  readonly fullscreen: boolean;
  readonly fullscreenAllowed: boolean;
}

/** All that can be done on the page. */
export interface PreviewActions {
  togglePlay(): void;
  /** To `seconds` from the start, held inside the clip. */
  seek(seconds: number): void;
  toggleMute(): void;
  setVolume(volume: number): void;
  toggleLoop(): void;
  toggleActualSize(): void;
  toggleFullscreen(): void;
  ask(action: PreviewAction): void;
}
