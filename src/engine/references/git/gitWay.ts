import * as l10n from '@vscode/l10n';
import type { Reference } from '../../../shared/draft.ts';
import { isReferenceable } from '../../../shared/url.ts';
import type { Transport } from '../../api/transport.ts';
import type { Files, Log } from '../../ports.ts';
import type { OpenFile } from '../byteSource.ts';
import type { Hosting } from '../hosting.ts';
import { probe } from '../probe.ts';
import { Unfetchable } from '../unfetchable.ts';
import { UnresolvedReference, type Closed, type Journey, type Offer, type Way } from '../way.ts';
import { blobId } from './blobId.ts';
import type { RemoteVersion } from './git.ts';
import type { Finding, ProvedUrls } from './provedUrls.ts';
import { rawUrl, type RawUrl } from './rawUrl.ts';

export interface GitWayDeps {
  readonly files: Files;
  readonly hosting: Hosting;
  readonly transport: () => Promise<Transport>;
  /** Origin of the service that is to fetch the file. */
  readonly origin: string;
  readonly log: Log;
  readonly proved: ProvedUrls;
}

/** The bytes that are held against the file's own, from its beginning: its magic bytes, and more than any error page repeats. */
const compared = 4096;

/** So many commits of a remote are tried: a branch may be gone from there, but what one refuses the third refuses too. */
const triesPerRemote = 2;
const maxTries = 6;

/** The file is public already: a commit of a public git repository has exactly these bytes. Nothing is uploaded. */
export class GitWay implements Way {
  readonly #deps: GitWayDeps;

  constructor(deps: GitWayDeps) {
    this.#deps = deps;
  }

  /** Rejects with the file system's error where the file cannot be read. */
  async offer({ source }: Reference, signal: AbortSignal): Promise<Offer | Closed | undefined> {
    if (source.type !== 'file') return undefined;
    const found = await this.#find(source.uri, signal);
    if (typeof found !== 'string') return found;
    return { way: 'ready', text: l10n.t('public already ({0})', new URL(found).host), detail: found, url: found };
  }

  /** The file is hashed anew, so one that changed since the offer is found out. */
  async resolve({ id, name, source }: Reference, { signal }: Pick<Journey, 'signal'>): Promise<string> {
    if (source.type !== 'file') throw new UnresolvedReference(id, l10n.t('“{0}” is no file.', name));
    const found = await this.#find(source.uri, signal);
    if (typeof found === 'string') return found;
    throw new UnresolvedReference(id, l10n.t('“{0}” is not public any more. {1}', name, found.why));
  }

  async #find(uri: string, signal: AbortSignal): Promise<string | Closed> {
    const { files, hosting } = this.#deps;
    if (hosting.git === undefined)
      return closed(
        hosting.trusted
          ? l10n.t('Git is off or missing in this window.')
          : l10n.t('This workspace is not trusted, so git is off.'),
      );
    const known = await hosting.git.remoteVersions(uri);
    signal.throwIfAborted();
    if ('why' in known) return closed(known.why);
    const file = await files.open(uri);
    try {
      const id = await blobId(file, known.versions[0]?.blob ?? '', signal);
      const same = known.versions.filter(({ blob }) => blob === id);
      if (same.length > 0) return await this.#firstFetchable(same, file, signal);
    } finally {
      await file.close();
    }
    if (known.lfs) return closed(l10n.t('Git LFS keeps the file, so the git repository has only a pointer to it.'));
    return closed(l10n.t('The file is not as it was last pushed with git. Commit and push it.'));
  }

  /** The first of these versions that everybody can fetch, or why the most promising one cannot be. */
  async #firstFetchable(
    versions: readonly RemoteVersion[],
    file: OpenFile,
    signal: AbortSignal,
  ): Promise<string | Closed> {
    const { hosting, origin, proved } = this.#deps;
    const reasons: string[] = [];
    for (const version of fewOf(versions)) {
      const raw = rawUrl(version, hosting.rawUrls);
      if (raw === undefined || !isReferenceable(raw.url, origin)) {
        reasons.push(l10n.t('The git remote is on no host that the service can fetch files from.'));
        continue;
      }
      let finding = proved.get(raw.url, version.blob);
      if (finding === undefined) {
        finding = await this.#look(raw, file, signal);
        proved.set(raw.url, version.blob, finding);
      }
      if (finding.why === undefined) return raw.url;
      reasons.push(finding.why);
    }
    return closed(reasons[0] ?? '');
  }

  async #look(raw: RawUrl, file: OpenFile, signal: AbortSignal): Promise<Finding> {
    const { transport, origin, log } = this.#deps;
    const { host } = new URL(raw.url);
    try {
      const theirs = await probe(raw.url, { transport: await transport(), origin, signal, beginning: compared });
      const isSize = theirs.size === undefined || theirs.size === file.size;
      const [start, own] = await Promise.all([theirs.read(0, compared), file.read(0, compared)]);
      if (isSize && Buffer.compare(start, own) === 0) return {};
      return { why: l10n.t('{0} serves something else than the file that git has.', host) };
    } catch (error) {
      if (!(error instanceof Unfetchable)) throw error;
      log.info(`git: ${host} does not show a file to everybody: ${error.kind} ${error.status ?? ''}`.trimEnd());
      return { why: whyNot(error, raw, host) };
    }
  }
}

function closed(why: string): Closed {
  return { way: 'closed', why };
}

/** Some of the versions, in their order. */
function fewOf(versions: readonly RemoteVersion[]): readonly RemoteVersion[] {
  const tries = new Map<string, number>();
  return versions
    .filter(({ remote }) => {
      const count = (tries.get(remote) ?? 0) + 1;
      tries.set(remote, count);
      return count <= triesPerRemote;
    })
    .slice(0, maxTries);
}

function whyNot({ kind, status, message }: Unfetchable, { guessed }: RawUrl, host: string): string {
  if (kind !== 'forbidden' && kind !== 'missing' && kind !== 'page') return l10n.t('Git: {0}', message);
  const answer = status === undefined ? l10n.t('a web page') : String(status);
  if (!guessed) return l10n.t('The git repository is not public: {0} answers {1}.', host, answer);
  return l10n.t(
    'The git repository is not public, or its files are elsewhere than at a GitLab: {0} answers {1}. The setting “{2}” says where.',
    ...[host, answer, 'seedance.hosting.rawUrls'],
  );
}
