import { execFileSync } from 'node:child_process';

/** A tone in ffmpeg's words that rises by 1000 Hz a second from 300 Hz: its pitch tells the time. */
export const rising = 'aevalsrc=0.5*sin(2*PI*(300*t+500*t*t)):s=48000';

/**
 * Makes a small clip of so many seconds with pictures as H.264 and a sound of ffmpeg's words; `options` say how that is coded and may say
 * anything else. The file's extension says the container.
 */
export function makeClip(file: string, seconds: number, sound: string, options: readonly string[]): void {
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=24', '-f', 'lavfi', '-i', sound],
    ...['-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...options, file],
  ]);
}
