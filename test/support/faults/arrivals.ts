import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request as it came to a server of this process, as far as it was read. */
export interface Arrival {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly pieces: readonly Buffer[];
}

/** What Node tells of a request before its server sees it. */
const channel = 'http.server.request.start';

/** All that comes to the HTTP servers of this process: whatever a test has set up as a service, a storage or a host. */
export class Arrivals {
  readonly #all: Arrival[] = [];

  constructor() {
    subscribe(channel, this.#onRequest);
  }

  /** Oldest first. */
  get all(): readonly Arrival[] {
    return this.#all;
  }

  dispose(): void {
    unsubscribe(channel, this.#onRequest);
  }

  readonly #onRequest = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const pieces: Buffer[] = [];
    this.#all.push({ url: request.url ?? '', headers: request.headers, pieces });
    // Whoever listened to its data would take it from the server.
    const push = request.push.bind(request);
    request.push = (piece: unknown, encoding) => {
      if (Buffer.isBuffer(piece)) pieces.push(piece);
      return push(piece, encoding);
    };
  };
}
