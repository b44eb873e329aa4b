import type { Made } from './soundOf.ts';

/** What the page hands to its worker: a clip first, then sound.wasm if it is asked for. */
export type ToWorker =
  | { readonly type: 'clip'; readonly clip: ArrayBuffer; readonly heard: boolean | undefined }
  | { readonly type: 'wasm'; readonly wasm: ArrayBuffer };

/** What comes back. */
export type FromWorker = Made | { readonly type: 'needsWasm' };
