import type { ServiceKind } from './jobs/job.ts';
import type { Network } from './api/transport.ts';
import type { RecordPlace } from './clips/recordPlace.ts';
import type { OpenFile } from './references/byteSource.ts';
import type { Hosting } from './references/hosting.ts';

/** Where a service answers now, and with which key it is asked. */
export interface Access {
  readonly baseUrl: string;
  /** Left out: none is set for this origin. */
  readonly key?: string;
}

/** What the engine asks of its surroundings. The editor answers with VS Code's means, tests with Node's. */
export interface Ports {
  readonly files: Files;
  readonly log: Log;
  /** The way to the service that a job belongs to. `baseUrl` is the job's own; the sandbox may meanwhile answer at another. */
  access(service: ServiceKind, baseUrl: string): Promise<Access>;
  /** Read at the first call and after `Engine.networkChanged`. */
  network(): Network;
  /** The second way out, for hosts that cannot be connected to by the first: VS Code's `fetch` knows ways that no setting says. */
  readonly fetch?: typeof globalThis.fetch;
  /** How local files may travel: read each time it is needed, as it is when Generate is pressed. */
  hosting(): Promise<Hosting>;
  /** Where a clip's record is kept: asked for each clip that is done. Left out: clips get none. */
  recordPlace?(): RecordPlace;
}

/** Files by URI, on whatever file system they are. */
export interface Files {
  /** Rejects where it cannot be read. */
  read(uri: string): Promise<Uint8Array>;
  /** Bytes, or undefined where there is no such file. */
  size(uri: string): Promise<number | undefined>;
  /** Opens a file for reading here and there; it must be closed. Rejects where it cannot be read. */
  open(uri: string): Promise<OpenFile>;
  /** Path on this machine's disk where the file is in truth, links followed; undefined where it is on no disk of this machine. */
  realPath(uri: string): Promise<string | undefined>;
  /** Copies a file of this machine to a URI that is not on its disk, whole or not at all; an existing one is kept, and the promise rejects with `code` `EEXIST` or `FileExists`. */
  copyTo(path: string, uri: string): Promise<void>;
}

/** Lines for the output channel. Whoever implements it takes secrets out; prompts and names of files are never given to it. */
export interface Log {
  /** What is only worth reading when something is searched for: each request. */
  debug(line: string): void;
  info(line: string): void;
  /** A failure that was met, with the error where there is one. */
  warn(line: string, error?: unknown): void;
}
