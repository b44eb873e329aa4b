import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { Studio } from '../e2e/support.ts';
import { bytesOf, CodeRead } from '../support/codeRead.ts';
import { promised, type Bench } from './bench.ts';

/** What was promised, KB of 1,000 bytes. */
const most = 28;

const own = '/seedance-studio.seedance-studio-';
const peer = '/extensions/media-preview/dist/';

/**
 * The code that a window reads of ours from its start until it rests, as Node reads it: of a window with a folder that git finds changed
 * pictures in, with a key, no editor and no job; against what VS Code's own preview of media reads for a picture. Beside it the same with a
 * text in an editor, and of one of whoever has made a clip before.
 */
export const startupBytes: Bench = {
  unit: 'KB',
  better: 'smaller',
  async measure() {
    const place = mkdtempSync(join(tmpdir(), 'bench-'));
    const reads = new CodeRead(place);
    const studio = await Studio.open({ env: reads.env }, (folder) =>
      execFileSync('git', ['init', '-q'], { cwd: folder }),
    );
    try {
      const kilobytes = async (extension: string): Promise<number> => {
        const files = await reads.untilRest(extension);
        console.error(`startup-bytes: ${files.map((file) => file.replace(/.*\//, '')).join(', ')}`);
        return bytesOf(files) / 1000;
      };
      const ours = [await kilobytes(own)];
      await studio.wb.explorer.open('README.md');
      const withText = [await kilobytes(own)];
      await studio.wb.explorer.open('lake-at-dawn.png');
      const theirs = [await kilobytes(peer)];
      await studio.submit('Waves roll', '5 s');
      await studio.closeTabs();
      await studio.wb.explorer.show();
      reads.forget();
      await studio.wb.reload();
      const withJob = [await kilobytes(own)];
      return [
        { name: 'startup-bytes', peer: 'vscode.media-preview', ours, theirs, goal: 1 },
        { name: 'startup-bytes:bound', peer: promised, ours, theirs: [most], goal: 1 },
        { name: 'startup-bytes:text', peer: 'vscode.media-preview', ours: withText, theirs },
        { name: 'startup-bytes:job', peer: 'vscode.media-preview', ours: withJob, theirs },
      ];
    } finally {
      await studio.close();
      rmSync(place, { recursive: true });
    }
  },
};
