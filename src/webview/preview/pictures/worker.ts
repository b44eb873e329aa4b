import { PageReads } from '../pageReads.ts';
import { Clip } from './clip.ts';
import type { Answers, FromWorker, Question, ToWorker } from './messages.ts';

// Runs beside the page: decoding delays nothing there, and what a hostile clip makes of it can be ended.
let reads: PageReads | undefined;
let clip: Clip | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'clip':
      reads = new PageReads(data.size, tell);
      clip = new Clip(reads.source);
      break;
    case 'bytes':
      reads?.take(data);
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

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}
