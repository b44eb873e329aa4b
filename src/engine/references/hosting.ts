import type { Bucket, BucketSecret } from './bucket/bucket.ts';
import type { Git } from './git/git.ts';
import type { WayId } from './way.ts';

/** A program of the user's that uploads a file and prints its URL. */
export interface Uploader {
  /** Program and arguments; `{file}` stands for the file's path. No shell. */
  readonly command: readonly [string, ...string[]];
  /** Time limit, s. */
  readonly seconds: number;
}

/** How the user lets files travel: what the settings say now. */
export interface Hosting {
  /** The ways that are switched on, in their order. */
  readonly ways: readonly WayId[];
  /** False in a workspace that is not trusted: local files stay where they are. */
  readonly trusted: boolean;
  /** Paths of the workspace's folders on this machine's disk: as they are named, and as they are in truth. */
  readonly folders: readonly string[];
  /** Undefined where VS Code's git is off or missing. */
  readonly git?: Git;
  /** URL templates by git host: `{path}`, `{commit}`, `{repository}` stand for their parts. */
  readonly rawUrls: Readonly<Record<string, string>>;
  /** `secret` is missing until it was entered on this machine. */
  readonly bucket?: { readonly bucket: Bucket; readonly secret?: BucketSecret };
  readonly uploader?: Uploader;
}
