import { startWorker, workerScript } from '../startWorker.ts';
import { ClipBytes } from './clipBytes.ts';
import type { Answers, FromWorker, Question, ToWorker } from './messages.ts';

/** So long an answer may take, ms. A good clip takes a hundredth of it; what takes longer was made to. */
const patience = 30_000;

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** The pictures of one clip, decoded in a worker of its own. To be closed; each question rejects then, and when it has no answer. */
export class Pictures {
  readonly #closing = new AbortController();
  readonly #waiting = new Map<number, Waiting>();
  readonly #worker: Promise<Worker>;
  #asked = 0;

  /** `source`: URL of the clip. */
  constructor(source: string) {
    this.#worker = this.#start(source);
    // Who asks is told.
    this.#worker.catch(() => undefined);
  }

  async ask<T extends Question['type']>(question: Question & { readonly type: T }): Promise<Answers[T]> {
    const worker = await this.#worker;
    const id = this.#asked++;
    return await new Promise<Answers[T]>((resolve, reject) => {
      const timer = setTimeout(() => this.close(), patience);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#tell(worker, { type: 'ask', id, question });
    });
  }

  /** Ends the worker, whatever it does. */
  close(): void {
    this.#closing.abort();
    this.#worker.then(
      (worker) => worker.terminate(),
      () => undefined,
    );
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(new Error('closed'));
  }

  async #start(source: string): Promise<Worker> {
    const { signal } = this.#closing;
    const [script, bytes] = await Promise.all([workerScript('pictureWorker', signal), ClipBytes.open(source, signal)]);
    signal.throwIfAborted();
    const worker = startWorker(script);
    worker.addEventListener('error', () => this.close());
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'answer') this.#take(data.id)?.resolve(data.answer as never);
      else if (data.type === 'failed') this.#take(data.id)?.reject(new Error('no answer'));
      else void bytes.answer(data, worker);
    });
    this.#tell(worker, { type: 'clip', size: bytes.size });
    return worker;
  }

  #tell(worker: Worker, message: ToWorker): void {
    worker.postMessage(message);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}
