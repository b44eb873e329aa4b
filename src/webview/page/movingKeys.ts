import type { Key } from './keys.ts';

/** The keys by which every page that plays is moved about in, as editing programs have them. */
export const moving = {
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
} satisfies Readonly<Record<string, Key>>;
