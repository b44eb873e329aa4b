import type { Read, ReadBytes } from '../readMessages.ts';
import type { Made } from './soundOf.ts';

/**
 * What the page hands to its worker: a clip first, or how large (bytes) one is that it reads part by part; then sound.wasm if it is asked
 * for.
 */
export type ToWorker =
  | { readonly type: 'clip'; readonly clip: ArrayBuffer | number; readonly heard: boolean | undefined }
  | { readonly type: 'wasm'; readonly wasm: ArrayBuffer }
  | ReadBytes;

/** What comes back. */
export type FromWorker = Made | { readonly type: 'needsWasm' } | Read;
