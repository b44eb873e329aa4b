import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Bucket } from '../../engine/references/bucket/bucket.ts';
import type { Uploader } from '../../engine/references/hosting.ts';
import { wayIds, type WayId } from '../../engine/references/way.ts';
import { isBaseUrl } from '../../shared/url.ts';
import { Setting } from '../contributions.ts';

/** What the settings say of how files travel. */
export interface HostingSettings {
  readonly ways: readonly WayId[];
  readonly rawUrls: Readonly<Record<string, string>>;
  readonly bucket?: Bucket;
  readonly uploader?: Uploader;
}

/** Longest life of a presigned link that S3 allows, and the setting's default; hours. */
const maxLinkHours = 168;
const linkHours = 24;

/** Reads them as they are now. A setting can hold anything: what is of another shape counts as not set. */
export function hostingSettings(): HostingSettings {
  const bucket = readBucket();
  const uploader = readUploader();
  return {
    ways: readWays(),
    rawUrls: read(Setting.rawUrls, z.record(z.string(), z.string()), {}),
    ...(bucket !== undefined && { bucket }),
    ...(uploader !== undefined && { uploader }),
  };
}

/** What is no way is left out, and what is no list switches all of them off: a slip must not open a way that somebody closed. */
function readWays(): readonly WayId[] {
  const isWay = (value: unknown): value is WayId => wayIds.some((id) => id === value);
  return [...new Set(read(Setting.hostingWays, z.array(z.unknown()), []).filter(isWay))];
}

/** Undefined until there are an address that a signature may go to, a name and an access key. */
function readBucket(): Bucket | undefined {
  const text = (setting: string, fallback = ''): string => read(setting, z.string(), fallback).trim();
  const endpoint = text(Setting.bucketEndpoint);
  const name = text(Setting.bucketName);
  const accessKeyId = text(Setting.bucketAccessKeyId);
  if (!isBaseUrl(endpoint) || name === '' || accessKeyId === '') return undefined;
  const publicUrl = withoutEnd(text(Setting.bucketPublicUrl));
  const hours = read(Setting.bucketLinkHours, z.number(), linkHours);
  return {
    endpoint: withoutEnd(endpoint),
    region: text(Setting.bucketRegion) || 'us-east-1',
    name,
    prefix: text(Setting.bucketPrefix, 'seedance').replace(/^\/+|\/+$/g, ''),
    style: read(Setting.bucketStyle, z.enum(['path', 'virtualHost']), 'path'),
    accessKeyId,
    linkSeconds: Math.round(Math.min(maxLinkHours, Math.max(1, hours)) * 3600),
    // Where it is no address that the service can be given, the links are signed, as without it.
    ...(isBaseUrl(publicUrl) && { publicUrl }),
  };
}

/** Without slashes at its end. */
function withoutEnd(url: string): string {
  return url.replace(/\/+$/, '');
}

function readUploader(): Uploader | undefined {
  const [program = '', ...words] = read(Setting.uploaderCommand, z.array(z.string()), []);
  if (program.trim() === '') return undefined;
  const seconds = read(Setting.uploaderSeconds, z.number(), 120);
  return { command: [program, ...words], seconds: Math.min(3600, Math.max(1, seconds)) };
}

function read<T>(name: string, schema: z.ZodMiniType<T>, fallback: T): T {
  return schema.safeParse(vscode.workspace.getConfiguration().get<unknown>(name)).data ?? fallback;
}
