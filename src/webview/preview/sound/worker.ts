import type { Source } from 'mediabunny';
import { PageReads } from '../pageReads.ts';
import { soundOf } from './soundOf.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

// Runs beside the page, which stays free to answer, and can end what has no end.
let give: (wasm: ArrayBuffer) => void;
const wasm = new Promise<ArrayBuffer>((resolve) => (give = resolve));

let reads: PageReads | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'wasm') give(data.wasm);
  else if (data.type === 'bytes') reads?.take(data);
  else void answer(data.clip, data.heard);
});

async function answer(clip: ArrayBuffer | number, heard: boolean | undefined): Promise<void> {
  const made = await soundOf(typeof clip === 'number' ? readByPage(clip) : clip, heard, async () => {
    tell({ type: 'needsWasm' });
    return await wasm;
  });
  tell(made, made.type === 'made' ? [made.clip] : []);
}

function readByPage(size: number): Source {
  reads = new PageReads(size, tell);
  return reads.source;
}

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}
