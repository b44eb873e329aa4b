// VS Code loads an extension of ES modules through Node's loader of them, which takes longer than the little that a start reads takes to
// run. CommonJS, which its own extensions are, is there at once. esbuild splits only ES modules, so each file becomes CommonJS after that.
import { transform } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** An `import()` of another of the files, as esbuild writes it. */
const later = /\bimport\("(\.[^"]+)"\)/g;

/** An import of another of the files before anything runs, as esbuild writes it. */
const before = /\b(?:from|import) ?"(\.[^"]+)"/g;

/** What a file gives to others, as esbuild writes it at the end; after it a source map may stand. */
const given = /\bexport ?\{([^}]*)\};?(?=\s*(?:\/\/# .*)?\s*$)/;

/** An import of all of the API of VS Code, which is an object and no module: nothing needs to look like one. */
export const api = /\bimport ?\* ?as ([\w$]+) from ?"vscode";/g;

/**
 * Writes each of these files, ES modules that import one another, anew as CommonJS. What is imported when it is needed is required then.
 *
 * @param {readonly string[]} files
 * @param {import('esbuild').TransformOptions} options
 */
export async function asCommonJs(files, options) {
  const codes = new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')])));
  const imports = (file) => [...(codes.get(file) ?? '').matchAll(before)].map(([, to]) => join(dirname(file), to));
  assertNoCircle(files, imports);
  await Promise.all(
    files.map(async (file) => {
      const required = codes
        .get(file)
        .replaceAll(later, 'requireLater("$1")')
        .replaceAll(api, 'const $1=require("vscode");')
        .replace(given, (_, names) => `module.exports={${names.split(',').map(asProperty)}};`);
      const helper = required.includes('requireLater(') ? 'const requireLater=async file=>require(file);' : '';
      const common = await transform(helper + required, {
        ...options,
        format: 'cjs',
        platform: 'node',
        legalComments: 'none',
        logOverride: { 'commonjs-variable-in-esm': 'silent' },
      });
      await writeFile(file, common.code);
    }),
  );
}

/** What a file gives is there when it has run to its end: too late for one that it has itself imported. */
function assertNoCircle(files, imports) {
  const whole = new Set();
  const visit = (file, way) => {
    if (way.includes(file)) throw new Error(`These import each other in a circle: ${[...way, file].join(', ')}`);
    if (whole.has(file)) return;
    for (const each of imports(file)) visit(each, [...way, file]);
    whole.add(file);
  };
  for (const file of files) visit(file, []);
}

/**
 * A name that is given to others, of an object literal. esbuild's own way keeps up with a variable that changes later, and marks the file for
 * those that import it as a module: half a KB in each file for what no file of ours needs.
 */
function asProperty(name) {
  const [own, given = own] = name.trim().split(' as ');
  return `${given}:${own}`;
}
