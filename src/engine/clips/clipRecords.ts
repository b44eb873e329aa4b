import type { Files } from '../ports.ts';
import { maxRecordBytes, readRecord, type ClipRecord } from './clipRecord.ts';
import { readRecordBox } from './recordBox.ts';
import { besideEnding, besideOf } from './recordPlace.ts';

/** A file system that gives files only whole is not asked for larger ones, bytes. */
const maxWholeFile = 256 * 1024 * 1024;

/** What the clip at `uri` says of how it was made: in itself, else beside it. A record beside a clip may be named too. */
export async function recordOfClip(uri: string, files: Files): Promise<ClipRecord | undefined> {
  if (uri.endsWith(besideEnding)) return recordInText(uri, files);
  const inFile = await recordInFile(uri, files).catch(() => undefined);
  return inFile ?? (await recordInText(besideOf(uri), files));
}

/** The record in the clip itself. Rejects where it cannot be read. */
export async function recordInFile(uri: string, files: Files): Promise<ClipRecord | undefined> {
  const size = await files.size(uri);
  if (size === undefined || (size > maxWholeFile && !uri.startsWith('file:'))) return undefined;
  const file = await files.open(uri);
  try {
    return await readRecordBox(file);
  } finally {
    await file.close();
  }
}

async function recordInText(uri: string, files: Files): Promise<ClipRecord | undefined> {
  const size = await files.size(uri);
  if (size === undefined || size > maxRecordBytes) return undefined;
  const bytes = await files.read(uri).catch(() => undefined);
  return bytes && readRecord(new TextDecoder().decode(bytes));
}
