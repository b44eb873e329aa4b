import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As wide as the posters of the preview, px. */
const width = 640;

/** More than the largest clip of the service has: a small file cannot unpack into all memory. */
const maxPixels = 64_000_000;

/** A picture of that width has about 50 KB. */
const maxBytes = 1024 * 1024;

export interface FirstFrameOptions {
  /** Name of the program, looked for in PATH, or its path. */
  readonly program?: string;
  /** How long it may take, ms. */
  readonly limit?: number;
}

/**
 * The first frames of clips on disk, drawn by `ffmpeg` where this machine has one. A clip may come from anybody: it is read as what a clip
 * is and as nothing that names further files, nothing but its own file is opened, and one program runs at a time.
 */
export class FirstFrames {
  readonly #program: string;
  readonly #limit: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ program = 'ffmpeg', limit = 10_000 }: FirstFrameOptions = {}) {
    this.#program = program;
    this.#limit = limit;
  }

  /** A JPEG; undefined where there is no ffmpeg, or where it gives no picture in time. Rejects with the signal's reason alone. */
  async of(path: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const turn = this.#last.then(() => this.#draw(path, signal));
    this.#last = turn.catch(() => undefined);
    return await turn;
  }

  async #draw(path: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined> {
    signal.throwIfAborted();
    try {
      const { stdout } = await run(this.#program, argumentsFor(path), {
        // Not in the workspace: on Windows a program that lies there would be taken first.
        cwd: homedir(),
        encoding: 'buffer',
        killSignal: 'SIGKILL',
        maxBuffer: maxBytes,
        timeout: this.#limit,
        windowsHide: true,
        signal,
      });
      return isJpeg(stdout) ? new Uint8Array(stdout) : undefined;
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  }
}

/** To be passed without a shell. The path can be neither an option nor another protocol, and a playlist named as a clip is none. */
function argumentsFor(path: string): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', 'mov,matroska', '-max_pixels', String(maxPixels)],
    ...['-threads', '1', '-i', `file:${path}`],
    ...['-map', '0:v:0', '-frames:v', '1', '-vf', `scale=w='min(${width},iw)':h=-2`, '-map_metadata', '-1'],
    ...['-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
  ];
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}
