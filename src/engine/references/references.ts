import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import type { Transport } from '../api/transport.ts';
import type { Clock } from '../clock.ts';
import type { ServiceKind } from '../jobs/job.ts';
import type { Access, Ports } from '../ports.ts';
import { BucketWay } from './bucketWay.ts';
import type { ByteSource } from './byteSource.ts';
import { Contents, UnreadableFile } from './contents.ts';
import { GitWay } from './git/gitWay.ts';
import { ProvedUrls } from './git/provedUrls.ts';
import { GivenUrl } from './givenUrl.ts';
import type { Hosting } from './hosting.ts';
import { look, notLookedAt, type Look } from './look.ts';
import { SandboxStore } from './sandboxStore.ts';
import { unreadable } from './sayings.ts';
import { TypedUrl } from './typedUrl.ts';
import { UploaderWay } from './uploaderWay.ts';
import type { Uploads } from './uploads.ts';
import { resolveReference, routeOf } from './ways.ts';
import { UnresolvedReference, type Journey, type Way, type WayId } from './way.ts';

/** The service that a reference is for. */
export interface Where {
  readonly service: ServiceKind;
  readonly baseUrl: string;
}

export interface ReferencesDeps {
  readonly ports: Ports;
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly transport: () => Promise<Transport>;
}

/** The longest that is waited for a file to be read, ms. */
const hashingTime = 60_000;

/** From what somebody pointed at to what the service can fetch: how each reference would travel, what it is in truth, and its URL. */
export class References {
  readonly #deps: ReferencesDeps;
  readonly #contents: Contents;
  readonly #proved = new ProvedUrls();

  constructor(deps: ReferencesDeps) {
    this.#deps = deps;
    this.#contents = new Contents(deps.ports.files);
  }

  /** What is known of a reference before Generate. Uploads nothing. Rejects with the signal's reason only. */
  async look(reference: Reference, where: Where, signal: AbortSignal): Promise<Look> {
    const { files, log } = this.#deps.ports;
    try {
      const hosting = await this.#deps.ports.hosting();
      return await look(reference, {
        files,
        hosting,
        live: where.service === 'live',
        route: () => routeOf(reference, this.#ways(where, hosting), signal),
        probe: (url) => this.#probe(url, originOf(where), signal),
      });
    } catch (error) {
      signal.throwIfAborted();
      log.warn('a reference could not be looked at', error);
      return notLookedAt(reference, error);
    }
  }

  /** Takes back the URL that was once typed for the content of this file. */
  async forgetTypedUrl(reference: Reference, where: Where): Promise<void> {
    await this.#typed(originOf(where)).forget(reference, AbortSignal.timeout(hashingTime));
  }

  /** The reference's URL. Rejects with `UnresolvedReference`, `ApiError`, or the signal's reason. */
  async resolve(reference: Reference, where: Where, journey: Journey): Promise<string> {
    const ways = this.#ways(where, await this.#deps.ports.hosting());
    try {
      await this.#assertSeen(reference, journey);
      const url = await resolveReference(reference, ways, journey);
      // It may have changed while it was read.
      await this.#assertSeen(reference, journey);
      return url;
    } catch (error) {
      throw error instanceof UnreadableFile ? unreadable(reference, error) : error;
    }
  }

  /** SHA-256 of a reference's file, hex; undefined where it is none, or cannot be read. Rejects with the signal's reason only. */
  async hashOf({ source }: Pick<Reference, 'source'>, signal: AbortSignal): Promise<string | undefined> {
    if (source.type !== 'file') return undefined;
    try {
      return (await this.#contents.of(source.uri, signal)).hash;
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  }

  /** Throws `UnresolvedReference` where the file is not what was looked at: nobody has checked, or seen, what it is now. */
  async #assertSeen(reference: Reference, { seen }: Journey): Promise<void> {
    const { id, name, source } = reference;
    if (seen === undefined || source.type !== 'file') return;
    if ((await this.#contents.versionOf(source.uri)) !== seen)
      throw new UnresolvedReference(
        id,
        l10n.t('“{0}” has changed since Generate was pressed. Look at it once more.', name),
      );
  }

  #ways(where: Where, hosting: Hosting): readonly Way[] {
    const { ports, clock, uploads, transport } = this.#deps;
    const { files, log } = ports;
    const contents = this.#contents;
    if (where.service === 'sandbox') {
      // A file goes before the URL that was typed for it: from the file it can make a clip, and it fetches nothing.
      const access = (): Promise<Access> => ports.access(where.service, where.baseUrl);
      return [new SandboxStore({ files, transport, access }), new GivenUrl()];
    }
    const origin = originOf(where);
    const probe = (url: string, signal: AbortSignal): Promise<ByteSource> => this.#probe(url, origin, signal);
    const typed = this.#typed(origin);
    const shared = { files, contents, uploads, hosting, clock, origin, probe };
    const ways: Readonly<Record<WayId, () => Way>> = {
      git: () => new GitWay({ files, hosting, transport, origin, log, proved: this.#proved }),
      bucket: () =>
        new BucketWay({
          ...shared,
          client: async ({ bucket, secret }) => {
            const { BucketClient } = await import('./bucket/bucketClient.ts');
            return new BucketClient(bucket, secret, await transport());
          },
        }),
      uploader: () => new UploaderWay(shared),
      typedUrl: () => typed,
    };
    const typing = hosting.ways.includes('typedUrl');
    const given = new GivenUrl(typing ? (reference, url) => typed.remember(reference, url) : undefined);
    return [given, ...hosting.ways.map((id) => ways[id]())];
  }

  #typed(origin: string): TypedUrl {
    const { uploads } = this.#deps;
    return new TypedUrl({
      contents: this.#contents,
      uploads,
      probe: (url, signal) => this.#probe(url, origin, signal),
    });
  }

  async #probe(url: string, origin: string, signal: AbortSignal): Promise<ByteSource> {
    const { probe } = await import('./probe.ts');
    return probe(url, { transport: await this.#deps.transport(), origin, signal });
  }
}

function originOf({ baseUrl }: Where): string {
  return new URL(baseUrl).origin;
}
