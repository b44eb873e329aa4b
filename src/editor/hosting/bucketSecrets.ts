import type * as vscode from 'vscode';
import type { SafeLog } from '../log.ts';
import type { Bucket, BucketSecret } from '../../engine/references/bucket/bucket.ts';

/** Whose secret: a key id means nothing without the service that gave it out. */
export type SecretOwner = Pick<Bucket, 'endpoint' | 'accessKeyId'>;

/** Secret keys of buckets, in VS Code's secret storage only, each bound to the endpoint and the access key id it was entered for. */
export class BucketSecrets {
  readonly #secrets: vscode.SecretStorage;
  readonly #log: Pick<SafeLog, 'conceal'>;

  /** Fires when a secret was stored or deleted, in any window; now and then without a change. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArg, disposables) =>
    this.#secrets.onDidChange(
      ({ key }) => {
        if (key.startsWith(prefix)) listener.call(thisArg);
      },
      undefined,
      disposables,
    );

  constructor(secrets: vscode.SecretStorage, log: Pick<SafeLog, 'conceal'>) {
    this.#secrets = secrets;
    this.#log = log;
  }

  /** The secret, or undefined where none was entered on this machine. Rejects where the system's keyring cannot be read. */
  async get(owner: SecretOwner): Promise<BucketSecret | undefined> {
    const stored = await this.#secrets.get(keyOf(owner));
    if (stored === undefined) return undefined;
    // Loaded here, so that whoever only listens at start-up does not read it.
    const { readBucketSecret } = await import('./bucketSecretText.ts');
    const secret = readBucketSecret(stored);
    if (secret !== undefined) this.conceal(owner, secret);
    return secret;
  }

  /** What somebody has just entered must not be in the log, stored or not. */
  conceal({ accessKeyId }: SecretOwner, { secretAccessKey, sessionToken }: BucketSecret): void {
    for (const each of [accessKeyId, secretAccessKey, sessionToken]) if (each !== undefined) this.#log.conceal(each);
  }

  /** Rejects where the system's keyring does not take it. */
  async store(owner: SecretOwner, secret: BucketSecret): Promise<void> {
    this.conceal(owner, secret);
    await this.#secrets.store(keyOf(owner), JSON.stringify(secret));
  }

  async delete(owner: SecretOwner): Promise<void> {
    await this.#secrets.delete(keyOf(owner));
  }
}

const prefix = 'bucket:';

/** True where both buckets are written to with the same key. */
export function isSameOwner(one: SecretOwner, other: SecretOwner): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ endpoint, accessKeyId }: SecretOwner): string {
  return `${prefix}${new URL(endpoint).origin} ${accessKeyId}`;
}
