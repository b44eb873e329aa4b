import { DecoratorHandler, type Dispatcher } from 'undici';
import { ApiError } from './failure.ts';
import { isRepeatable, type FetchWay } from './fetchWay.ts';
import { mayBePublic, NotPublic } from './publicLookup.ts';

/**
 * The `fetch` of our surroundings, for hosts that undici cannot connect to: VS Code's knows PAC files and Kerberos. Taken only where
 * surely nothing of the request has left, and kept for an origin as long as it connects.
 */
export class SecondWay {
  /** Origins that were reached by it. */
  readonly #kept = new Set<string>();

  /** Behind undici's own way. A stranger's host is held against the rule for those before each request. */
  after(way: FetchWay, stranger: boolean): Dispatcher.DispatcherComposeInterceptor {
    return (dispatch) => (options, handler) => {
      const origin = String(options.origin);
      if (!origin.startsWith('https:') || !way.takes(options)) return dispatch(options, handler);
      if (this.#kept.has(origin)) {
        void this.#go(way, origin, stranger, options, handler, () => dispatch(options, handler));
        return true;
      }
      const onUnconnected = (tell: () => void): void => void this.#go(way, origin, stranger, options, handler, tell);
      return dispatch(options, new FirstTry(handler, onUnconnected));
    };
  }

  /**
   * What changes something (a create is paid for) goes only where a request without key or body has just come through: `fetch` does
   * not tell when bytes leave, so it must not be the first to find out that there is no connection.
   */
  async #go(
    way: FetchWay,
    origin: string,
    stranger: boolean,
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    otherwise: () => void,
  ): Promise<void> {
    const known = this.#kept.has(origin) && isRepeatable(options.method);
    // A name that leads elsewhere by the time of the request finds no certificate for itself there.
    const allowed = !stranger || (await mayBePublic(new URL(origin).hostname));
    if (!allowed || !(known || (await way.reaches(origin)))) {
      this.#kept.delete(origin);
      otherwise();
      return;
    }
    this.#kept.add(origin);
    await way.send(options, handler, () => this.#kept.delete(origin));
  }
}

/** Hands on what undici says, but for a failure before the request began. */
class FirstTry extends DecoratorHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #onUnconnected: (tell: () => void) => void;
  #began = false;

  constructor(handler: Dispatcher.DispatchHandler, onUnconnected: (tell: () => void) => void) {
    super(handler);
    this.#handler = handler;
    this.#onUnconnected = onUnconnected;
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#began = true;
    this.#handler.onRequestStart?.(controller, context);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    const tell = (): void => this.#handler.onResponseError?.(controller, error);
    const isOver = error.name === 'ClientDestroyedError' || error.name === 'ClientClosedError';
    if (
      this.#began ||
      isOver ||
      error instanceof NotPublic ||
      (error instanceof ApiError && error.failure.kind !== 'network')
    )
      tell();
    else this.#onUnconnected(tell);
  }
}
