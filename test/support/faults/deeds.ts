import { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import files, { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

/** What changes files and folders, by its name in `node:fs/promises`; with `Sync` behind it in `node:fs`. */
const changes = ['copyFile', 'link', 'mkdir', 'mkdtemp', 'open', 'rename', 'rm', 'rmdir', 'unlink', 'writeFile'];

/** The same of an open file. */
const writes = ['appendFile', 'datasync', 'sync', 'truncate', 'write', 'writeFile', 'writev'];

type Call = (...args: unknown[]) => unknown;

/**
 * From now on calls `note` whenever this process begins, and whenever it has done, what others can find: a change of a file or a folder,
 * bytes to a socket or its end, a program that is started or ended. What only reads is none. Writes of SQLite are not seen by Node:
 * they are points of their own (`killPoints.ts`).
 */
export async function noteDeeds(note: () => void): Promise<void> {
  const wrap = (holder: object, names: readonly string[]): void => {
    const calls = holder as Record<string, Call | undefined>;
    for (const name of names) {
      const call = calls[name];
      if (call === undefined) throw new Error(`nothing is called ${name}`);
      calls[name] = function (this: unknown, ...args: unknown[]) {
        // The file is there already, and stays as it is.
        if (/^open/.test(name) && (args[1] === undefined || args[1] === 'r')) return call.apply(this, args);
        note();
        const result = call.apply(this, args);
        if (result instanceof Promise) result.then(note, note);
        else note();
        return result;
      };
    }
  };
  const handle = await open(process.execPath);
  wrap(Object.getPrototypeOf(handle) as object, writes);
  await handle.close();
  wrap(files, changes);
  wrap(
    fs,
    [...changes, 'fsync', 'ftruncate', 'write', 'writev'].map((name) => `${name}Sync`),
  );
  wrap(Socket.prototype, ['connect', 'write', 'end', 'destroy']);
  wrap(ChildProcess.prototype, ['spawn', 'kill']);
  syncBuiltinESMExports();
}
