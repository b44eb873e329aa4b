import {
  CanvasSink,
  EncodedPacketSink,
  Input,
  MATROSKA,
  MP4,
  QTFF,
  WEBM,
  type InputVideoTrack,
  type Source,
  type WrappedCanvas,
} from 'mediabunny';
import type { ClipIndex } from './messages.ts';

/** No clip may have more frames: four hours of sixty a second. Its frames then stay unknown. */
const maxFrames = 1_000_000;

/** The pictures of a clip, read and decoded by us: the same way in every browser, and exact. */
export class Clip {
  readonly #track: Promise<InputVideoTrack>;
  #index: Promise<ClipIndex> | undefined;
  #thumbnails: AsyncGenerator<WrappedCanvas | null, void> | undefined;

  constructor(source: Source) {
    const input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA] });
    this.#track = input.getPrimaryVideoTrack().then((track) => {
      if (track === null) throw new Error('no pictures');
      return track;
    });
  }

  /** The times of all frames, by the clip's index: nothing is decoded for it. */
  async index(): Promise<ClipIndex> {
    return await (this.#index ??= this.#track.then(readIndex));
  }

  /** The frame that is shown at a time in seconds, or the last one. As wide as it is, or `width` px if that is less. */
  async frame(at: number | 'last', width = Infinity): Promise<OffscreenCanvas> {
    const track = await this.#track;
    const full = await track.getDisplayWidth();
    const { times } = await this.index();
    // Before the first frame that one is shown.
    const time = at === 'last' ? times.at(-1) : Math.max(at, times[0] ?? 0);
    const sink = new CanvasSink(track, full > width ? { width: even(width) } : {});
    const shown = await sink.getCanvas(time ?? 0);
    if (shown === null) throw new Error('no frame');
    return offscreen(shown);
  }

  /** Sets out to draw the frames of these times, in their order, `height` px high. */
  async drawThumbnails(times: readonly number[], height: number): Promise<void> {
    const track = await this.#track;
    await this.#thumbnails?.return();
    this.#thumbnails = new CanvasSink(track, { height: even(height), poolSize: 2 }).canvasesAtTimestamps(times);
  }

  /** The next one of them; undefined where there is no frame at its time, or none are left. */
  async nextThumbnail(): Promise<ImageBitmap | undefined> {
    const { value } = (await this.#thumbnails?.next()) ?? {};
    return value ? await createImageBitmap(offscreen(value)) : undefined;
  }
}

async function readIndex(track: InputVideoTrack): Promise<ClipIndex> {
  const times: number[] = [];
  let end = 0;
  for await (const { timestamp, duration } of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    // What an edit list hides is before the start, and only there to decode what comes after it: where a clip was cut without coding it anew.
    if (timestamp < 0 && timestamp + duration <= 0) continue;
    if (times.length === maxFrames) throw new Error('too many frames');
    // The frame that such a cut goes through is shown from the start on.
    times.push(Math.max(0, timestamp));
    end = Math.max(end, timestamp + duration);
  }
  const codec = (await track.getCodec()) ?? String(await track.getInternalCodecId()).trim();
  // They come in the order in which they are decoded.
  return { codec, times: Float64Array.from(times).sort(), end };
}

/** In a worker there is no other canvas. */
function offscreen({ canvas }: WrappedCanvas): OffscreenCanvas {
  if (!(canvas instanceof OffscreenCanvas)) throw new Error('not in a worker');
  return canvas;
}

function even(pixels: number): number {
  return 2 * Math.max(1, Math.round(pixels / 2));
}
