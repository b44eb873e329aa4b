import { setTimeout as delay } from 'node:timers/promises';
import type { Home } from './vscode-home.ts';
import type { ProcessGroup } from './process-group.ts';

/** A VS Code that serves a browser. */
export interface Server {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly port: number;
  readonly home: Home;
  /** What the server printed so far. */
  readonly output: () => string;
  /** Resolves when it has ended by itself or was stopped. */
  readonly ended: Promise<unknown>;
  /** The page that shows `folder`, an absolute path; of a `.code-workspace` the folders that it names; an empty window for ''. */
  readonly url: (folder: string) => string;
  /** Ends all its processes and deletes its home where that was temporary. */
  readonly stop: () => Promise<void>;
}

/** How long VS Code may take until it answers, in milliseconds. */
const STARTUP = 60_000;

/** Waits until the server behind `group` answers on `port`; fails with what it printed when it ends or stays silent. */
export async function serverOf(group: ProcessGroup, port: number, home: Home): Promise<Server> {
  const origin = `http://127.0.0.1:${port}`;
  const over = new AbortController();
  void group.ended.then(() => over.abort());
  const stop = async (): Promise<void> => {
    await group.stop();
    home.remove();
  };
  const deadline = Date.now() + STARTUP;
  while (!(await answers(origin))) {
    if (over.signal.aborted || Date.now() > deadline) {
      await stop();
      throw new Error(`VS Code ${over.signal.aborted ? 'ended' : 'does not answer'}:\n${tail(group.output())}`);
    }
    await delay(50);
  }
  const url = (folder: string): string =>
    folder === ''
      ? `${origin}/?ew=true`
      : `${origin}/?${folder.endsWith('.code-workspace') ? 'workspace' : 'folder'}=${encodeURI(folder)}`;
  return { origin, port, home, output: group.output, ended: group.ended, url, stop };
}

async function answers(origin: string): Promise<boolean> {
  try {
    const reply = await fetch(origin, { signal: AbortSignal.timeout(10_000) });
    return reply.ok && (await reply.text()).includes('workbench');
  } catch {
    return false;
  }
}

/** The last lines without the long complaint about a logger that only a compiler could make. */
function tail(output: string): string {
  return output
    .split('\n')
    .filter((line) => !/spdlog|^ {4}at |bindings file/.test(line))
    .slice(-30)
    .join('\n');
}
