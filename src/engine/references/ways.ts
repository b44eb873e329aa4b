import * as l10n from '@vscode/l10n';
import type { Reference } from '../../shared/draft.ts';
import { UnresolvedReference, type Journey, type Offer, type Way } from './way.ts';

/** What happens to a reference on Generate: by the first way that is open, or why none is. */
export type Route = { readonly offer: Offer; readonly way: Way } | { readonly closed: readonly string[] };

/** The first of the ways that is open to the reference. Rejects with the file system's error where the file cannot be read. */
export async function routeOf(reference: Reference, ways: readonly Way[], signal: AbortSignal): Promise<Route> {
  const closed: string[] = [];
  for (const way of ways) {
    const offer = await way.offer(reference, signal);
    if (offer === undefined) continue;
    if (offer.way !== 'closed') return { offer, way };
    closed.push(offer.why);
  }
  return { closed };
}

/** The reference's URL by the first way that is open. Rejects with `UnresolvedReference` where none is, or it failed. */
export async function resolveReference(reference: Reference, ways: readonly Way[], journey: Journey): Promise<string> {
  const route = await routeOf(reference, ways, journey.signal);
  if ('closed' in route) throw new UnresolvedReference(reference.id, needsUrl(reference));
  return route.way.resolve(reference, journey);
}

/** Says that a file is still without a URL, and what to do. */
export function needsUrl(reference: Reference): string {
  return l10n.t(
    '“{0}” is a local file, and the service fetches public https:// URLs only. Give its URL, or set up hosting.',
    reference.name,
  );
}
