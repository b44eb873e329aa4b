import { EncodedPacketSink, type InputAudioTrack } from 'mediabunny';

/** So many packets are tried: the first ones may be damaged, or only get a decoder going. */
const tries = 8;

/**
 * Whether this page decodes a track, found out by doing so: what a browser says that it can is not what it can in VS Code. Undefined
 * where the browser lets nobody try.
 */
export async function pageDecodes(track: InputAudioTrack): Promise<boolean | undefined> {
  if (typeof AudioDecoder === 'undefined') return undefined;
  const config = await track.getDecoderConfig();
  if (config === null) return false;
  let decoded = false;
  const decoder = new AudioDecoder({
    output(sound) {
      decoded = true;
      sound.close();
    },
    error: () => undefined,
  });
  try {
    decoder.configure(config);
    let left = tries;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      decoder.decode(packet.toEncodedAudioChunk());
      if (--left === 0) break;
    }
    await decoder.flush();
  } catch {
    // Refused, or broken by a damaged packet: what came out until then counts.
  }
  if (decoder.state !== 'closed') decoder.close();
  return decoded;
}
