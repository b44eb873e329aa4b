/** One key of a page. */
export interface Key {
  /** As `KeyboardEvent.key` names it; letters are small. */
  readonly key: string;
  readonly shift?: true;
  /** Goes on while it is held. */
  readonly repeats?: true;
}

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

/** How a key reads in a tooltip (`Shift+←`), and how it is written for a screen reader, in `aria-keyshortcuts`. */
export interface Shortcut {
  readonly shown: string;
  readonly aria: string;
}

/** All keys of a page by what they do, in the order of their overview: what is pressed, tooltips and overview are of one table. */
export class KeyTable<Act extends string> {
  readonly #keys: Readonly<Record<Act, Key>>;
  readonly acts: readonly Act[];

  constructor(keys: Readonly<Record<Act, Key>>) {
    this.#keys = keys;
    this.acts = Object.keys(keys) as Act[];
  }

  key(act: Act): Key {
    return this.#keys[act];
  }

  /** What a press does; undefined for what is no key of the page's. */
  actOf(press: Press): Act | undefined {
    if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
    const pressed = keyOf(press);
    return this.acts.find((act) => {
      const { key, shift = false } = this.#keys[act];
      // Signs and digits are where the keyboard has them, with Shift or without.
      return key === pressed && (isSign(key) || shift === press.shiftKey);
    });
  }

  shortcut(act: Act): Shortcut {
    const { key, shift = false } = this.#keys[act];
    const [before, letter] = [shift ? 'Shift+' : '', key.length === 1 ? key.toUpperCase() : key];
    return { shown: `${before}${signs[key] ?? letter}`, aria: `${before}${key === ' ' ? 'Space' : letter}` };
  }
}

/** A letter of another alphabet stands for the one whose place it has. */
function keyOf({ key, code }: Press): string {
  const isOfAnother = key.length === 1 && key.charCodeAt(0) > 127 && code.startsWith('Key');
  return isOfAnother ? code.slice(3).toLowerCase() : key.length === 1 ? key.toLowerCase() : key;
}

/** What is no letter. */
function isSign(key: string): boolean {
  return key.length === 1 && key !== ' ' && !/[a-z]/.test(key);
}

const signs: Readonly<Partial<Record<string, string>>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};
