import type { Files } from '../ports.ts';
import type { ByteSource } from './byteSource.ts';
import type { Contents } from './contents.ts';
import type { Hosting } from './hosting.ts';
import type { Uploads } from './uploads.ts';

/** Fetches the beginning of a URL as a stranger would. Rejects with `Unfetchable`, or with the signal's reason. */
export type Probe = (url: string, signal: AbortSignal) => Promise<ByteSource>;

/** What a way needs that uploads files. */
export interface UploadingDeps {
  readonly files: Files;
  readonly contents: Contents;
  readonly uploads: Uploads;
  readonly hosting: Hosting;
  /** Origin of the service that is to fetch what was uploaded. */
  readonly origin: string;
  readonly probe: Probe;
}
