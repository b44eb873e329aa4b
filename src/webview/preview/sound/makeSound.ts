import { BufferSource, Input, MP4, QTFF, type InputAudioTrack } from 'mediabunny';
import { Decoders } from './decoders.ts';
import { fetchBytes, maxClipBytes } from './fetchBytes.ts';
import { pageDecodes } from './pageDecodes.ts';
import { remake } from './remake.ts';
import { SilentError, type Trouble } from './trouble.ts';

/** What came of it: nothing to do (no sound in it, or the page decodes it itself), the clip with its sound, or why there is none. */
export type Made =
  | { readonly type: 'nothing' }
  | { readonly type: 'made'; readonly clip: Blob }
  | { readonly type: 'silent'; readonly trouble: Trouble };

export interface Wish {
  /** URLs of the clip and of sound.wasm. */
  readonly clip: string;
  readonly decoders: string;
  /** Whether the element that shows the clip has decoded any sound by now; undefined where the browser does not tell. */
  readonly heard: () => boolean | undefined;
  /** Called when it is known that sound has to be made. */
  readonly onMaking: () => void;
  readonly signal: AbortSignal;
}

/** Finds out whether a clip is silent for want of a decoder, and makes its sound if so. Rejects when aborted, or where the clip cannot be read. */
export async function makeSound({ clip, decoders, heard, onMaking, signal }: Wish): Promise<Made> {
  try {
    const bytes = await fetchBytes(clip, maxClipBytes, signal);
    if (bytes === undefined) throw new SilentError({ reason: 'long' });
    const input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF] });
    // A WebM holds only what every browser decodes.
    if (!(await input.canRead())) return { type: 'nothing' };
    const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()]);
    if (video === null || audio === null || (await isHeard(audio, heard))) return { type: 'nothing' };
    const codec = await audio.getCodec();
    if (!Decoders.knows(codec)) {
      const name = codec ?? String(await audio.getInternalCodecId()).trim();
      throw new SilentError({ reason: 'codec', codec: name });
    }
    onMaking();
    const wasm = await fetchBytes(decoders, Infinity, signal);
    const made = await remake(video, audio, await Decoders.load(wasm ?? new ArrayBuffer()), signal);
    return { type: 'made', clip: new Blob([made], { type: 'video/mp4' }) };
  } catch (error) {
    if (error instanceof SilentError) return { type: 'silent', trouble: error.trouble };
    throw error;
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
