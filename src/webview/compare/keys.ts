import { KeyTable } from '../page/keys.ts';

/** What a key does, wherever the focus is on the page. */
export type CompareKey =
  | 'togglePlay'
  | 'backward'
  | 'pause'
  | 'forward'
  | 'frameBack'
  | 'frameOn'
  | 'secondBack'
  | 'secondOn'
  | 'toStart'
  | 'toEnd'
  | 'toggleLoop'
  | 'toggleMute'
  | 'toggleActualSize'
  | 'toggleFullscreen'
  | 'side'
  | 'wipe'
  | 'difference'
  | TakeKey;

/** The keys that keep one of the takes, in their order. */
export const takeKeys = ['keepFirst', 'keepSecond', 'keepThird', 'keepFourth'] as const;
type TakeKey = (typeof takeKeys)[number];

/** All keys of the page: those of the preview, and those of the takes. */
export const keys = new KeyTable<CompareKey>({
  togglePlay: { key: ' ' },
  backward: { key: 'j' },
  pause: { key: 'k' },
  forward: { key: 'l' },
  frameBack: { key: 'ArrowLeft', repeats: true },
  frameOn: { key: 'ArrowRight', repeats: true },
  secondBack: { key: 'ArrowLeft', shift: true, repeats: true },
  secondOn: { key: 'ArrowRight', shift: true, repeats: true },
  toStart: { key: 'Home' },
  toEnd: { key: 'End' },
  toggleLoop: { key: 'r' },
  toggleMute: { key: 'm' },
  toggleActualSize: { key: 'z' },
  toggleFullscreen: { key: 'f' },
  side: { key: 's' },
  wipe: { key: 'w' },
  difference: { key: 'd' },
  keepFirst: { key: '1' },
  keepSecond: { key: '2' },
  keepThird: { key: '3' },
  keepFourth: { key: '4' },
});
