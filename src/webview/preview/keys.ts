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

interface Key {
  /** As `KeyboardEvent.key` names it; letters are small. */
  readonly key: string;
  readonly shift?: true;
  /** Goes on while it is held. */
  readonly repeats?: true;
}

/** All keys of the page, in the order of their overview. Tooltips and the overview are drawn from this table. */
export const keys: Readonly<Record<KeyAct, Key>> = {
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
};

export const keyActs = Object.keys(keys) as readonly KeyAct[];

/** What is read of a press of a key. */
export interface Press {
  readonly key: string;
  /** The place of the key on the keyboard. */
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/** What a press does; undefined for what is no key of the page's. */
export function actOf(press: Press): KeyAct | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const pressed = keyOf(press);
  return keyActs.find((act) => {
    const { key, shift = false } = keys[act];
    // Signs are where the keyboard has them, with Shift or without.
    return key === pressed && (isSign(key) || shift === press.shiftKey);
  });
}

/** A letter of another alphabet stands for the one whose place it has. */
function keyOf({ key, code }: Press): string {
  const isOfAnother = key.length === 1 && key.charCodeAt(0) > 127 && code.startsWith('Key');
  return isOfAnother ? code.slice(3).toLowerCase() : key.length === 1 ? key.toLowerCase() : key;
}

function isSign(key: string): boolean {
  return key.length === 1 && key !== ' ' && !/[a-z]/.test(key);
}

const names: Readonly<Partial<Record<string, string>>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** How a key reads in a tooltip: `Shift+←`. */
export function shownKey(act: KeyAct): string {
  const { key, shift = false } = keys[act];
  return `${shift ? 'Shift+' : ''}${names[key] ?? (key.length === 1 ? key.toUpperCase() : key)}`;
}

/** How a key is written for a screen reader, in `aria-keyshortcuts`. */
export function ariaKey(act: KeyAct): string {
  const { key, shift = false } = keys[act];
  return `${shift ? 'Shift+' : ''}${key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key}`;
}
