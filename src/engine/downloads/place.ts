import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodeSegment } from '../../shared/encodeSegment.ts';
import type { Files } from '../ports.ts';
import { harmless } from './fileName.ts';

/** A folder of clips: on this machine's disk (`path`), or on another file system that VS Code knows. */
export interface ClipFolder {
  readonly uri: string;
  readonly path?: string;
}

/** Makes the folder and those above it. Node's own `recursive` never ends where the system says ENOENT below a folder that is there. */
export async function makeFolder(path: string): Promise<void> {
  const parent = dirname(path);
  const isThere = async (folder: string): Promise<boolean> =>
    stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
  if (await isThere(path)) return;
  if (parent !== path && (await stat(parent).catch(() => undefined)) === undefined) await makeFolder(parent);
  await mkdir(path).catch(async (error: unknown) => {
    // Another window may have been quicker.
    if (!isTaken(error) || !(await isThere(path))) throw error;
  });
}

/**
 * URI of the first free name: `name.mp4`, `name-2.mp4`, … It is in the folder, whatever `name` holds. `isTakenByOther`: names that are
 * given to others already, whether they are there or not. `beside`: what is to get the same name with this behind it, so that has to be
 * free too.
 */
export async function freeName(
  folder: ClipFolder,
  name: string,
  ending: string,
  files: Files,
  isTakenByOther: (uri: string) => boolean = () => false,
  beside: readonly string[] = [],
): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = `${harmless(name)}${number === 1 ? '' : `-${number}`}.${ending}`;
    const uri = uriIn(folder, candidate);
    if (isTakenByOther(uri)) continue;
    const there = await Promise.all(['', ...beside].map((more) => isThere(folder, candidate + more, files)));
    if (!there.includes(true)) return uri;
  }
}

function uriIn({ uri, path }: ClipFolder, name: string): string {
  // As VS Code writes a URI, by which the clip is looked for later.
  return path === undefined ? `${uri.replace(/\/$/, '')}/${encodeSegment(name)}` : pathToFileURL(join(path, name)).href;
}

async function isThere(folder: ClipFolder, name: string, files: Files): Promise<boolean> {
  if (folder.path === undefined) return (await files.size(uriIn(folder, name))) !== undefined;
  // A link that leads nowhere takes a name too.
  return lstat(join(folder.path, name)).then(
    () => true,
    () => false,
  );
}

/**
 * Gives the finished file at `path` its final name, whole or not at all, and never over another file: rejects with `EEXIST` where
 * the name was taken meanwhile.
 */
export async function place(path: string, final: string): Promise<void> {
  try {
    // A second name for the same file is made in one step and fails where it is taken; a rename would replace.
    await link(path, final);
  } catch (error) {
    if (isTaken(error)) throw error;
    await placeByRename(path, final);
  }
  await syncFolder(dirname(final));
  // The clip is in its place: a first name that cannot be taken away yet (somebody has it open) is no failure.
  await rm(path, { force: true }).catch(() => undefined);
}

/**
 * The same where the file system makes no hard links (exFAT, some network shares): the name is taken by an empty file, which nobody else
 * can make then, and only that one is replaced. Rejects with `EEXIST` where the name was taken.
 */
export async function placeByRename(path: string, final: string): Promise<void> {
  await (await open(final, 'wx')).close();
  try {
    await rename(path, final);
  } catch (error) {
    await rm(final, { force: true });
    throw error;
  }
}

/** Puts the names in a folder on the disk, where its system can: what is brought from elsewhere may go from there after this. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    // Windows opens no folders.
  }
}

/** True for the error of a name that is taken, as Node or as VS Code's file systems say it. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'FileExists');
}

/** Bytes of the file at `path`, or undefined where there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

/**
 * Takes over what an earlier holder of the lease had got of a clip, as far as it is there still. By a copy: it may wake up, and write on
 * into its own file, or take it away.
 */
export async function takeOver(earlier: string, own: string): Promise<void> {
  try {
    await copyFile(earlier, own, constants.COPYFILE_EXCL);
    await unlink(earlier);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
