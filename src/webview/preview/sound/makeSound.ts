import { BufferSource, Input, MP4, QTFF, type InputAudioTrack } from 'mediabunny';
import { Decoders } from './decoders.ts';
import { fetchClip } from './fetchBytes.ts';
import { pageDecodes } from './pageDecodes.ts';
import { remake } from './remake.ts';
import { SilentError, type Trouble } from './trouble.ts';

/** What came of it: nothing to do (no sound in it, or the page decodes it itself), the clip with its sound, or why there is none. */
export type Made =
  | { readonly type: 'nothing' }
  | { readonly type: 'made'; readonly clip: ArrayBuffer }
  | { readonly type: 'silent'; readonly trouble: Trouble };

export interface Wish {
  /** Whether the element that shows the clip has decoded any sound by now; undefined where the browser does not tell. */
  readonly heard: () => boolean | undefined;
  /** Fetches sound.wasm; called once it is known that sound has to be made. */
  readonly decoders: () => Promise<ArrayBuffer>;
  readonly signal: AbortSignal;
}

/** Finds out whether the clip at a URL is silent for want of a decoder, and makes its sound if so. Rejects when aborted, or where it cannot be had. */
export async function makeSound(url: string, wish: Wish): Promise<Made> {
  const clip = await fetchClip(url, wish.signal);
  return clip === undefined ? { type: 'silent', trouble: { reason: 'long' } } : await soundOf(clip, wish);
}

/** The same for the bytes of a clip, whatever they are. Rejects when aborted, or where there are no decoders. */
export async function soundOf(clip: ArrayBuffer, { heard, decoders, signal }: Wish): Promise<Made> {
  const input = new Input({ source: new BufferSource(clip), formats: [MP4, QTFF] });
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
    const wasm = await decoders();
    return { type: 'made', clip: await remake(video, audio, await Decoders.load(wasm), signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { type: 'silent', trouble: error instanceof SilentError ? error.trouble : { reason: 'damaged' } };
  } finally {
    input.dispose();
  }
}

/** The element's word counts, except that it has decoded nothing: the sound may begin later, or the codec is none that VS Code lacks. */
async function isHeard(audio: InputAudioTrack, heard: Wish['heard']): Promise<boolean> {
  const word = heard();
  if (word === true) return true;
  const begun = (await audio.getFirstTimestamp()) < 0.5;
  if (word === false && begun && Decoders.knows(await audio.getCodec())) return false;
  return (await pageDecodes(audio)) ?? false;
}
