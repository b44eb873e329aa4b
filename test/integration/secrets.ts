import { EventEmitter, type SecretStorage, type SecretStorageChangeEvent } from 'vscode';

/** VS Code's secret storage as its interface says, in memory. */
export class Secrets implements SecretStorage {
  readonly #values = new Map<string, string>();
  readonly #changeEmitter = new EventEmitter<SecretStorageChangeEvent>();
  readonly onDidChange = this.#changeEmitter.event;

  keys(): Promise<string[]> {
    return Promise.resolve([...this.#values.keys()]);
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
    this.#changeEmitter.fire({ key });
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.#values.delete(key);
    this.#changeEmitter.fire({ key });
    return Promise.resolve();
  }
}
