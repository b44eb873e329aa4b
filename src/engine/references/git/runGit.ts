import { execFile } from 'node:child_process';

/** Runs git in a folder and hands back what it prints. Rejects with `GitFailure`. */
export type RunGit = (args: readonly string[], input?: string) => Promise<string>;

/** Git ended with an error, ran out of time, or could not be run. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
  /** What git said, in English. */
  readonly said: string;

  constructor(said: string, options?: ErrorOptions) {
    super(said, options);
    this.said = said;
  }
}

/** For each run, ms. */
const timeLimit = 10_000;

/** What git may print at most, bytes. */
const maxOutput = 16 * 1024 * 1024;

/** A surrounding git command leaves these, and they would lead ours to its repository; as `git rev-parse --local-env-vars` lists them. */
const foreign =
  /^GIT_(ALTERNATE_OBJECT_DIRECTORIES|CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|OBJECT_DIRECTORY|DIR|WORK_TREE|IMPLICIT_WORK_TREE|GRAFT_FILE|INDEX_FILE|REPLACE_REF_BASE|PREFIX|SHALLOW_FILE|COMMON_DIR|NAMESPACE|.*PATHSPECS)$/;

/** A repository is foreign data: nothing in its configuration may start a program, or ask the network. */
const harmless = ['--no-pager', '-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'];
const quiet = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Git, by its program, in one folder. Only for commands that read what is there. */
export function gitIn(program: string, folder: string): RunGit {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const options = {
    cwd: folder,
    env: { ...own, ...quiet },
    timeout: timeLimit,
    maxBuffer: maxOutput,
    windowsHide: true,
  };
  return (args, input = '') =>
    new Promise((resolve, reject) => {
      const child = execFile(program, [...harmless, ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new GitFailure(stderr.trim() || error.message, { cause: error }));
      });
      // Git may end before it has read everything; what it said then is what counts.
      child.stdin?.on('error', () => undefined).end(input);
    });
}
