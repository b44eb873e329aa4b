import type { AspectRatio, Resolution } from './models.ts';
import type { Picture } from './picture.ts';

/** What a clip shall look like. */
export interface ClipBrief {
  /** None: a calm gradient. One: a slow move over it. Two: from the first to the last. */
  readonly pictures: readonly [] | readonly [Picture] | readonly [Picture, Picture];
  readonly aspectRatio: AspectRatio;
  readonly resolution: Resolution;
  /** Seconds. */
  readonly duration: number;
}

/** The frame rate that Seedance's own clips have. */
const fps = 24;
/** More than the largest image the model takes (6000 × 6000): a small file cannot unpack into all memory. */
const maxPixels = 64_000_000;

/** Width and height in pixels: the resolution names the shorter side, both are even as H.264 wants. */
export function frameSize({ aspectRatio, resolution }: Pick<ClipBrief, 'aspectRatio' | 'resolution'>) {
  const short = Number.parseInt(resolution);
  const long = Math.round((short * 16) / 9 / 2) * 2;
  return {
    width: aspectRatio === '16:9' ? long : short,
    height: aspectRatio === '9:16' ? long : short,
  };
}

/** The arguments with which ffmpeg makes the clip into `target`: H.264, yuv420p, AAC, index in front. To be passed without a shell. */
export function ffmpegArguments(brief: ClipBrief, target: string): string[] {
  const { pictures, duration } = brief;
  const inputs = pictures.length === 0 ? gradient(brief) : pictures.flatMap(pictureInput);
  const sound = Math.max(pictures.length, 1);
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
    ...inputs,
    ...['-f', 'lavfi', '-i', `sine=frequency=220:sample_rate=48000:duration=${duration}`],
    ...['-filter_complex', `${movement(brief)},format=yuv420p[v];[${sound}:a]volume=0.4[a]`],
    ...['-map', '[v]', '-map', '[a]', '-t', String(duration)],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '26'],
    ...['-c:a', 'aac', '-b:a', '96k', '-map_metadata', '-1', '-movflags', '+faststart'],
    ...['-f', 'mp4', `file:${target}`],
  ];
}

function pictureInput({ path, demuxer }: Picture): string[] {
  const safety = ['-protocol_whitelist', 'file', '-max_pixels', String(maxPixels)];
  return [...safety, '-f', demuxer, '-i', `file:${path}`];
}

function gradient(brief: ClipBrief): string[] {
  const { width, height } = frameSize(brief);
  const look = `c0=0x26355d:c1=0x5b6fa8:c2=0xd9a679:nb_colors=3:x0=0:y0=0:x1=${width}:y1=${height}`;
  return ['-f', 'lavfi', '-i', `gradients=size=${width}x${height}:rate=${fps}:duration=${brief.duration}:${look}`];
}

function movement(brief: ClipBrief): string {
  const { pictures, duration } = brief;
  if (pictures.length === 0) return '[0:v]setsar=1';
  // Drawn from a picture of twice the size, the slow zoom does not stutter from pixel to pixel.
  if (pictures.length === 1) return still(brief, 0, 2, `1+0.12*on/${duration * fps}`);
  const fade = `xfade=transition=fade:offset=${duration * 0.2}:duration=${duration * 0.6}`;
  return `${still(brief, 0, 1, '1')}[first];${still(brief, 1, 1, '1')}[last];[first][last]${fade}`;
}

/** The first frame of an input, cut to cover the clip's frame, held for the whole duration under a zoom about its middle. */
function still(brief: ClipBrief, input: number, scale: number, zoom: string): string {
  const { width, height } = frameSize(brief);
  const size = `${width * scale}:${height * scale}`;
  return [
    `[${input}:v]trim=end_frame=1`,
    `scale=${size}:force_original_aspect_ratio=increase:out_range=tv`,
    `crop=${size}`,
    'setsar=1',
    `zoompan=z='${zoom}':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2':d=${brief.duration * fps}:s=${width}x${height}:fps=${fps}`,
  ].join(',');
}
