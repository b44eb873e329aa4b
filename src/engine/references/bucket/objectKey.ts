import { mediaKindOf } from '../../../shared/media.ts';
import type { Bucket } from './bucket.ts';

/**
 * Where in the bucket a file's content stands: `prefix/<sha256>.<ending>`. `sha256` is that of the content, hex, so the same content
 * is there once, whatever the files are called. Of the file's name only the ending is taken, and only one that the service takes:
 * it judges kinds by it, and nobody who sees a link learns what somebody calls their files.
 */
export function objectKey({ prefix }: Pick<Bucket, 'prefix'>, sha256: string, fileName: string): string {
  const ending = mediaKindOf(fileName) === undefined ? '' : fileName.slice(fileName.lastIndexOf('.')).toLowerCase();
  return `${prefix === '' ? '' : `${prefix}/`}${sha256}${ending}`;
}
