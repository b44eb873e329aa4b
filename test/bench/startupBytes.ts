import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from '../support/build.ts';
import { root, vscode } from '../support/paths.mjs';
import { staticImports } from '../support/staticImports.ts';
import { promised, type Bench } from './bench.ts';

/** What was promised, KB of 1,000 bytes. */
const most = 28;

/**
 * The code that is read when a window starts: our entry with all that it imports before it runs, against VS Code's own preview of media.
 * What activation itself loads, right after that, is not counted.
 */
export const startupBytes: Bench = {
  unit: 'KB',
  better: 'smaller',
  goal: 1,
  async measure() {
    await packageExtension();
    const preview = join(vscode, 'extensions/media-preview');
    const [ours, theirs] = [await kilobytesOf(root), await kilobytesOf(preview)];
    return [
      { name: 'startup-bytes', peer: 'vscode.media-preview', ours: [ours], theirs: [theirs] },
      { name: 'startup-bytes:bound', peer: promised, ours: [ours], theirs: [most] },
    ];
  },
};

async function kilobytesOf(extension: string): Promise<number> {
  const { main } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')) as { readonly main: string };
  const entry = join(extension, /\.c?js$/.test(main) ? main : `${main}.js`);
  const files = await staticImports(entry);
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1000;
}
