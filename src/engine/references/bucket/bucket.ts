/** An S3-compatible bucket of the user's. */
export interface Bucket {
  /** Origin of the API, `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  readonly name: string;
  /** Folder in the bucket for what we put there, without slashes at its ends; empty for none. */
  readonly prefix: string;
  /** Where the bucket's name stands: in the path, or before the host. */
  readonly style: 'path' | 'virtualHost';
  readonly accessKeyId: string;
  /** Under this URL everybody can read the bucket's objects by key. Left out: links are presigned. */
  readonly publicUrl?: string;
  /** How long a presigned link lives, s. */
  readonly linkSeconds: number;
}

/**
 * What proves that somebody may write to a bucket. The key never leaves this machine: requests carry signatures made with it. A
 * session token is part of a signed link, as S3 wants it.
 */
export interface BucketSecret {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
