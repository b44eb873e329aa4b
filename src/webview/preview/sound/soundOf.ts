import { BufferSource, Input, MP4, QTFF, type InputAudioTrack, type Source } from 'mediabunny';
import { Decoders } from './decoders.ts';
import { pageDecodes } from './pageDecodes.ts';
import { remake } from './remake.ts';
import { SilentError, type Trouble } from './trouble.ts';

/** What came of it: nothing to do (no sound in it, or the page decodes it itself), the clip with its sound, or why there is none. */
export type Made =
  | { readonly type: 'nothing' }
  | { readonly type: 'made'; readonly clip: ArrayBuffer }
  | { readonly type: 'silent'; readonly trouble: Trouble };

/**
 * Finds out whether a clip is silent for want of a decoder, and makes its sound if so; of one that is too large to be held, and read part
 * by part, it makes none. `heard` is whether the element that shows it has
 * decoded any sound by now, undefined where the browser does not tell; `wasm` fetches sound.wasm once it is needed. Rejects only
 * where that does. What a hostile clip makes a reader of clips do may have no end: somebody must be able to stop it.
 */
export async function soundOf(
  clip: ArrayBuffer | Source,
  heard: boolean | undefined,
  wasm: () => Promise<ArrayBuffer>,
): Promise<Made> {
  const source = clip instanceof ArrayBuffer ? new BufferSource(clip) : clip;
  const input = new Input({ source, formats: [MP4, QTFF] });
  try {
    // A WebM holds only what every browser decodes.
    if (!(await input.canRead())) return { type: 'nothing' };
    const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()]);
    if (video === null || audio === null || (await isHeard(audio, heard))) return { type: 'nothing' };
    const codec = await audio.getCodec();
    if (!Decoders.knows(codec)) {
      const name = codec ?? String(await audio.getInternalCodecId()).trim();
      return { type: 'silent', trouble: { reason: 'codec', codec: name } };
    }
    if (source === clip) return { type: 'silent', trouble: { reason: 'long' } };
    return { type: 'made', clip: await remake(video, audio, await Decoders.load(await wasm())) };
  } catch (error) {
    return { type: 'silent', trouble: error instanceof SilentError ? error.trouble : { reason: 'damaged' } };
  } finally {
    input.dispose();
  }
}

/** The element's word counts, except that it has decoded nothing: the sound may begin later, or the codec is none that VS Code lacks. */
async function isHeard(audio: InputAudioTrack, heard: boolean | undefined): Promise<boolean> {
  if (heard === true) return true;
  const begun = (await audio.getFirstTimestamp()) < 0.5;
  if (heard === false && begun && Decoders.knows(await audio.getCodec())) return false;
  return (await pageDecodes(audio)) ?? false;
}
