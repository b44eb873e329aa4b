import { CustomSource } from 'mediabunny';
import { Clip } from './clip.ts';
import type { Answers, FromWorker, Question, ToWorker } from './messages.ts';

// Runs beside the page: decoding delays nothing there, and what a hostile clip makes of it can be ended.
let clip: Clip | undefined;

/** The parts of the clip that were asked for and have not come. */
const reads = new Map<number, (bytes: ArrayBuffer | undefined) => void>();
let nextRead = 0;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'clip': {
      const { size } = data;
      // The page reads: it surely may, which a worker that was made from memory may not in every browser.
      clip = new Clip(new CustomSource({ getSize: () => size, read, prefetchProfile: 'network' }));
      break;
    }
    case 'bytes':
      reads.get(data.id)?.(data.bytes);
      reads.delete(data.id);
      break;
    case 'ask':
      answer(data.question).then(
        (given) => tell({ type: 'answer', id: data.id, answer: given }, given instanceof ImageBitmap ? [given] : []),
        () => tell({ type: 'failed', id: data.id }),
      );
  }
});

async function answer(question: Question): Promise<Answers[Question['type']]> {
  if (clip === undefined) throw new Error('no clip');
  switch (question.type) {
    case 'index':
      return await clip.index();
    case 'png':
      return await (await clip.frame(question.at)).convertToBlob({ type: 'image/png' });
    case 'jpeg':
      return await (await clip.frame(question.at, question.width)).convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    case 'thumbnails':
      await clip.drawThumbnails(question.times, question.height);
      return undefined;
    case 'thumbnail':
      return await clip.nextThumbnail();
  }
}

async function read(start: number, end: number): Promise<Uint8Array> {
  const id = nextRead++;
  const bytes = await new Promise<ArrayBuffer | undefined>((resolve) => {
    reads.set(id, resolve);
    tell({ type: 'read', id, start, end });
  });
  if (bytes === undefined) throw new Error('unreadable');
  return new Uint8Array(bytes);
}

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}
