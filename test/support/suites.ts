// Runs the suites one after the other, goes on after a failure, and ends with the sum of what each of them counted.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clearTable, mistakesInReadme, tableText } from '../faults/table.ts';
import { packageExtension } from './build.ts';
import { hasCeph } from './ceph.ts';
import { installExtension } from './install-extension.ts';
import { floorNode, node, out, root, vsix } from './paths.mjs';
import { startGroup } from './process-group.ts';

/** How many tests ended how. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  /** How many minutes of two cores that nobody else uses it may take. */
  readonly minutes?: number;
  /** Runs only where it is named: it needs what the others do not. */
  readonly onlyNamed?: true;
  /** Runs it and hands back its counts; what it throws counts as one failed test. */
  readonly run: (suite: string) => Promise<Counts>;
}

/** No suite may take longer, in milliseconds: all together stay below what a pipeline allows. What is for people to look at may. */
const LIMIT = (process.argv.includes('--soak') ? 120 : process.argv.includes('--pictures') ? 30 : 15) * 60_000;

/** How many test files at a time. */
const ONE = '--test-concurrency=1';
const TWO = '--test-concurrency=2';

const SUITES: readonly Suite[] = [
  {
    name: 'lint',
    run: () =>
      single(['node_modules/eslint/bin/eslint.js', '.'], ['node_modules/prettier/bin/prettier.cjs', '--check', '.']),
  },
  {
    name: 'types',
    run: () =>
      single(
        ...['.', 'src/webview', 'test/unit/webview/sound'].map((config) => [
          'node_modules/typescript/bin/tsc',
          '-p',
          config,
        ]),
      ),
  },
  { name: 'unit', run: (suite) => unitTests(suite, node) },
  {
    name: 'unit-floor',
    run: async (suite) => {
      if (existsSync(floorNode)) return await unitTests(suite, floorNode);
      console.log('!!! SKIPPED: no Node of the floor on this platform');
      return { passed: 0, failed: 0, skipped: 1 };
    },
  },
  {
    name: 's3',
    run: async (suite) => {
      if (hasCeph()) return await nodeTest(suite, node, 'test/s3/**/*.test.ts', ONE);
      console.log('!!! SKIPPED: no Ceph on this machine, so nothing was tried against a real S3 storage');
      return { passed: 0, failed: 0, skipped: 1 };
    },
  },
  {
    // Everything that can go wrong between a click and a file, made to happen; ends with a table of what it did.
    name: 'faults',
    minutes: 8,
    async run(suite) {
      clearTable();
      const [withEditor, without] = byWhatTheyOpen(globSync('test/faults/**/*.test.ts', { cwd: root }));
      // What kills hundreds of processes takes the processor that the one beside it leaves. No more at once, or each of them waits for all
      // others until it is given up; and what waits for time beside what takes most, so that no turn is much longer than the other.
      const isAtAwaits = (file: string): boolean => file.endsWith('/killedAtAwaits.test.ts');
      const isBusy = (file: string): boolean => /\/(?:killedAtRandom|replies)\.test\.ts$/.test(file);
      const turns = [
        [
          { name: `${suite} killed`, files: without.filter(isAtAwaits), beside: ONE },
          { name: `${suite} engine`, files: without.filter((file) => !isAtAwaits(file) && !isBusy(file)), beside: TWO },
        ],
        [
          { name: `${suite} in bulk`, files: without.filter(isBusy), beside: ONE },
          { name: `${suite} editor`, files: withEditor, beside: ONE },
        ],
      ];
      let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
      for (const parts of turns) {
        const programs = parts.map(({ name, files, beside }) => ({
          name,
          program: node,
          args: nodeTestArgs(name, files, beside),
        }));
        counts = sumOf(counts, await together(...programs));
      }
      console.log(`\n${tableText()}\n`);
      return sumOf(counts, readmeTable(counts));
    },
  },
  { name: 'package', run: (suite) => nodeTest(suite, node, 'test/package/**/*.test.ts', ONE) },
  { name: 'publish', onlyNamed: true, run: (suite) => nodeTest(suite, node, 'test/publish/**/*.test.ts') },
  { name: 'integration', run: (suite) => counted(suite, node, ['test/integration/run.ts']) },
  {
    name: 'e2e',
    async run(suite) {
      // Once and before: two files that begin together would build one over the other.
      await packageExtension();
      await installExtension(vsix);
      const files = globSync('test/e2e/**/*.test.ts', { cwd: root });
      // A VS Code waits for the most part once it is open, so two cores carry two of them.
      const others = files.filter((file) => !playsClips(file)).sort();
      let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
      // A few at a time, each within the limit: a file that hangs keeps only those beside it from their end.
      for (let first = 0; first < others.length; first += 6) {
        const some = others.slice(first, first + 6);
        counts = sumOf(counts, await nodeTest(`${suite} from ${first + 1}`, node, some, TWO));
      }
      // What plays clips is measured in frames and ms: nothing else may want the processor meanwhile.
      const playing = await nodeTest(`${suite} playing`, node, files.filter(playsClips), ONE);
      return sumOf(counts, playing);
    },
  },
];

const options = process.argv.slice(2);
const wanted = options.filter((option) => !['--soak', '--pictures'].includes(option));
if (options.includes('--soak')) process.env['SEEDANCE_SOAK'] = '1';
if (options.includes('--pictures')) process.env['SEEDANCE_PICTURES'] = '1';
const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0)
  throw new Error(`No suite ${unknown.join(', ')}; there are ${SUITES.map((s) => s.name).join(', ')}.`);
const abandoned = (): never => process.exit(1);
process.on('disconnect', abandoned);

/** What the suites said of tests that failed: told once more at the end, as nobody scrolls back over all that passed. */
const failures: string[] = [];

let total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const suite of SUITES.filter(isWanted)) {
  const started = Date.now();
  console.log(`\n=== ${suite.name}`);
  const counts = await suite.run(suite.name).catch((error: unknown): Counts => {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  const seconds = (Date.now() - started) / 1000;
  console.log(`=== ${suite.name}: ${sentence(counts)}, ${seconds.toFixed(0)} s`);
  if (suite.minutes !== undefined && seconds > suite.minutes * 60 && !options.includes('--soak'))
    console.log(
      `!!! ${suite.name} took more than ${suite.minutes} minutes: too long, where nothing else ran beside it`,
    );
  total = sumOf(total, counts);
}
process.exitCode = total.failed > 0 ? 1 : 0;
if (failures.length > 0) console.log(`\n=== What failed\n${failures.join('\n')}`);
console.log(`\n${sentence(total)}`);
// Nothing may print after the sum. That we let go of the channel ourselves is no failure.
process.off('disconnect', abandoned);
process.disconnect();

function isWanted({ name, onlyNamed }: Suite): boolean {
  return wanted.length === 0 ? onlyNamed !== true : wanted.includes(name);
}

function sentence({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** One test: the README shows the table of this run. A long run tries more, and a failed one may have no rows. */
function readmeTable({ failed, skipped }: Counts): Counts {
  const mistakes = options.includes('--soak') || failed > 0 ? [] : mistakesInReadme({ whole: skipped === 0 });
  for (const mistake of mistakes) console.error(`The table of faults in README.md is not that of this run: ${mistake}`);
  return { passed: mistakes.length > 0 ? 0 : 1, failed: mistakes.length > 0 ? 1 : 0, skipped: 0 };
}

/** Several programs, side by side, that together are one test. */
async function single(...commands: readonly string[][]): Promise<Counts> {
  const passed = (await Promise.all(commands.map((command) => live(node, command)))).every(Boolean);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Test files that open a VS Code with its browser, of which one is enough for two cores, and all others. */
function byWhatTheyOpen(files: readonly string[]): readonly [string[], string[]] {
  const opens = (file: string): boolean =>
    /\/(?:e2e\/support|faults\/stage)\.ts'/.test(readFileSync(join(root, file), 'utf8'));
  return [files.filter(opens), files.filter((file) => !opens(file))];
}

/** Whether a file of the e2e suite measures time, drift or the frames of clips that play. */
function playsClips(file: string): boolean {
  return /\/(?:compare|frames?|preview|sound)\.test\.ts$/.test(file);
}

function sumOf(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** The unit tests, in two programs: in one of its own each file would load once more what nearly all of them load. */
async function unitTests(suite: string, program: string): Promise<Counts> {
  const files = globSync('test/unit/**/*.test.ts', { cwd: root }).sort();
  const halves = [0, 1].map((half) => files.filter((_, index) => index % 2 === half));
  return await together(
    ...halves.map((half, index) => {
      const name = `${suite} ${index}`;
      // By the name that the floor knows it by.
      return { name, program, args: nodeTestArgs(name, half, '--experimental-test-isolation=none') };
    }),
  );
}

interface Part {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Runs parts of a suite side by side, and waits for all of them. What one says is shown when it has ended, or nobody could tell whose
 * line is whose.
 */
async function together(...parts: readonly Part[]): Promise<Counts> {
  const counts = await Promise.all(
    parts.map(async ({ name, program, args }) => {
      const lines: string[] = [];
      try {
        return await counted(name, program, args, (line) => lines.push(line));
      } catch (error) {
        lines.push(String(error));
        return { passed: 0, failed: 1, skipped: 0 };
      } finally {
        console.log(lines.join('\n'));
      }
    }),
  );
  return counts.reduce(sumOf);
}

/** All test files of a pattern, or those named, by node:test on the given Node. */
async function nodeTest(
  suite: string,
  program: string,
  files: string | readonly string[],
  ...options: string[]
): Promise<Counts> {
  return await counted(suite, program, nodeTestArgs(suite, files, ...options));
}

function nodeTestArgs(suite: string, files: string | readonly string[], ...options: string[]): readonly string[] {
  return [
    '--disable-warning=ExperimentalWarning',
    '--test',
    '--test-timeout=600000',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./test/support/count-reporter.ts',
    `--test-reporter-destination=${countsFile(suite)}`,
    ...options,
    ...(typeof files === 'string' ? [files] : files),
  ];
}

/** A program that leaves its counts in a file. A suite that fails in any way has one failed test at least. */
async function counted(
  suite: string,
  program: string,
  args: readonly string[],
  print: (line: string) => void = console.log,
): Promise<Counts> {
  const file = countsFile(suite);
  rmSync(file, { force: true });
  mkdirSync(join(file, '..'), { recursive: true });
  let failing = false;
  const succeeded = await live(program, args, (line) => {
    // As node:test and Mocha head the list of them.
    failing ||= /^✖ failing tests:$|^\s*\d+ failing$/.test(line);
    if (failing) failures.push(line);
    print(line);
  });
  if (!existsSync(file)) throw new Error(`${suite} ended without a result.`);
  const counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  if (counts.passed + counts.failed + counts.skipped === 0) throw new Error(`${suite} has found no test.`);
  return succeeded ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

function countsFile(suite: string): string {
  return join(out, 'counts', `${suite}.json`);
}

/** Runs a program to its end, showing what it prints; whatever it leaves behind is ended. True when it succeeded. */
async function live(
  program: string,
  args: readonly string[],
  print: (line: string) => void = console.log,
): Promise<boolean> {
  // Each test file is a program of its own, and most of them load the same: their types are taken away once.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(out, 'compiled') };
  const group = startGroup(program, args, { cwd: root, env, onLine: print });
  const limit = setTimeout(() => {
    console.error(`Stopped after ${LIMIT / 60_000} minutes.`);
    void group.stop();
  }, LIMIT);
  const code = await group.ended;
  clearTimeout(limit);
  await group.stop();
  return code === 0;
}
