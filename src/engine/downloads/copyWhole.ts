/** What a file system that is not this machine's disk does with URIs. All reject with its own errors. */
export interface FarFolder {
  /** Copies over whatever is there; what is cut off in the middle may leave a half. */
  copy(from: string, to: string): Promise<void>;
  /** Rejects with `code` `FileExists` where the name is taken. */
  rename(from: string, to: string): Promise<void>;
  delete(uri: string): Promise<void>;
}

/**
 * Copies a file to another file system, whole or not at all: under a hidden name of no video's ending first. What a crash leaves there
 * is written over by the next try. Rejects with `code` `FileExists` where the name is taken.
 */
export async function copyWhole(from: string, to: string, folder: FarFolder): Promise<void> {
  const name = to.lastIndexOf('/') + 1;
  const begun = `${to.slice(0, name)}.${to.slice(name)}.part`;
  try {
    await folder.copy(from, begun);
    await folder.rename(begun, to);
  } catch (error) {
    await folder.delete(begun).catch(() => undefined);
    throw error;
  }
}
