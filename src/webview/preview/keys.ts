import { KeyTable } from '../page/keys.ts';

/** What a key does, wherever the focus is on the page. */
export type KeyAct =
  | 'togglePlay'
  | 'backward'
  | 'stop'
  | 'forward'
  | 'frameBack'
  | 'frameOn'
  | 'secondBack'
  | 'secondOn'
  | 'toStart'
  | 'toEnd'
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
  togglePlay: { key: ' ' },
  backward: { key: 'j' },
  stop: { key: 'k' },
  forward: { key: 'l' },
  frameBack: { key: 'ArrowLeft', repeats: true },
  frameOn: { key: 'ArrowRight', repeats: true },
  secondBack: { key: 'ArrowLeft', shift: true, repeats: true },
  secondOn: { key: 'ArrowRight', shift: true, repeats: true },
  toStart: { key: 'Home' },
  toEnd: { key: 'End' },
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
