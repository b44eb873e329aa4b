import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { isReferenceable } from '../../shared/url.ts';
import { harmless } from '../downloads/fileName.ts';
import type { Files } from '../ports.ts';
import type { ByteSource } from './byteSource.ts';
import type { Contents } from './contents.ts';
import type { Hosting, Uploader } from './hosting.ts';
import { agreeFirst, stillThere } from './reuse.ts';
import { bytesText, hostOf, unreadable } from './sayings.ts';
import type { UrlOrigin, Uploads } from './uploads.ts';
import { UnresolvedReference, type Closed, type Journey, type Offer, type Way } from './way.ts';

export interface UploaderDeps {
  readonly files: Files;
  readonly contents: Contents;
  readonly uploads: Uploads;
  readonly hosting: Hosting;
  readonly language: string;
  /** Origin of the service that is to fetch the URL. */
  readonly origin: string;
  /** Fetches the beginning of a URL as a stranger. Rejects where it cannot be fetched, with a sentence for the user. */
  readonly probe: (url: string, signal: AbortSignal) => Promise<ByteSource>;
}

/** What a program may print at most, bytes: it is to print a URL. */
const maxOutput = 64 * 1024;

/** A program of the user's uploads the file and prints its URL. */
export class UploaderWay implements Way {
  readonly #deps: UploaderDeps;

  constructor(deps: UploaderDeps) {
    this.#deps = deps;
  }

  async offer({ name, source }: Reference, signal: AbortSignal): Promise<Offer | Closed | undefined> {
    const { contents, uploads, hosting, language } = this.#deps;
    if (source.type !== 'file') return undefined;
    if (hosting.uploader === undefined) return { way: 'closed', why: l10n.t('No upload program is set.') };
    if (!hosting.trusted)
      return { way: 'closed', why: l10n.t('This workspace is not trusted, so no program is run for its files.') };
    const content = await contents.of(source.uri, signal);
    const known = uploads.url(content.hash, originOf(hosting.uploader));
    if (known !== undefined)
      return { way: 'ready', text: l10n.t('hosted on {0}', hostOf(known)), detail: known, url: known };
    const program = basename(hosting.uploader.command[0]);
    const size = bytesText(content.size, language);
    return {
      way: 'upload',
      text: l10n.t('will be uploaded, {0} → {1}', size, program),
      detail: hosting.uploader.command.join(' '),
      consent: {
        destination: originOf(hosting.uploader),
        place: program,
        always: l10n.t('Always for This Program'),
        text: l10n.t(
          '“{0}” ({1}) is handed to your program “{2}”, which puts it where it can be fetched. Who can read it there, and for how long, is up to that program.',
          ...[name, size, hosting.uploader.command.join(' ')],
        ),
      },
    };
  }

  async resolve(reference: Reference, journey: Journey): Promise<string> {
    const { contents, uploads, hosting, probe } = this.#deps;
    const { id, name, source } = reference;
    const { uploader } = hosting;
    if (source.type !== 'file' || uploader === undefined)
      throw new UnresolvedReference(id, l10n.t('“{0}” has no URL.', name));
    const origin = originOf(uploader);
    const { hash } = await contents.of(source.uri, journey.signal);
    const known = uploads.url(hash, origin);
    if (known !== undefined) {
      if (await stillThere(probe(known, journey.signal))) return known;
      uploads.forgetUrl(hash, origin);
    }
    if (!journey.consented.has(origin)) throw agreeFirst(reference);
    const url = await this.#upload(reference, source.uri, uploader, journey.signal);
    await probe(url, journey.signal).catch((cause: unknown) => {
      journey.signal.throwIfAborted();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UnresolvedReference(
        id,
        l10n.t('The URL that your program printed for “{0}” does not work: {1}', name, why),
      );
    });
    uploads.putUrl(hash, origin, url);
    return url;
  }

  async #upload(reference: Reference, uri: string, uploader: Uploader, signal: AbortSignal): Promise<string> {
    const { id, name } = reference;
    const onDisk = await this.#onDisk(reference, uri);
    try {
      const printed = await run(uploader, onDisk.path, signal);
      const url = printed.trim().split(/\s+/).at(-1) ?? '';
      if (isReferenceable(url, this.#deps.origin)) return url;
      throw new Error(l10n.t('it printed no public https:// URL as its last word'));
    } catch (cause) {
      signal.throwIfAborted();
      const why = cause instanceof Error ? cause.message : String(cause);
      const program = basename(uploader.command[0]);
      const message = l10n.t('Your program “{0}” did not upload “{1}”: {2}.', program, name, why);
      throw new UnresolvedReference(id, message, { cause });
    } finally {
      await onDisk.release();
    }
  }

  /** A path that a program can open: the file's own, or a copy's where it is on no disk. */
  async #onDisk(reference: Reference, uri: string): Promise<{ path: string; release: () => Promise<void> }> {
    const { files } = this.#deps;
    const path = await files.realPath(uri);
    if (path !== undefined) return { path, release: () => Promise.resolve() };
    const bytes = await files.read(uri).catch((cause: unknown) => {
      throw unreadable(reference, cause);
    });
    const folder = await mkdtemp(join(tmpdir(), 'seedance-'));
    const copy = join(folder, harmless(reference.name));
    await writeFile(copy, bytes);
    return { path: copy, release: () => rm(folder, { recursive: true, force: true }) };
  }
}

function originOf({ command }: Uploader): UrlOrigin {
  return `program ${JSON.stringify(command)}`;
}

/** What the program prints. Rejects with what it said where it failed, with the signal's reason, or that its time is over. */
function run({ command, seconds }: Uploader, path: string, signal: AbortSignal): Promise<string> {
  const [program, ...words] = command;
  const args = words.map((word) => word.replaceAll('{file}', path));
  const options = {
    cwd: homedir(),
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: maxOutput,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.killed === true) reject(new Error(l10n.t('it took longer than {0} seconds', seconds)));
      else reject(new Error(lastLine(stderr) ?? error.message.split('\n')[0] ?? '', { cause: error }));
    });
  });
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.slice(0, 300) || undefined;
}
