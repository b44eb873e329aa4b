import { KeyTable } from '../page/keys.ts';
import { moving } from '../page/movingKeys.ts';

/** What a key does, wherever the focus is on the page. */
export type CompareKey =
  | keyof typeof moving
  | 'setIn'
  | 'setOut'
  | 'clearPoints'
  | 'toggleLoop'
  | 'slower'
  | 'faster'
  | 'louder'
  | 'quieter'
  | 'toggleMute'
  | 'toggleActualSize'
  | 'toggleFullscreen'
  | 'toggleHelp'
  | 'side'
  | 'wipe'
  | 'difference'
  | TakeKey;

/** The keys that keep one of the takes, in their order. */
export const takeKeys = ['keepFirst', 'keepSecond', 'keepThird', 'keepFourth'] as const;
type TakeKey = (typeof takeKeys)[number];

/** All keys of the page, in the order of their overview: those of the preview, and those of the takes. */
export const keys = new KeyTable<CompareKey>({
  ...moving,
  setIn: { key: 'i' },
  setOut: { key: 'o' },
  clearPoints: { key: 'x' },
  toggleLoop: { key: 'r' },
  slower: { key: '<' },
  faster: { key: '>' },
  louder: { key: 'ArrowUp', repeats: true },
  quieter: { key: 'ArrowDown', repeats: true },
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
  toggleHelp: { key: '?' },
});
