import { fileURLToPath } from 'node:url';
import { isAbsolute, relative } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ReferenceTravel } from '../../shared/composerMessages.ts';
import type { Reference } from '../../shared/draft.ts';
import type { Problem } from '../../shared/problem.ts';
import type { Files } from '../ports.ts';
import type { ByteSource } from './byteSource.ts';
import { UnreadableFile, versionOf } from './contents.ts';
import type { Hosting } from './hosting.ts';
import { readFacts, type MediaFacts } from './media/facts.ts';
import { maxFileSize } from './media/refusal.ts';
import { Unfetchable } from './unfetchable.ts';
import { hostOf, unreadable } from './sayings.ts';
import { needsUrl, type Route } from './ways.ts';
import type { Offer } from './way.ts';

/** What is known of a reference before it is sent. */
export interface Look {
  readonly travel: Omit<ReferenceTravel, 'referenceId' | 'progress'>;
  /** Where a way is open: what it would do. */
  readonly offer?: Offer;
  /** What it is in truth; left out where nobody could look. */
  readonly facts?: MediaFacts;
  /** Tells one state of a local file from another. */
  readonly version?: string;
  readonly problems: readonly Pick<Problem, 'severity' | 'message'>[];
}

export interface LookDeps {
  readonly files: Files;
  readonly hosting: Hosting;
  /** False in the sandbox: nothing leaves this machine, not even a look. */
  readonly live: boolean;
  readonly route: () => Promise<Route>;
  readonly probe: (url: string) => Promise<ByteSource>;
}

type Found = Pick<Problem, 'severity' | 'message'>;

interface Through {
  readonly facts?: MediaFacts;
  readonly problems: readonly Found[];
}

/** Looks at a reference: at the file, or through its URL, and at how it would travel. */
export function look(reference: Reference, deps: LookDeps): Promise<Look> {
  const { source } = reference;
  return source.type === 'url' ? lookAtUrl(reference, source.url, deps) : lookAtFile(reference, source.uri, deps);
}

async function lookAtUrl(reference: Reference, url: string, deps: LookDeps): Promise<Look> {
  const { travel, offer } = travelOf(reference, await deps.route(), deps.hosting);
  const through = deps.live ? await lookThrough(url, deps) : { problems: [] };
  return { travel, ...(offer !== undefined && { offer }), ...through };
}

async function lookAtFile(reference: Reference, uri: string, deps: LookDeps): Promise<Look> {
  const size = await deps.files.size(uri);
  if (size !== undefined && size > maxFileSize) return tooLarge(size);
  const file = await deps.files.open(uri).catch((error: unknown) => {
    throw new UnreadableFile(error);
  });
  try {
    const { travel, offer } = travelOf(reference, await deps.route(), deps.hosting);
    const url = offer?.unproved === true ? offer.url : undefined;
    const through: Through = deps.live && url !== undefined ? await lookThrough(url, deps) : { problems: [] };
    const other =
      through.facts?.size !== undefined && through.facts.size !== file.size ? [otherFile(reference, url)] : [];
    return {
      travel,
      ...(offer !== undefined && { offer }),
      facts: await readFacts(file),
      version: versionOf(file),
      problems: [...through.problems, ...other, ...(await linkOutside(reference, uri, deps))],
    };
  } finally {
    await file.close();
  }
}

/** Most likely the URL was typed for another picture, or the picture was changed since. */
function otherFile({ name }: Reference, url = ''): Found {
  const message = l10n.t(
    'The file at {0} has another size than “{1}” here: it is another one, and that is sent.',
    hostOf(url),
    name,
  );
  return { severity: 'warning', message };
}

/** Picked by mistake: it is not read at all. The checks say so. */
function tooLarge(size: number): Look {
  return {
    travel: { way: 'noWay', text: l10n.t('too large') },
    facts: { size, rotated: false, located: false },
    problems: [],
  };
}

/** What is said of a reference that could not be looked at. */
export function notLookedAt(reference: Reference, error: unknown): Look {
  const isGone = error instanceof UnreadableFile;
  const why = error instanceof Error ? error.message : String(error);
  const message = isGone
    ? unreadable(reference, error).message
    : l10n.t('“{0}” cannot be looked at now: {1}', reference.name, why);
  const text = isGone ? l10n.t('cannot be read') : l10n.t('not checked');
  return { travel: { way: 'noWay', text }, problems: [{ severity: 'error', message }] };
}

/** What a stranger gets at a URL: the service is one. Only what is surely in its way stops a Generate. */
async function lookThrough(url: string, { probe }: LookDeps): Promise<Through> {
  try {
    return { facts: await readFacts(await probe(url)), problems: [] };
  } catch (error) {
    if (!(error instanceof Unfetchable)) throw error;
    const surely = !['unreachable', 'busy'].includes(error.kind);
    return { problems: [{ severity: surely ? 'error' : 'warning', message: error.message }] };
  }
}

function travelOf(reference: Reference, route: Route, hosting: Hosting): Pick<Look, 'travel' | 'offer'> {
  if ('offer' in route) {
    const { way, text, detail, typedUrl } = route.offer;
    const more = { ...(detail !== undefined && { detail }), ...(typedUrl !== undefined && { typedUrl }) };
    return { travel: { way, text, ...more }, offer: route.offer };
  }
  const way = hosting.ways.includes('typedUrl') ? 'needsUrl' : 'noWay';
  const off =
    hosting.ways.length === 0 ? [l10n.t('All ways are switched off by the setting “seedance.hosting.ways”.')] : [];
  const tried = [...off, ...route.closed];
  return { travel: { way, text: l10n.t('needs a public URL'), detail: needsUrl(reference), tried } };
}

/** A link in the workspace to a file outside of it: what is sent is not what seems to be there. */
async function linkOutside({ name }: Reference, uri: string, { files, hosting }: LookDeps): Promise<Found[]> {
  if (!uri.startsWith('file:')) return [];
  const [path, real] = [fileURLToPath(uri), await files.realPath(uri)];
  if (real === undefined || real === path) return [];
  const isIn = (folder: string, file: string): boolean => {
    const way = relative(folder, file);
    return !way.startsWith('..') && !isAbsolute(way);
  };
  const { folders } = hosting;
  if (!folders.some((folder) => isIn(folder, path)) || folders.some((folder) => isIn(folder, real))) return [];
  const message = l10n.t('“{0}” is a link to {1}, outside of the workspace: that file is what is sent.', name, real);
  return [{ severity: 'warning', message }];
}
