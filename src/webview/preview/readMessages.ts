/** Part of a clip that a worker asks its page for. */
export interface Read {
  readonly type: 'read';
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** What it gets; undefined where that could not be read. */
export interface ReadBytes {
  readonly type: 'bytes';
  readonly id: number;
  readonly bytes: ArrayBuffer | undefined;
}
