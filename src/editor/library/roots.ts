import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';

/**
 * The folders that the library's page may load from: those with clips (their URIs), and those where clips of jobs are on their way to. As
 * narrow as VS Code lets it be, as a root is a folder; one that holds a whole disk is none, and its clips are shown without pictures.
 */
export function rootsOf(clips: readonly string[], jobs: readonly Job[]): vscode.Uri[] {
  const folders = new Map<string, vscode.Uri>();
  for (const text of new Set([...clips.map(folderTextOf), ...jobs.flatMap(goalOf)])) {
    const parsed = vscode.Uri.parse(text);
    // A folder may be written with a slash at its end or without; as two roots it would make the page load anew.
    const folder = parsed.with({ path: parsed.path.replace(/(?<=.)\/+$/, '') });
    if (!isWholeDisk(folder)) folders.set(folder.toString(), folder);
  }
  return [...folders.values()];
}

function folderTextOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

function goalOf({ download, folder, state }: Job): string[] {
  if (download.state === 'done') return [folderTextOf(download.file)];
  return state === 'failed' || state === 'rejected' || state === 'cancelled' ? [] : [folder];
}

/** True for the top of a file system: `/`, a drive, a share. */
export function isWholeDisk({ path }: vscode.Uri): boolean {
  return /^\/*(?:[a-z]:)?\/*$/i.test(path);
}
