import { fetchBytes } from '../fetchBytes.ts';
import { ClipBytes } from '../pictures/clipBytes.ts';
import type { Read } from '../readMessages.ts';
import { startWorker, workerScript } from '../startWorker.ts';
import type { Made } from './soundOf.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

/** Larger clips are not held in memory, where their sound would be made. Whether there is any is told by little of them. */
const maxClipBytes = 256 * 1024 * 1024;

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
  const [bytes, script] = await Promise.all([
    ClipBytes.open(clip, signal, maxClipBytes),
    workerScript('soundWorker', signal),
  ]);
  const { size, whole } = bytes;
  signal.throwIfAborted();
  const worker = startWorker(script);
  try {
    return await new Promise<Made>((resolve, reject) => {
      const give = (message: ToWorker, ...transfer: ArrayBuffer[]): void => worker.postMessage(message, transfer);
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      // A good clip takes a twentieth of that. What takes longer was made to.
      let patience = 10_000 + size / 10_000;
      const giveUp = (): void => resolve({ type: 'silent', trouble: { reason: 'damaged' } });
      let [timer, since, reads] = [setTimeout(giveUp, patience), performance.now(), 0];
      // How long a read takes is not up to the clip; how many there are is, and what lies between them counts.
      const read = async (part: Read): Promise<void> => {
        if (reads++ === 0) {
          clearTimeout(timer);
          patience -= performance.now() - since;
        }
        await bytes.answer(part, worker);
        if (--reads > 0) return;
        since = performance.now();
        timer = setTimeout(giveUp, patience);
      };
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === 'needsWasm') {
          onMaking();
          fetchBytes(wasm, signal).then((file) => give({ type: 'wasm', wasm: file }, file), reject);
        } else if (data.type === 'read') void read(data);
        else resolve(data);
      });
      if (whole === undefined) give({ type: 'clip', clip: size, heard: heard() });
      else give({ type: 'clip', clip: whole, heard: heard() }, whole);
    });
  } finally {
    worker.terminate();
  }
}
