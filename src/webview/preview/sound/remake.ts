import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Output,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import type { Decoders } from './decoders.ts';
import { decodeTrack, type PlacedPcm } from './decodeTrack.ts';
import { SilentError } from './trouble.ts';

/**
 * The same clip in memory with its sound as plain samples, which every browser plays: the coded pictures are copied as they are, so both
 * stay in step in one element. Throws a `SilentError` where it cannot be done.
 */
export async function remake(video: InputVideoTrack, audio: InputAudioTrack, decoders: Decoders): Promise<ArrayBuffer> {
  const codec = await video.getCodec();
  if (codec === null) throw new SilentError({ reason: 'damaged' });
  const pictures = new EncodedVideoPacketSource(codec);
  const sound = new EncodedAudioPacketSource('pcm-s16');
  const target = new BufferTarget();
  // QuickTime had plain samples before MP4 had: more browsers know them there. In memory the index may stand at the end.
  const output = new Output({ format: new MovOutputFormat({ fastStart: false }), target });
  output.addVideoTrack(pictures, { transformationMatrix: await video.getTransformationMatrix() });
  output.addAudioTrack(sound);
  try {
    await output.start();
    await Promise.all([copyPictures(video, pictures), writeSound(audio, sound, decoders)]);
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error instanceof SilentError ? error : new SilentError({ reason: 'damaged' }, error);
  }
  if (target.buffer === null) throw new SilentError({ reason: 'damaged' });
  return target.buffer;
}

async function copyPictures(track: InputVideoTrack, pictures: EncodedVideoPacketSource): Promise<void> {
  const config = await track.getDecoderConfig();
  let latest = -Infinity;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    // A key picture that is shown before others of the group before it: the muxer takes it as one of that group.
    const late = packet.type === 'key' && packet.timestamp < latest;
    latest = Math.max(latest, packet.timestamp);
    await pictures.add(
      late ? packet.clone({ type: 'delta' }) : packet,
      config === null ? {} : { decoderConfig: config },
    );
  }
  pictures.close();
}

async function writeSound(track: InputAudioTrack, sound: EncodedAudioPacketSource, decoders: Decoders): Promise<void> {
  let begun = false;
  for await (const piece of decodeTrack(track, decoders)) {
    // Sound that begins later begins with silence: an index that starts late is not read alike everywhere. Later holes the muxer fills.
    if (!begun && piece.start > 0) await add(sound, { ...piece, start: 0, samples: new Int16Array(piece.start * 2) });
    await add(sound, piece);
    begun = true;
  }
  sound.close();
}

async function add(sound: EncodedAudioPacketSource, { start, samples, rate }: PlacedPcm): Promise<void> {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const packet = new EncodedPacket(bytes, 'key', start / rate, samples.length / 2 / rate);
  await sound.add(packet, { decoderConfig: { codec: 'pcm-s16', sampleRate: rate, numberOfChannels: 2 } });
}
