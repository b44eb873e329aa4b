import * as vscode from 'vscode';
import type { Bucket } from '../../engine/references/bucket/bucket.ts';
import { Setting } from '../contributions.ts';

/**
 * Writes a bucket into the user's settings; undefined takes it out of them. The endpoint goes first and comes last: without it there
 * is no bucket, so no change of the settings on the way, and no failure, leaves one that is half old and half new. Rejects where
 * VS Code cannot write them.
 */
export async function writeBucket(bucket: Bucket | undefined): Promise<void> {
  await write(Setting.bucketEndpoint, undefined);
  await write(Setting.bucketRegion, bucket?.region);
  await write(Setting.bucketName, bucket?.name);
  await write(Setting.bucketPrefix, bucket?.prefix);
  await write(Setting.bucketStyle, bucket?.style);
  await write(Setting.bucketAccessKeyId, bucket?.accessKeyId);
  await write(Setting.bucketLinkHours, bucket && bucket.linkSeconds / 3600);
  await write(Setting.bucketPublicUrl, bucket?.publicUrl);
  await write(Setting.bucketEndpoint, bucket?.endpoint);
}

/** What is the default needs no line in the user's file. */
async function write(name: string, value: string | number | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const found = configuration.inspect<unknown>(name);
  const wanted = value === found?.defaultValue ? undefined : value;
  if (found?.globalValue !== wanted) await configuration.update(name, wanted, vscode.ConfigurationTarget.Global);
}
