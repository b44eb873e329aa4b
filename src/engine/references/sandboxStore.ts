import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import type { Reference } from '../../shared/draft.ts';
import { isFetchable } from '../../shared/url.ts';
import type { Transport } from '../api/transport.ts';
import type { Access, Files } from '../ports.ts';
import { unreadable } from './sayings.ts';
import { UnresolvedReference, type Journey, type Offer, type Way } from './way.ts';

export interface SandboxStoreDeps {
  readonly files: Files;
  readonly transport: () => Promise<Transport>;
  readonly access: () => Promise<Access>;
}

const storedSchema = z.looseObject({ success: z.literal(true), url: z.string() });

/** The sandbox keeps files itself: nothing leaves this machine. */
export class SandboxStore implements Way {
  readonly #deps: SandboxStoreDeps;

  constructor(deps: SandboxStoreDeps) {
    this.#deps = deps;
  }

  offer(reference: Reference): Promise<Offer | undefined> {
    const isFile = reference.source.type === 'file';
    return Promise.resolve(isFile ? { way: 'local', text: l10n.t('stays on this machine') } : undefined);
  }

  async resolve(reference: Reference, { signal }: Journey): Promise<string> {
    const { files, transport, access } = this.#deps;
    if (reference.source.type !== 'file')
      throw new UnresolvedReference(reference.id, l10n.t('“{0}” is no file.', reference.name));
    const bytes = await files.read(reference.source.uri).catch((cause: unknown) => {
      throw unreadable(reference, cause);
    });
    const { baseUrl, key } = await access();
    const { exchangeBytes } = await import('../api/exchange.ts');
    const url = new URL(`/sandbox/media/${encodeURIComponent(reference.name.toWellFormed())}`, baseUrl);
    const way = await transport();
    const call = { url, key: key ?? '', bytes, signal, replyLimit: way.limits.reply };
    const reply = await exchangeBytes(way.pooled(baseUrl, 'service'), call);
    const stored = storedSchema.safeParse(reply.json);
    if (stored.success && isFetchable(stored.data.url, url.origin)) return stored.data.url;
    throw new UnresolvedReference(
      reference.id,
      l10n.t('The sandbox did not take “{0}” ({1}).', reference.name, reply.status),
    );
  }
}
