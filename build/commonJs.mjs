// VS Code loads an extension of ES modules through Node's loader of them, which takes longer than the little that a start reads takes to
// run. CommonJS, which its own extensions are, is there at once. esbuild splits only ES modules, so each file becomes CommonJS after that.
import { transform } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';

/** An `import()` of another of the files, as esbuild writes it. */
const later = /\bimport\("(\.[^"]+)"\)/g;

/** An import of all of the API of VS Code, which is an object and no module: nothing needs to look like one. */
const api = /\bimport ?\* ?as ([\w$]+) from ?"vscode";/g;

/**
 * Writes each of these files, ES modules that import one another, anew as CommonJS. What is imported when it is needed is required then.
 *
 * @param {readonly string[]} files
 * @param {import('esbuild').TransformOptions} options
 */
export async function asCommonJs(files, options) {
  await Promise.all(
    files.map(async (file) => {
      const code = await readFile(file, 'utf8');
      const required = code.replaceAll(later, 'requireLater("$1")').replaceAll(api, 'const $1=require("vscode");');
      const helper = required.includes('requireLater(') ? 'const requireLater=async file=>require(file);' : '';
      const common = await transform(helper + required, {
        ...options,
        format: 'cjs',
        platform: 'node',
        legalComments: 'none',
      });
      await writeFile(file, common.code);
    }),
  );
}
