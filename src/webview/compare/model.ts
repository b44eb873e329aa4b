import type { CompareState, Layout, Take } from '../../shared/compareMessages.ts';
import type { CompareStrings } from '../../shared/strings/compare.ts';
import type { PointActions } from '../page/pointView.ts';
import type { Points } from '../page/points.ts';
import type { Screen } from './screen.ts';

/** By what a take is called on the page, in the order of the takes. */
export const letters = ['A', 'B', 'C', 'D'] as const;

/** One take with all that belongs to it. */
export interface Shown {
  readonly letter: string;
  readonly take: Take;
  readonly screen: Screen;
}

/** How the person wants it. */
export interface View {
  readonly layout: Layout;
  /** Ids of the two that are looked at where only two are. */
  readonly left: string;
  readonly right: string;
  /** Where the divider stands, per cent from the left. */
  readonly divider: number;
  /** One pixel of the clips for one of the page, instead of as large as fits. */
  readonly actualSize: boolean;
  /** Id of the take that is heard. */
  readonly heard: string;
  readonly muted: boolean;
  /** Of the one that is heard, 0 to 1. */
  readonly volume: number;
}

export interface Playback {
  readonly playing: boolean;
  /** Seconds. */
  readonly position: number;
  readonly duration: number;
  /** 1 as they were taken, below 0 backward; where they stand, how fast they will play. */
  readonly speed: number;
  readonly looping: boolean;
  readonly points: Points;
}

/** All that the page is drawn from. */
export interface CompareModel {
  readonly strings: CompareStrings;
  readonly state: CompareState;
  readonly shown: readonly Shown[];
  readonly view: View;
  readonly playback: Playback;
  readonly columns: number;
  readonly fullscreen: boolean;
  /** Id of the take of which it is said for a while why it cannot be judged. */
  readonly refused: string | undefined;
  /** What was last done, for a screen reader. */
  readonly said: string;
}

/** All that can be done on the page. */
export interface CompareActions extends PointActions {
  togglePlay(): void;
  pause(): void;
  /** To `seconds` from the start. */
  seek(seconds: number): void;
  /** By so many frames, and stands there. */
  step(frames: number): void;
  setRate(rate: number): void;
  /** Plays, and faster with each call. */
  forward(): void;
  /** Goes back, and faster with each call. */
  backward(): void;
  toggleLoop(): void;
  setIn(): void;
  setOut(): void;
  clearPoints(): void;
  slower(): void;
  faster(): void;
  louder(): void;
  quieter(): void;
  toggleMute(): void;
  toggleActualSize(): void;
  toggleFullscreen(): void;
  toggleHelp(): void;
  lookAt(layout: Layout): void;
  setPair(pair: Partial<Pick<View, 'left' | 'right'>>): void;
  divide(percent: number): void;
  hear(id: string): void;
  keep(id: string): void;
  reject(id: string): void;
  open(id: string): void;
}

/** The two that are looked at where only two are. */
export function pairOf({ shown, view }: CompareModel): { readonly left: Shown; readonly right: Shown } | undefined {
  const find = (id: string): Shown | undefined => shown.find(({ take }) => take.id === id);
  const left = find(view.left);
  const right = find(view.right);
  return left === undefined || right === undefined ? undefined : { left, right };
}
