import * as l10n from '@vscode/l10n';
import type { OpenFile } from '../byteSource.ts';
import { BucketError } from './bucketError.ts';
import { fileChanged } from './refusal.ts';

/** A line may be slow, but not so slow that a piece of this size takes longer than silence is borne, bytes. */
const pieceBytes = 64 * 1024;

/**
 * The file's bytes from its start, exactly as many as it had when it was opened. `onProgress` hears which share has been handed over.
 * Throws `BucketError` (`changed`) where the file has become longer or shorter or cannot be read any more.
 */
export async function* uploadOf(file: OpenFile, onProgress: (share: number) => void): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const piece of piecesOf(file)) {
    if (sent + piece.length > file.size) throw changed();
    for (let start = 0; start < piece.length; start += pieceBytes) {
      const part = piece.subarray(start, start + pieceBytes);
      onProgress(sent / file.size);
      yield part;
      sent += part.length;
    }
  }
  if (sent < file.size) throw changed();
  onProgress(1);
}

function changed(): BucketError {
  return new BucketError('put', 'changed', fileChanged());
}

async function* piecesOf(file: OpenFile): AsyncGenerator<Uint8Array> {
  try {
    yield* file.pieces();
  } catch (cause) {
    throw new BucketError('put', 'changed', l10n.t('The file cannot be read any more. Choose it again.'), { cause });
  }
}
