import { EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import type { Decoders, Pcm, TrackConfig } from './decoders.ts';
import { SilentError } from './trouble.ts';

/** No clip may have more sound, seconds: it is held in memory, 11 MB a minute. */
export const maxSeconds = 600;

/** So far may the time of a packet be from where the one before has ended, seconds: containers round. */
const slack = 0.02;

/** Decoded sound in its place. */
export interface PlacedPcm extends Pcm {
  /** Where it begins, in samples from the start of the clip: where the piece before has ended, or behind a hole. */
  readonly start: number;
}

/**
 * The sound of a track as stereo of one rate, from the start of the clip on, with a hole where packets are missing or damaged.
 * Throws a `SilentError` where there is none at all, or more than `maxSeconds`.
 */
export async function* decodeTrack(track: InputAudioTrack, decoders: Decoders): AsyncGenerator<PlacedPcm> {
  const decoder = decoders.open(await configOf(track));
  if (decoder === undefined) throw new SilentError({ reason: 'damaged' });
  const place = new Placing();
  try {
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (packet.timestamp > maxSeconds) throw new SilentError({ reason: 'long' });
      let { timestamp } = packet;
      for (const piece of decoder.decode(packet.data)) {
        const placed = place.take(timestamp, piece);
        if (placed !== undefined) yield placed;
        timestamp += piece.samples.length / 2 / piece.rate;
      }
    }
  } finally {
    decoder.close();
  }
  if (place.empty) throw new SilentError({ reason: 'damaged' });
}

async function configOf(track: InputAudioTrack): Promise<TrackConfig> {
  const [codec, config] = await Promise.all([track.getCodec(), track.getDecoderConfig()]);
  if (codec === null || config === null) throw new SilentError({ reason: 'damaged' });
  const { sampleRate, numberOfChannels, description } = config;
  return { codec, sampleRate, numberOfChannels, ...(description && { description: bytesOf(description) }) };
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

/** Puts pieces of sound one behind the other, so that none is out of step with the times that the container gives them. */
class Placing {
  #rate: number | undefined;
  /** Where the last piece ends. Below 0 while the clip has not begun: coders start early. */
  #end: number | undefined;

  get empty(): boolean {
    return this.#rate === undefined;
  }

  /** What of a piece belongs where; undefined for what lies before the start, on top of other sound, or has another rate. */
  take(time: number, { rate, samples }: Pcm): PlacedPcm | undefined {
    if (rate !== (this.#rate ??= rate)) return undefined;
    let start = Math.round(time * rate);
    this.#end ??= start;
    if (Math.abs(start - this.#end) <= slack * rate) start = this.#end;
    if (start < this.#end) return undefined;
    this.#end = start + samples.length / 2;
    if (this.#end > maxSeconds * rate) throw new SilentError({ reason: 'long' });
    if (this.#end <= 0) return undefined;
    return start < 0 ? { rate, start: 0, samples: samples.slice(-2 * start) } : { rate, start, samples };
  }
}
