import { fetchBytes, fetchClip } from './fetchBytes.ts';
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

/** As far as we need it. What a policy makes of a URL is none, but is taken for one. */
interface TrustedTypes {
  createPolicy(name: string, rules: ScriptUrls): ScriptUrls;
}

interface ScriptUrls {
  readonly createScriptURL: (url: string) => string;
}

/** Our worker's is the only script that a page starts by its URL. The page's own policy names this one. */
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('sound-worker', {
  createScriptURL: (url) => url,
});

/**
 * Finds out whether a clip is silent for want of a decoder, and makes its sound if so, in a worker that is loaded for it. Rejects when
 * aborted, or where something cannot be fetched.
 */
export async function makeSound({ clip, wasm, heard, onMaking, signal }: Wish): Promise<Made> {
  const script = new URL('soundWorker.js', import.meta.url).href;
  const [bytes, code] = await Promise.all([fetchClip(clip, signal), fetchBytes(script, signal)]);
  if (bytes === undefined) return { type: 'silent', trouble: { reason: 'long' } };
  signal.throwIfAborted();
  const worker = startWorker(code);
  try {
    return await new Promise<Made>((resolve, reject) => {
      const give = (message: ToWorker, ...transfer: ArrayBuffer[]): void => worker.postMessage(message, transfer);
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      // A good clip takes a twentieth of that. What takes longer was made to.
      const patience = 10_000 + bytes.byteLength / 10_000;
      setTimeout(() => resolve({ type: 'silent', trouble: { reason: 'damaged' } }), patience);
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === 'needsWasm') {
          onMaking();
          fetchBytes(wasm, signal).then((file) => give({ type: 'wasm', wasm: file }, file), reject);
        } else resolve(data);
      });
      give({ type: 'clip', clip: bytes, heard: heard() }, bytes);
    });
  } finally {
    worker.terminate();
  }
}

/** A page of VS Code may not start a worker from where its own files are, only from what it has in memory. */
function startWorker(code: ArrayBuffer): Worker {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  try {
    return new Worker(policy?.createScriptURL(url) ?? url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
