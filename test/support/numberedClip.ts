import { execFileSync } from 'node:child_process';

/** So many bits of a frame's number are drawn, the lowest to the left: each is a column of this many px. */
const bits = 10;
const column = 32;

/** Makes a clip each of whose frames shows its own number, from 0, as black and white columns. `options` are ffmpeg's for the output. */
export function makeNumberedClip(file: string, frames: number, rate: string, options: readonly string[]): void {
  const luma = `if(mod(floor(N/pow(2,floor(X/${column}))),2),220,30)`;
  const source = `color=gray:size=${bits * column}x180:rate=${rate},format=yuv420p,geq=lum='${luma}':cb=128:cr=128`;
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', source],
    ...['-frames:v', String(frames), ...options, file],
  ]);
}

/** Reads the number of such a frame from a picture of it: of any size, with nothing else in it. */
export function numberIn(picture: Uint8Array): number {
  return read(['-i', '-'], picture)[0] ?? -1;
}

/** The numbers of a clip's frames in the order in which they are shown, as ffmpeg decodes them. */
export function numbersOf(file: string): number[] {
  return read(['-i', file]);
}

function read(from: readonly string[], input?: Uint8Array): number[] {
  const filters = ['-vf', `crop=iw:ih/3,scale=${bits}:1:flags=area,format=gray`, '-fps_mode', 'passthrough'];
  const light = execFileSync('ffmpeg', ['-v', 'error', ...from, ...filters, '-f', 'rawvideo', '-'], { input });
  return Array.from({ length: light.length / bits }, (_, frame) =>
    light
      .subarray(frame * bits, (frame + 1) * bits)
      .reduce((number, white, bit) => number + (white > 125 ? 2 ** bit : 0), 0),
  );
}
