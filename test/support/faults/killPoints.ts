import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import ts from 'typescript';
import { out, root } from '../paths.mjs';

/** Before, in or after something that the engine waits for or writes. */
export interface KillPoint {
  readonly when: 'before' | 'in' | 'after';
  /** What it is, whatever stands around it: file, function and the beginning of its code. */
  readonly place: string;
  readonly line: number;
}

/** A window's program, ready to be started. */
export interface Program {
  /** Path of the program. */
  readonly path: string;
  /** Its kill points, by their numbers. Empty where it has none. */
  readonly points: readonly KillPoint[];
}

const engine = join(root, 'src/engine');

/** Where a job is made, sent, looked at, downloaded and cancelled, and where its references travel and its clip gets its record. */
const marked =
  /[\\/]src[\\/]engine[\\/](?:(?:jobs|downloads|api|references|clips)[\\/](?:\w+[\\/])*\w+|engine|online|submissions)\.ts$/;

/** What changes the disk without being awaited: writes to the store, statements of the database, files and their names. */
const writes =
  /^(?:apply|applyAll|claim|withdraw|insert|beat|takeLease|leave|claimNotifications?|run|onSend|renameSync|linkSync|writeFileSync|fsyncSync)$/;

/**
 * At the head of each file of the program: passes on its value, notes how much the process had done to the world when it came by, and
 * kills it at that pass of the point which it is armed with. A write has changed the world.
 */
const passing = `globalThis.killPoints ??= { armed: -1, pass: 1, deeds: 0, passed: new Map() };
globalThis.__pass = (point, value, isWritten) => {
  if (isWritten) killPoints.deeds++;
  const passes = killPoints.passed.get(point) ?? [];
  killPoints.passed.set(point, passes);
  passes.push(killPoints.deeds);
  if (point === killPoints.armed && passes.length === killPoints.pass) process.kill(process.pid, 'SIGKILL');
  return value;
};`;

/** undici is CommonJS inside and calls `require` for Node's own modules. */
const requiring = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/**
 * Builds the program of a window (`engineChild.ts`) into a folder of that name, so that it starts in a tenth of a second; each test file
 * has its own. With `killable` the engine's sources get a numbered point before, in and after everything that they wait for or write;
 * the product knows nothing of it.
 */
export async function buildWindow(name: string, { killable }: { readonly killable: boolean }): Promise<Program> {
  const points: KillPoint[] = [];
  const outdir = join(out, 'windows', name);
  await build({
    entryPoints: [join(import.meta.dirname, 'engineChild.ts')],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.20',
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
    banner: { js: killable ? `${requiring}\n${passing}` : requiring },
    plugins: killable ? [marker(points)] : [],
  });
  return { path: join(outdir, 'engineChild.mjs'), points };
}

function marker(points: KillPoint[]): Plugin {
  return {
    name: 'kill points',
    setup(plugin) {
      plugin.onLoad({ filter: marked }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        return { contents: markPoints(text, relative(engine, path), points), loader: 'ts' };
      });
    },
  };
}

/** The source with its points, which are added to `points`. */
function markPoints(text: string, file: string, points: KillPoint[]): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const inserts: { readonly at: number; readonly code: string }[] = [];
  const insert = (at: number, code: string): void => void inserts.push({ at, code });

  function point(when: KillPoint['when'], node: ts.Node): string {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const code = node.getText().replace(/\s+/g, ' ').slice(0, 60);
    points.push({ when, place: `${file} ${functionAround(node)}: ${code}`, line: line + 1 });
    return `__pass(${points.length - 1}`;
  }

  function visit(node: ts.Node): void {
    if (ts.isAwaitExpression(node)) {
      insert(node.getStart(), `${point('after', node)}, `);
      insert(node.expression.getStart(), `(${point('before', node)}), ${point('in', node)}, `);
      ts.forEachChild(node, visit);
      insert(node.end, ')))');
    } else if (ts.isForOfStatement(node) && node.awaitModifier !== undefined && ts.isBlock(node.statement)) {
      insert(node.expression.getStart(), `${point('before', node)}, `);
      visit(node.expression);
      insert(node.expression.end, ')');
      insert(node.statement.getStart() + 1, `${point('in', node)});`);
      visit(node.statement);
      insert(node.end, `${point('after', node)});`);
    } else if (ts.isCallExpression(node) && isWrite(node)) {
      insert(node.getStart(), `(${point('before', node)}), ${point('after', node)}, `);
      ts.forEachChild(node, visit);
      insert(node.end, ', true))');
    } else ts.forEachChild(node, visit);
  }

  visit(source);
  // Stable: at one place, what was opened last is closed first.
  inserts.sort((one, other) => one.at - other.at);
  let result = '';
  let at = 0;
  for (const { at: next, code } of inserts) {
    result += text.slice(at, next) + code;
    at = next;
  }
  return result + text.slice(at);
}

/** The name of the function or method that it stands in, through those that have none. */
function functionAround(node: ts.Node): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name !== undefined)
    return node.name.getText();
  return ts.isSourceFile(node) ? '' : functionAround(node.parent);
}

function isWrite(node: ts.CallExpression): boolean {
  // A link of an optional chain cannot be taken out of it, and what is awaited has its points already.
  if (ts.isOptionalChain(node) || ts.isAwaitExpression(node.parent)) return false;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name)) return false;
  return writes.test(name.text) || (name.text === 'exec' && !ts.isRegularExpressionLiteral(receiverOf(expression)));
}

function receiverOf(expression: ts.Expression): ts.Expression {
  return ts.isPropertyAccessExpression(expression) ? expression.expression : expression;
}
