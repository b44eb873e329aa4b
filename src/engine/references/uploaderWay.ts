import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { isReferenceable } from '../../shared/url.ts';
import { bytesText } from '../amounts.ts';
import { harmless } from '../downloads/fileName.ts';
import type { Uploader } from './hosting.ts';
import { assertConsented, stillThere } from './reuse.ts';
import { runProgram } from './runProgram.ts';
import { hostOf, unreadable } from './sayings.ts';
import type { UploadingDeps } from './uploading.ts';
import type { UrlOrigin } from './uploads.ts';
import { UnresolvedReference, type Closed, type Consent, type Journey, type Offer, type Way } from './way.ts';

/** A program of the user's uploads the file and prints its URL. */
export class UploaderWay implements Way {
  readonly #deps: UploadingDeps;

  constructor(deps: UploadingDeps) {
    this.#deps = deps;
  }

  async offer({ name, source }: Reference, signal: AbortSignal): Promise<Offer | Closed | undefined> {
    if (source.type !== 'file') return undefined;
    const { contents, uploads } = this.#deps;
    const uploader = this.#open();
    if ('way' in uploader) return uploader;
    const { hash, size } = await contents.of(source.uri, signal);
    const known = uploads.url(hash, originOf(uploader));
    if (known !== undefined)
      return { way: 'ready', text: l10n.t('hosted on {0}', hostOf(known)), detail: hostOf(known) };
    const consent = consentTo(uploader, name, hash, bytesText(size));
    const text = l10n.t('will be uploaded, {0} → {1}', bytesText(size), programOf(uploader));
    return { way: 'upload', text, detail: consent.readers, consent };
  }

  async resolve(reference: Reference, journey: Journey): Promise<string> {
    const { contents, uploads } = this.#deps;
    const { id, name, source } = reference;
    const uploader = this.#open();
    if ('way' in uploader) throw new UnresolvedReference(id, uploader.why);
    if (source.type !== 'file') throw new UnresolvedReference(id, l10n.t('“{0}” is no file.', name));
    const { hash, size } = await contents.of(source.uri, journey.signal);
    const known = await this.#reuse(reference, hash, uploader, journey.signal);
    if (known !== undefined) return known;
    assertConsented(reference, consentTo(uploader, name, hash, bytesText(size)), journey);
    const url = await this.#upload(reference, source.uri, uploader, journey.signal);
    // The program has read the file after us: only if it still is what it was does the URL stand for this content.
    if ((await contents.of(source.uri, journey.signal)).hash !== hash)
      throw new UnresolvedReference(
        id,
        l10n.t('“{0}” was changed while it was uploaded. Press Generate once more.', name),
      );
    await this.#look(reference, url, journey.signal);
    uploads.putUrl(hash, originOf(uploader), url);
    return url;
  }

  /** The URL that was printed for this content before; undefined where it does not work any more. */
  async #reuse(
    reference: Reference,
    hash: string,
    uploader: Uploader,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { uploads, probe } = this.#deps;
    const known = uploads.url(hash, originOf(uploader));
    if (known === undefined) return undefined;
    try {
      if (await stillThere(probe(known, signal), ['missing', 'forbidden', 'page'])) return known;
    } catch (cause) {
      signal.throwIfAborted();
      throw unfetchable(reference, cause);
    }
    uploads.forgetUrl(hash, originOf(uploader));
    return undefined;
  }

  async #look(reference: Reference, url: string, signal: AbortSignal): Promise<void> {
    await this.#deps.probe(url, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw unfetchable(reference, cause);
    });
  }

  #open(): Uploader | Closed {
    const { uploader, trusted } = this.#deps.hosting;
    const closed = (why: string): Closed => ({ way: 'closed', why });
    if (uploader === undefined) return closed(l10n.t('No upload program is set.'));
    if (!trusted) return closed(l10n.t('This workspace is not trusted, so no program is run for its files.'));
    if (!uploader.command.some((word) => word.includes('{file}')))
      return closed(l10n.t('The command of your upload program has no “{file}”, which stands for the file.'));
    return uploader;
  }

  async #upload(reference: Reference, uri: string, uploader: Uploader, signal: AbortSignal): Promise<string> {
    const { id, name } = reference;
    const onDisk = await this.#onDisk(reference, uri);
    try {
      const [program, ...words] = uploader.command;
      const args = words.map((word) => word.replaceAll('{file}', () => onDisk.path));
      const printed = await runProgram(program, args, { seconds: uploader.seconds, signal });
      const url = printed.trim().split(/\s+/).at(-1) ?? '';
      if (isReferenceable(url, this.#deps.origin)) return url;
      throw new Error(
        l10n.t('the last thing it prints must be a public https:// URL, and it was “{0}”', readable(url)),
      );
    } catch (cause) {
      signal.throwIfAborted();
      const why = cause instanceof Error ? cause.message : String(cause);
      const message = l10n.t('Your program “{0}” did not upload “{1}”: {2}.', programOf(uploader), name, why);
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

function consentTo(uploader: Uploader, name: string, hash: string, size: string): Consent {
  const program = programOf(uploader);
  return {
    destination: originOf(uploader),
    once: `${originOf(uploader)} ${hash}`,
    place: program,
    always: l10n.t('Always for This Program'),
    file: l10n.t('“{0}” ({1})', name, size),
    readers: l10n.t(
      'It is handed to “{0}”, which puts it where it can be fetched. Who can read it there, and for how long, is up to that program.',
      uploader.command.join(' '),
    ),
  };
}

function unfetchable({ id, name }: Reference, cause: unknown): UnresolvedReference {
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = l10n.t('The URL that your program printed for “{0}” does not work: {1}', name, why);
  return new UnresolvedReference(id, message, { cause });
}

/** Its command line may hold a token: what is kept and shown does not. */
function originOf({ command }: Uploader): UrlOrigin {
  return `program ${createHash('sha256').update(JSON.stringify(command)).digest('hex')}`;
}

/** What a program printed, fit to be quoted. */
function readable(text: string): string {
  return text.replaceAll(/\p{C}/gu, ' ').slice(0, 80);
}

function programOf({ command }: Uploader): string {
  return basename(command[0]);
}
