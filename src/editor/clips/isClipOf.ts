import type * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { storedUri } from '../files.ts';

/** Where a clip is, or may be, and its size in bytes. */
export interface ClipFile {
  readonly uri: vscode.Uri;
  readonly size: number;
}

/** What tells whose a clip is. */
export type Known = Pick<Engine, 'store' | 'recordOfClip'>;

/** Whether the file is the job's clip, by its record; undefined where that says nothing. */
export async function saysClipOf(
  job: Job,
  uri: vscode.Uri,
  engine: Pick<Engine, 'recordOfClip'>,
): Promise<boolean | undefined> {
  const requestId = (await engine.recordOfClip(uri.toString()).catch(() => undefined))?.requestId;
  return requestId === undefined ? undefined : requestId === job.requestId;
}

/**
 * Whether the file is the job's clip: as its record says. One that says nothing is it, unless it is as large as the clip of another job
 * that is at this `place` (URI), which is the file's own where it was not just moved.
 */
export async function isClipOf(
  job: Job,
  { uri, size }: ClipFile,
  engine: Known,
  place = storedUri(uri),
): Promise<boolean> {
  return (await saysClipOf(job, uri, engine)) ?? !engine.store.clips.isOfOther(place, job.id, size);
}
