/** Where git knows a file to be outside this machine: at this path of a commit that a remote has. */
export interface RemoteVersion {
  /** The remote's URL as it is configured: https, ssh or `git@host:path`. */
  readonly remote: string;
  /** Full id of the commit. */
  readonly commit: string;
  /** Path from the repository's root, with `/`. */
  readonly path: string;
  /** Id of the blob that the commit has there: a hash of its bytes. */
  readonly blob: string;
}

/** What remotes are known to have of a file. */
export interface RemoteVersions {
  /** At least one, the most promising first. */
  readonly versions: readonly RemoteVersion[];
  /** Git LFS keeps the file's bytes elsewhere; the versions are mere pointers, unless somebody committed the file past it. */
  readonly lfs: boolean;
}

/** What git says of a file. */
export interface Git {
  /**
   * The versions of a file that remotes are known to have. Asks nothing of the network. Where there is none, the reason in the
   * user's language: no repository, not tracked, no remote, not pushed. Never rejects.
   */
  remoteVersions(uri: string): Promise<RemoteVersions | { readonly why: string }>;
}
