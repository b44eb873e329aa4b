import type { MediaKind } from './media.ts';

/** How a prompt names a reference. Which form the service wants is not documented; `[Image 1]` is the model maker's own. */
export type TokenStyle = 'brackets' | 'at';

/**
 * The token by which a prompt names the reference at `index`, counted by kind from 1: `[Image 2]`, `@Video1`.
 * A reference of unknown kind is called an image, the service's default.
 */
export function referenceToken(kinds: readonly (MediaKind | undefined)[], index: number, style: TokenStyle): string {
  const kind = kinds[index] ?? 'image';
  const number = kinds.slice(0, index + 1).filter((other) => (other ?? 'image') === kind).length;
  const noun = kind.charAt(0).toUpperCase() + kind.slice(1);
  return style === 'at' ? `@${noun}${number}` : `[${noun} ${number}]`;
}
