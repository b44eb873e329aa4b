import { soundOf } from './soundOf.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

// Runs beside the page, which stays free to answer, and can end what has no end.
let give: (wasm: ArrayBuffer) => void;
const wasm = new Promise<ArrayBuffer>((resolve) => (give = resolve));

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'wasm') give(data.wasm);
  else void answer(data.clip, data.heard);
});

async function answer(clip: ArrayBuffer, heard: boolean | undefined): Promise<void> {
  const made = await soundOf(clip, heard, async () => {
    tell({ type: 'needsWasm' });
    return await wasm;
  });
  tell(made, made.type === 'made' ? [made.clip] : []);
}

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}
