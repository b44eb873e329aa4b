import type { Dispatcher } from 'undici';
import type { Log } from '../ports.ts';
import type { Destination } from './transport.ts';

/** How a service answered when it was last asked. */
export interface LastAnswer {
  /** Ms since 1970. */
  readonly at: number;
  /** The status of its reply, or the code of what went wrong on the way. */
  readonly outcome: number | string;
}

/** Writes down each request, and knows how each service answered last. */
export class RequestLog {
  readonly #log: Log;
  readonly #answers = new Map<string, LastAnswer>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Undefined where this window has not asked yet. */
  lastAnswer(origin: string): LastAnswer | undefined {
    return this.#answers.get(origin);
  }

  /** To be composed onto a dispatcher. Of strangers the host alone is written: a path can be a secret too. */
  watching(destination: Destination): Dispatcher.DispatcherComposeInterceptor {
    return (dispatch) => (options, handler) => {
      const origin = String(options.origin ?? '');
      const path = destination === 'service' ? options.path.replace(/[?#].*/s, '') : '/…';
      const started = performance.now();
      const tell = (outcome: number | string): void => {
        const took = Math.round(performance.now() - started);
        this.#log.debug(`${options.method} ${origin}${path} ${outcome} ${took} ms`);
        if (destination === 'service') this.#answers.set(origin, { at: Date.now(), outcome });
      };
      let answered = false;
      return dispatch(options, {
        onRequestStart: (...args) => handler.onRequestStart?.(...args),
        onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
        onResponseStart(controller, status, ...rest) {
          // What is on its way to a reply is none.
          if (status >= 200) {
            answered = true;
            tell(status);
          }
          handler.onResponseStart?.(controller, status, ...rest);
        },
        onResponseData: (...args) => handler.onResponseData?.(...args),
        onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
        onResponseError(controller, error) {
          if (!answered) tell('code' in error && typeof error.code === 'string' ? error.code : error.name);
          handler.onResponseError?.(controller, error);
        },
      });
    };
  }
}
