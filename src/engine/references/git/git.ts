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

/** What git says of a file. The editor answers with VS Code's own git, tests with the command. */
export interface Git {
  /**
   * The versions of a file that remotes are known to have, the most promising first. Asks nothing of the network. Where there is
   * none, the reason in the user's language: no repository, not tracked, no remote, not pushed.
   */
  remoteVersions(uri: string): Promise<{ readonly versions: readonly RemoteVersion[] } | { readonly why: string }>;
}
