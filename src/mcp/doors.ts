import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { doorSchema, type Door } from '../shared/agents/wire.ts';

/** Where an agent is at work. */
export interface Place {
  /** Its working directory, path; empty where nobody knows. */
  readonly cwd: string;
  /** Path of the folder in whose window the configuration was copied; empty where none was open there. */
  readonly workspace: string;
}

/** A door, with its folders as they are in truth, and when it was written down (ms since 1970). */
interface Found {
  readonly door: Door;
  readonly folders: readonly string[];
  readonly at: number;
}

/** All doors that are written down in `folder`. */
export async function doorsIn(folder: string): Promise<Found[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => /^\d+\.json$/.test(name)).map((name) => readDoor(join(folder, name))),
  );
  return found.filter((each) => each !== undefined);
}

/**
 * The doors that may answer an agent, the first one first. Its working directory decides, as one configuration may serve many projects; where
 * no window holds that, the workspace of the configuration does. The closest folder wins, so a window of a parent folder answers only where
 * there is none of the folder itself. A configuration without a workspace is answered by a window without one, or by the only one that
 * there is.
 */
export async function doorsFor(found: readonly Found[], place: Place): Promise<Door[]> {
  const [cwd, workspace] = await Promise.all([real(place.cwd), real(place.workspace)]);
  // A directory above the workspace, such as the home folder, is only where the agent was started.
  const here = holds(cwd, workspace) ? [] : holding(found, cwd);
  if (here.length > 0) return here.map(({ door }) => door);
  if (workspace !== '') return holding(found, workspace).map(({ door }) => door);
  const bare = found.filter(({ folders }) => folders.length === 0);
  const any = bare.length > 0 ? bare : found.length === 1 ? found : [];
  return any.toSorted(newestFirst).map(({ door }) => door);
}

/** Those with a folder that holds the path, closest first, with that folder. */
function holding(found: readonly Found[], path: string): (Found & { readonly folder: string })[] {
  return found
    .flatMap((each) => {
      const [folder] = each.folders.filter((candidate) => holds(candidate, path)).sort(longestFirst);
      return folder === undefined ? [] : [{ ...each, folder }];
    })
    .sort((one, other) => longestFirst(one.folder, other.folder) || newestFirst(one, other));
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}

function newestFirst(one: Found, other: Found): number {
  return other.at - one.at;
}

async function readDoor(file: string): Promise<Found | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const door = doorSchema.parse(JSON.parse(text));
    return { door, folders: await Promise.all(door.folders.map(real)), at: mtimeMs };
  } catch {
    // Its window has closed in this moment.
    return undefined;
  }
}

/** The same folder has one path, whatever links lead to it; what is no path of this machine stays as it is. */
async function real(path: string): Promise<string> {
  return isAbsolute(path) ? await realpath(path).catch(() => path) : path;
}

function holds(folder: string, path: string): boolean {
  if (folder === path) return path !== '';
  if (!isAbsolute(folder) || !isAbsolute(path)) return false;
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
