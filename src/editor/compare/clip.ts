import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { StoreError } from '../../engine/jobs/storeError.ts';
import { storedUri } from '../files.ts';

/** A clip to be compared: its file, and the job that made it where one did. */
export interface Clip {
  readonly uri: vscode.Uri;
  /** Id of the job. */
  readonly job?: string;
}

/** Undefined where the job's clip is not on disk. */
export function clipOfJob({ id, download }: Job): Clip | undefined {
  return download.state === 'done' ? { uri: vscode.Uri.parse(download.file), job: id } : undefined;
}

/** Without a job where the store cannot be read: a file can be compared all the same. */
export function clipOfFile(uri: vscode.Uri, store: JobStore | undefined): Clip {
  try {
    const job = store?.clips.jobAt(storedUri(uri));
    return { uri, ...(job !== undefined && { job: job.id }) };
  } catch (error) {
    if (error instanceof StoreError) return { uri };
    throw error;
  }
}

/** True for a file that our pages play, by its name. */
export function isClip({ path }: vscode.Uri): boolean {
  return /\.(mp4|m4v|mov|webm)$/i.test(path);
}

/** The same as a glob, which looks at the case of letters on Linux. */
export const clipGlob = '**/*.{[mM][pP]4,[mM]4[vV],[mM][oO][vV],[wW][eE][bB][mM]}';

export function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? '';
}

/** True where there is a file. */
export async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
