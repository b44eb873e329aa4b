import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import ts from 'typescript';
import { out, root } from '../paths.mjs';

/** A window's program, ready to be started. */
export interface Program {
  /** Path of the program. */
  readonly path: string;
  /** What each kill point of it is, by its number: file, line and code. Empty where it has none. */
  readonly points: readonly string[];
}

const engine = join(root, 'src/engine');

/** Where a job is made, sent, looked at, downloaded and cancelled. */
const marked = /[\\/]src[\\/]engine[\\/](?:(?:jobs|downloads|api)[\\/]\w+|engine|online)\.ts$/;

/** What changes the disk without being awaited: writes to the store, statements of the database, the last name of a clip. */
const writes = /^(?:apply|claim|withdraw|insert|beat|takeLease|leave|claimNotification|run|onSend|link|rename)$/;

/** At the head of each file of the program: passes on its value, notes the point, and kills the process at the point that it is armed with. */
const passing = `globalThis.killPoints ??= { armed: -1, passed: new Set() };
globalThis.__pass = (point, value) => {
  if (point === killPoints.armed) process.kill(process.pid, 'SIGKILL');
  killPoints.passed.add(point);
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
  const points: string[] = [];
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

function marker(points: string[]): Plugin {
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

/** The source with its points; `points` gets their descriptions at the end. */
function markPoints(text: string, file: string, points: string[]): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const inserts: { readonly at: number; readonly code: string }[] = [];
  const insert = (at: number, code: string): void => void inserts.push({ at, code });

  function point(when: string, node: ts.Node): string {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const code = node.getText().replace(/\s+/g, ' ').slice(0, 60);
    points.push(`${file}:${line + 1} ${when} ${code}`);
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
      insert(node.end, '))');
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
