import { fetchBytes, fetchClip } from '../fetchBytes.ts';
import { ClipBytes } from '../pictures/clipBytes.ts';
import { startWorker, workerScript } from '../startWorker.ts';
import type { Made } from './soundOf.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

export interface Wish {
  /** URLs of the clip and of sound.wasm. */
  readonly clip: string;
  readonly wasm: string;
  /** Whether the element that shows the clip has decoded any sound by now; undefined where the browser does not tell. */
  readonly heard: () => boolean | undefined;
  /** Called when it is known that sound has to be made. */
  readonly onMaking: () => void;
  readonly signal: AbortSignal;
}

/**
 * Finds out whether a clip is silent for want of a decoder, and makes its sound if so, in a worker that is loaded for it. Rejects when
 * aborted, or where something cannot be fetched.
 */
export async function makeSound({ clip, wasm, heard, onMaking, signal }: Wish): Promise<Made> {
  const [whole, script] = await Promise.all([fetchClip(clip, signal), workerScript('soundWorker', signal)]);
  // Whether there is any sound in one that is too large to be held is told by little of it.
  const bytes = whole ?? (await ClipBytes.open(clip, signal));
  const size = bytes instanceof ClipBytes ? bytes.size : bytes.byteLength;
  signal.throwIfAborted();
  const worker = startWorker(script);
  try {
    return await new Promise<Made>((resolve, reject) => {
      const give = (message: ToWorker, ...transfer: ArrayBuffer[]): void => worker.postMessage(message, transfer);
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      // A good clip takes a twentieth of that. What takes longer was made to.
      const patience = 10_000 + size / 10_000;
      setTimeout(() => resolve({ type: 'silent', trouble: { reason: 'damaged' } }), patience);
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === 'needsWasm') {
          onMaking();
          fetchBytes(wasm, signal).then((file) => give({ type: 'wasm', wasm: file }, file), reject);
        } else if (data.type !== 'read') resolve(data);
        else if (bytes instanceof ClipBytes) void bytes.answer(data, worker);
      });
      if (bytes instanceof ClipBytes) give({ type: 'clip', clip: size, heard: heard() });
      else give({ type: 'clip', clip: bytes, heard: heard() }, bytes);
    });
  } finally {
    worker.terminate();
  }
}
