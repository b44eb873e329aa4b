import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import type { ServiceKind } from '../jobs/job.ts';
import { SandboxStore, type SandboxStoreDeps } from './sandboxStore.ts';
import { typedUrl } from './typedUrl.ts';
import { UnresolvedReference, type Offer, type Way } from './way.ts';

/** The ways that are open for a service, in the order in which they are tried. */
export function waysFor(service: ServiceKind, deps: SandboxStoreDeps): readonly Way[] {
  // In the sandbox a file goes before the URL that was typed for it: from the file it can make a clip, and it fetches nothing.
  return service === 'sandbox' ? [new SandboxStore(deps), typedUrl] : [typedUrl];
}

/** What happens to the reference when Generate is pressed. */
export async function offerOf(reference: Reference, ways: readonly Way[]): Promise<Offer> {
  for (const way of ways) {
    const offer = await way.offer(reference);
    if (offer !== undefined) return offer;
  }
  return { way: 'needsUrl', text: l10n.t('needs a public URL') };
}

/** The reference's URL by the first way that is open. Rejects with `UnresolvedReference` where none is, or it failed. */
export async function resolveReference(
  reference: Reference,
  ways: readonly Way[],
  signal: AbortSignal,
): Promise<string> {
  for (const way of ways) {
    if ((await way.offer(reference)) !== undefined) return way.resolve(reference, signal);
  }
  throw new UnresolvedReference(reference.id, needsUrl(reference));
}

/** Says that a file is still without a URL, and what to do. */
export function needsUrl(reference: Reference): string {
  return l10n.t(
    '“{0}” is a local file, and the service fetches public https:// URLs only. Paste its URL.',
    reference.name,
  );
}
