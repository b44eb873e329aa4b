import { constants } from 'node:fs';
import { copyFile, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordOf, recordText } from '../clips/clipRecord.ts';
import { recordInFile } from '../clips/clipRecords.ts';
import { canHoldRecord, recordBox } from '../clips/recordBox.ts';
import { besideOf, type RecordPlace } from '../clips/recordPlace.ts';
import type { Job } from '../jobs/job.ts';
import type { Lease } from '../jobs/windows.ts';
import type { Files, Log } from '../ports.ts';
import { openDiskFile } from '../references/diskFile.ts';
import { temporaryFile } from './parts.ts';
import { isTaken, place } from './place.ts';

export interface RecordDeps {
  readonly files: Files;
  readonly lease: Lease;
  /** Left out: clips get no record. */
  readonly records?: { readonly place: RecordPlace; readonly log: Log };
}

/**
 * A copy of the whole clip at `part` that has its record in it, safe on the disk; undefined where it gets none. The clip as it was
 * fetched is not touched: a crash in between, or a disk that has no room for the copy, leaves it whole.
 */
export async function withRecord(
  job: Job,
  part: string,
  { lease, records }: RecordDeps,
): Promise<{ readonly path: string; readonly size: number } | undefined> {
  if (records?.place !== 'inFile') return undefined;
  const path = temporaryFile(dirname(part), job, lease, 'copy');
  try {
    const box = recordBox(recordOf(job));
    if (box === undefined || !(await canHold(part))) return undefined;
    // Where the file system can, the copy shares the bytes of the first.
    await copyFile(part, path, constants.COPYFILE_FICLONE);
    const file = await open(path, 'a');
    try {
      await file.appendFile(box);
      await file.sync();
      return { path, size: (await file.stat()).size };
    } finally {
      await file.close();
    }
  } catch (error) {
    records.log.warn('a clip is kept without its record in it', error);
    await rm(path, { force: true }).catch(() => undefined);
    return undefined;
  }
}

/** True for a clip that is to have its record beside it: where it is set so, and where the clip cannot hold it. */
export async function needsBeside(uri: string, { files, records }: RecordDeps): Promise<boolean> {
  if (records === undefined || records.place === 'none') return false;
  return records.place === 'beside' || (await recordInFile(uri, files).catch(() => undefined)) === undefined;
}

/** Writes the record beside the clip at `file` (URI), by way of the folder `work`. The clip is there already: a failure is only logged. */
export async function writeBeside(job: Job, file: string, work: string, deps: RecordDeps): Promise<void> {
  const { files, lease, records } = deps;
  const temporary = temporaryFile(work, job, lease, 'record');
  try {
    const own = await open(temporary, 'w');
    try {
      await own.writeFile(`${recordText(recordOf(job), 2)}\n`);
      await own.sync();
    } finally {
      await own.close();
    }
    const beside = besideOf(file);
    await (beside.startsWith('file:') ? place(temporary, fileURLToPath(beside)) : files.copyTo(temporary, beside));
  } catch (error) {
    // What has the name is this very record, from before a crash: the name was free when the clip got its own.
    if (!isTaken(error)) records?.log.warn('a clip is kept without its record beside it', error);
  }
  await rm(temporary, { force: true }).catch(() => undefined);
}

/** Takes the record from beside a clip of this machine's disk. */
export async function removeBeside(file: string): Promise<void> {
  await rm(fileURLToPath(besideOf(file)), { force: true });
}

async function canHold(path: string): Promise<boolean> {
  const file = await openDiskFile(path);
  try {
    return await canHoldRecord(file);
  } finally {
    await file.close();
  }
}
