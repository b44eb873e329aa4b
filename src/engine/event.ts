/** A listener is ended by disposing what `Event` returned. The shape is VS Code's, so the editor can pass events on as they are. */
export interface Disposable {
  dispose(): void;
}

/** Calls `listener` at each firing until disposed. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Fires events. One listener that throws does not keep the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
