import { KeyTable } from '../page/keys.ts';
import { moving } from '../page/movingKeys.ts';

/** What a key does, wherever the focus is on the page. */
export type KeyAct =
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
  | 'toggleHelp';

/** All keys of the page, in the order of their overview. */
export const keys = new KeyTable<KeyAct>({
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
  toggleHelp: { key: '?' },
});
