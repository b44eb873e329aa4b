import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { soundOf, type Made } from '../../../../src/webview/preview/sound/soundOf.ts';
import { root } from '../../../support/paths.mjs';

const wasm = new Uint8Array(readFileSync(join(root, 'media/sound/sound.wasm'))).buffer;

/** What the page makes of a clip that it has decoded no sound of. */
export async function made(clip: Uint8Array): Promise<Made> {
  return await soundOf(new Uint8Array(clip).buffer, false, () => Promise.resolve(wasm));
}

/** The samples of a clip as ffmpeg decodes them: 16 bits each, left and right in turn. `mix` is a filter that goes first. */
export function samplesOf(file: string, mix = 'anull'): Int16Array {
  // From the start of the clip on, with silence where there is nothing.
  const filter = `${mix},aresample=async=1:first_pts=0`;
  const bytes = ffmpeg('-i', file, '-af', filter, '-ac', '2', '-f', 's16le', 'pipe:1');
  return new Int16Array(new Uint8Array(bytes).buffer);
}

/** The coded pictures of a clip with their times (seconds), sizes and sums, as ffmpeg reads them. */
export function picturesOf(file: string): string[] {
  const text = ffmpeg('-i', file, '-map', '0:v', '-c', 'copy', '-f', 'framemd5', 'pipe:1').toString();
  const [, scale = '1'] = /#tb 0: 1\/(\d+)/.exec(text) ?? [];
  const lines = text.split('\n').filter((line) => /^\d/.test(line));
  return lines.map((line) => {
    const [, , time, , size = '', sum = ''] = line.split(',').map((field) => field.trim());
    return `${(Number(time) / Number(scale)).toFixed(3)} ${size} ${sum}`;
  });
}

function ffmpeg(...args: readonly string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...args], { maxBuffer: 64 * 1024 * 1024 });
}
