import * as l10n from '@vscode/l10n';
import type { Bucket } from './bucket.ts';
import { BucketError, type BucketErrorOptions, type BucketFault, type BucketStep } from './bucketError.ts';
import type { BucketReply } from './bucketReply.ts';
import { number } from '../../amounts.ts';

/** What a bucket's codes mean. Sources: the error tables of AWS S3, Ceph's and MinIO's sources, R2's page. */
const faults: Readonly<Record<string, BucketFault>> = {
  SignatureDoesNotMatch: 'secret',
  InvalidToken: 'secret',
  InvalidTokenId: 'secret',
  ExpiredToken: 'secret',
  ExpiredTokenException: 'secret',
  TokenRefreshRequired: 'secret',
  InvalidAccessKeyId: 'accessKey',
  InvalidClientTokenId: 'accessKey',
  Unauthorized: 'accessKey',
  NotSignedUp: 'accessKey',
  AuthorizationHeaderMalformed: 'region',
  AuthorizationQueryParametersError: 'region',
  IllegalLocationConstraintException: 'region',
  InvalidRegion: 'region',
  InvalidRegionName: 'region',
  PermanentRedirect: 'region',
  TemporaryRedirect: 'region',
  NoSuchBucket: 'noBucket',
  InvalidBucketName: 'noBucket',
  RequestTimeTooSkewed: 'clock',
  RequestExpired: 'clock',
  ExpiredRequest: 'clock',
  AccessDenied: 'denied',
  XAmzContentSHA256Mismatch: 'changed',
  XAmzContentChecksumMismatch: 'changed',
  BadDigest: 'changed',
  IncompleteBody: 'changed',
  SlowDown: 'busy',
  ServiceUnavailable: 'busy',
  InternalError: 'busy',
  RequestTimeout: 'busy',
  OperationAborted: 'busy',
  TooManyRequests: 'busy',
};

const tokens = new Set([
  'InvalidToken',
  'InvalidTokenId',
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
]);

/** Codes for a bucket or an account that can hold no more. */
const full = new Set([
  'QuotaExceeded',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'StorageQuotaExceeded',
  'InsufficientStorage',
]);

/** Further off than this, no storage takes a signature, ms. */
const maxSkew = 15 * 60_000;

/** Why a reply is not what was asked for. `now` in ms since 1970. */
export function refusalOf(reply: BucketReply, bucket: Bucket, step: BucketStep, now: number): BucketError {
  const fault = faultOf(reply, now);
  const options: BucketErrorOptions = {
    passing: fault === 'busy',
    cause: new Error(`${reply.status} ${reply.code ?? ''}`.trim()),
  };
  return new BucketError(step, fault, sayingOf(fault, reply, bucket, step, now), options);
}

function faultOf({ status, code, region, time, empty }: BucketReply, now: number): BucketFault {
  const named = code === undefined ? undefined : faults[code];
  // Some refuse the signature of a wrong clock without saying that it is the clock.
  const skewed = time !== undefined && Math.abs(now - time) > maxSkew;
  if (skewed && (named === 'secret' || named === 'denied')) return 'clock';
  if (named !== undefined) return named;
  if (status >= 300 && status < 400) return region === undefined ? 'other' : 'region';
  if (status === 429 || (status >= 500 && status !== 501 && status !== 505 && status !== 507)) return 'busy';
  return status === 403 && empty ? 'denied' : 'other';
}

function sayingOf(fault: BucketFault, reply: BucketReply, bucket: Bucket, step: BucketStep, now: number): string {
  const { name, accessKeyId } = bucket;
  const { host } = new URL(bucket.endpoint);
  const { status, code = '', time } = reply;
  switch (fault) {
    case 'secret':
      return tokens.has(code)
        ? l10n.t('The session token has ended or is not right. Enter a new one, or none where the key needs none.')
        : l10n.t('The secret key is not the one of the access key {0}. Enter it again.', accessKeyId);
    case 'accessKey':
      return l10n.t(
        '{0} does not know the access key {1}. Check the key, and whether it is of this storage.',
        host,
        accessKeyId,
      );
    case 'region':
      return regionSaying(reply, bucket);
    case 'noBucket':
      return l10n.t('There is no bucket “{0}” at {1}. Check its name and the address.', name, host);
    case 'clock':
      return clockSaying(time === undefined ? 0 : now - time, host);
    case 'denied':
      return step === 'remove'
        ? l10n.t('The access key {0} may not delete from the bucket “{1}”. Give it that right.', accessKeyId, name)
        : l10n.t('The access key {0} may not put files into the bucket “{1}”. Give it that right.', accessKeyId, name);
    case 'changed':
      return fileChanged();
    case 'busy':
      return l10n.t('{0} is overloaded or in trouble ({1}). Try again in some minutes.', host, code || status);
    default:
      return otherSaying(reply, bucket, host);
  }
}

/** What was sent is not what the file held before. */
export function fileChanged(): string {
  return l10n.t('The file changed while it was uploaded. Try again when nothing writes to it any more.');
}

function regionSaying({ region }: BucketReply, bucket: Bucket): string {
  if (region === undefined || region === bucket.region)
    return l10n.t(
      'The bucket “{0}” is not in the region {1}, or not at this endpoint. Look up its region and set both.',
      bucket.name,
      bucket.region,
    );
  return l10n.t(
    'The bucket “{0}” is in the region {1}, not in {2}. Set the region to {1}, and the endpoint that belongs to it.',
    bucket.name,
    region,
    bucket.region,
  );
}

/** `skew` in ms: how far this machine's clock is ahead. */
function clockSaying(skew: number, host: string): string {
  const minutes = Math.round(Math.abs(skew) / 60_000);
  if (minutes === 0) return l10n.t("This machine's clock and that of {0} do not agree. Set the clock.", host);
  return skew > 0
    ? l10n.t("This machine's clock is {0} min ahead of that of {1}. Set the clock.", number(minutes), host)
    : l10n.t("This machine's clock is {0} min behind that of {1}. Set the clock.", number(minutes), host);
}

function otherSaying({ status, code, elsewhere }: BucketReply, { name }: Bucket, host: string): string {
  if (status >= 300 && status < 400)
    return l10n.t('{0} sends elsewhere ({1}). Set the address that has the bucket itself.', host, elsewhere ?? status);
  if (code === 'EntityTooLarge')
    return l10n.t('The bucket “{0}” takes no file of this size. Choose a smaller one.', name);
  if (status === 507 || full.has(code ?? '')) return l10n.t('The bucket “{0}” is full. Make room in it.', name);
  if (code === undefined)
    return l10n.t('{0} does not answer as an S3-compatible storage ({1}). Check the address.', host, status);
  return l10n.t('{0} refuses ({1}, {2}). Check the settings of the bucket “{3}”.', host, code, status, name);
}
