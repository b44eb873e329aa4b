import * as vscode from 'vscode';
import type { Bucket, BucketSecret } from '../../engine/references/bucket/bucket.ts';
import { UserError } from '../commands.ts';
import { writeBucket } from './bucketSettings.ts';
import { isSameOwner, type BucketSecrets } from './bucketSecrets.ts';

/**
 * Keeps a bucket: first its secret, which may be refused and does nothing alone, then the settings, last what the bucket before left
 * behind. Rejects with `UserError` that says what is in force then.
 */
export async function saveBucket(
  bucket: Bucket,
  secret: BucketSecret,
  secrets: BucketSecrets,
  before: Bucket | undefined,
): Promise<void> {
  await secrets.store(bucket, secret).catch((cause: unknown) => {
    throw new UserError(
      vscode.l10n.t('Nothing was saved: the secret storage of VS Code did not take the secret key ({0}).', said(cause)),
      { cause },
    );
  });
  await writeBucket(bucket).catch(notWritten);
  if (before !== undefined && !isSameOwner(before, bucket)) await secrets.delete(before);
}

/** Forgets a bucket and its secret. What was uploaded stays where it is. */
export async function forgetBucket(bucket: Bucket, secrets: BucketSecrets): Promise<void> {
  await writeBucket(undefined).catch(notWritten);
  await secrets.delete(bucket);
}

function notWritten(cause: unknown): never {
  throw new UserError(
    vscode.l10n.t(
      'The settings could not be written ({0}). Until they are, nothing is uploaded to a bucket. Run “Seedance: Set Up Media Hosting…” again.',
      said(cause),
    ),
    { cause },
  );
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
