/**
 * Why the database cannot be used. `full`: no room on the disk, or no more of it is allowed. `unwritable`: the storage may not be written to. `busy`: another
 * window holds it for too long. `damaged`: it could not be mended by itself. `damagedNewer`: it is damaged, and a newer version is to
 * mend it, which alone knows all that is in it. `newer`: a newer version forbids this one to write.
 */
export const storeTroubles = ['full', 'unwritable', 'busy', 'damaged', 'damagedNewer', 'newer', 'failed'] as const;

export type StoreTrouble = (typeof storeTroubles)[number];

/** Thrown by the store. `message` is for the log; the database's own error is the `cause`. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly trouble: StoreTrouble;

  constructor(trouble: StoreTrouble, options?: ErrorOptions) {
    super(`the database of jobs cannot be used: ${trouble}`, options);
    this.trouble = trouble;
  }
}
