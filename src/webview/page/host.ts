/** A page's line to the extension that made it. */
export interface Host<Request, Event, Memory> {
  /** Sends one request. Replies come as events. */
  post(request: Request): void;
  /** Hands every event from now on to `listener`. */
  listen(listener: (event: Event) => void): void;
  /** What an earlier page of the same tab had remembered. */
  readonly memory: Memory | undefined;
  /** Keeps a little for the next page of the same tab: it survives hiding, reload and restart. */
  remember(memory: Memory): void;
}

/** Opens the line. To be called once: VS Code gives its API out a single time. */
export function connect<Request, Event, Memory>(): Host<Request, Event, Memory> {
  const api = acquireVsCodeApi<Memory>();
  return {
    post: (request) => api.postMessage(request),
    // Only the extension can reach this window: the policy of the page lets no other frame or script in.
    listen: (listener) => window.addEventListener('message', ({ data }: MessageEvent<Event>) => listener(data)),
    memory: api.getState() ?? undefined,
    remember: (memory) => void api.setState(memory),
  };
}
