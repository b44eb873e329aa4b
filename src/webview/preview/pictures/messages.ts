import type { Read, ReadBytes } from '../readMessages.ts';

/** What a clip's own index says of its pictures. */
export interface ClipIndex {
  /** As the container names it, e.g. `avc`. */
  readonly codec: string;
  /** When each frame begins, seconds, in the order in which they are shown. */
  readonly times: Float64Array<ArrayBuffer>;
  /** When the last frame ends, seconds. */
  readonly end: number;
}

/** What can be asked of the worker. */
export type Question =
  | { readonly type: 'index' }
  /** The frame that is shown at a time in seconds, at full size; `last`: the one after which there is none. */
  | { readonly type: 'png'; readonly at: number | 'last' }
  /** The same as a JPEG that is at most `width` wide. */
  | { readonly type: 'jpeg'; readonly at: number; readonly width: number }
  /** Small pictures of these times, in their order; each is then asked for by `thumbnail`. */
  | { readonly type: 'thumbnails'; readonly times: readonly number[]; readonly height: number }
  | { readonly type: 'thumbnail' };

/** What comes back, by the question. */
export interface Answers {
  readonly index: ClipIndex;
  readonly png: Blob;
  readonly jpeg: Blob;
  readonly thumbnails: undefined;
  /** Undefined where there is no frame at that time. */
  readonly thumbnail: ImageBitmap | undefined;
}

export type ToWorker =
  /** Comes first: how large the clip is, bytes. */
  | { readonly type: 'clip'; readonly size: number }
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | ReadBytes;

export type FromWorker =
  | Read
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answers[Question['type']] }
  | { readonly type: 'failed'; readonly id: number };
