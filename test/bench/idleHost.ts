import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { keptFor } from '../../src/engine/api/transport.ts';
import { Studio } from '../e2e/support.ts';
import type { Bench } from './bench.ts';

/** Ms: until all is at rest, the connections to the service too, and how long that is looked at. */
const [settle, measure] = [keptFor + 10_000, 60_000];

/** Ms of one of Linux's ticks, by which it counts the time of a process. */
const tick = 10;

/**
 * A minute of the extension host of a real VS Code with the view of jobs in front and all jobs done, against the same host before there was
 * one and before we were asked for anything: what it takes of the processor. The sandbox runs in that host too.
 */
export const idleHost: Bench = {
  unit: 'ms of 60 s',
  better: 'smaller',
  async measure() {
    const studio = await Studio.open();
    try {
      const host = hostOf(studio);
      await studio.wb.explorer.show();
      await wait(settle);
      const before = await minuteOf(host);
      await studio.submit('Waves roll', '5 s');
      await studio.closeTabs();
      await wait(settle);
      const after = await minuteOf(host);
      return [{ name: 'idle-host', peer: 'before the first job', ours: [after], theirs: [before] }];
    } finally {
      await studio.close();
    }
  },
};

/** Ms that a process takes of the processor. */
async function minuteOf(process: string): Promise<number> {
  const start = ticksOf(process);
  await wait(measure);
  return (ticksOf(process) - start) * tick;
}

/** By proc(5): the 14th and the 15th field are its time for itself and in the kernel; the second, its name, may hold anything. */
function ticksOf(process: string): number {
  const stat = readFileSync(`/proc/${process}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** The number of the process that runs the extensions of this VS Code. */
function hostOf(studio: Studio): string {
  // All that belongs to it is in one folder, for temporary files too.
  const place = dirname(studio.folder);
  const host = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isHost(name, place));
  if (host === undefined) throw new Error('there is no extension host');
  return host;
}

function isHost(process: string, place: string): boolean {
  try {
    const [command, environment] = ['cmdline', 'environ'].map((file) =>
      readFileSync(`/proc/${process}/${file}`, 'utf8'),
    );
    return command?.includes('--type=extensionHost') === true && environment?.includes(place) === true;
  } catch {
    // Gone by now, or of somebody else.
    return false;
  }
}
