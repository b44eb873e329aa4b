import { isLoopback } from '../../../shared/url.ts';
import type { RemoteVersion } from './git.ts';

/** Where a git host serves a single file as it is in one commit. */
export interface RawUrl {
  readonly url: string;
  /** The host is not known, so it is taken for a GitLab of somebody's own. Only a GET can tell. */
  readonly guessed: boolean;
}

/** The hosts that are known, in the words of the setting. Each is what the host's own "Raw" button leads to. */
const known: Readonly<Record<string, string>> = {
  'github.com': 'https://raw.githubusercontent.com/{repository}/{commit}/{path}',
  'gitlab.com': 'https://gitlab.com/{repository}/-/raw/{commit}/{path}',
  'bitbucket.org': 'https://bitbucket.org/{repository}/raw/{commit}/{path}',
};

/** Hosts that answer at port 443 for people behind a firewall, or under a second name. */
const aliases: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'www.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
};

/**
 * The URL of a version's bytes, pinned to its commit. `templates` are the user's own, by host (with its port where it has one, or
 * without), and go before what is known. Undefined where the remote is no host: a folder, or nothing that can be understood.
 * Nothing of the remote but host, port and path gets into the URL, so credentials do not.
 */
export function rawUrl(version: RemoteVersion, templates: Readonly<Record<string, string>>): RawUrl | undefined {
  const place = placeOf(version.remote);
  const path = encoded(version.path.split('/'));
  if (place === undefined || path === undefined) return undefined;
  const { origin, host, hostname, repository } = place;
  const own = new Map(Object.entries(templates).map(([name, template]) => [name.toLowerCase(), template]));
  const named = own.get(host) ?? own.get(hostname) ?? (Object.hasOwn(known, host) ? known[host] : undefined);
  const url = (named ?? `${origin}/{repository}/-/raw/{commit}/{path}`)
    .replaceAll('{repository}', () => repository)
    .replaceAll('{commit}', () => encodeURIComponent(version.commit))
    .replaceAll('{path}', () => path);
  return isWeb(url) ? { url: new URL(url).href, guessed: named === undefined } : undefined;
}

/** What a remote says of its place on the web. */
interface Place {
  readonly origin: string;
  readonly host: string;
  readonly hostname: string;
  /** The path without `.git`, encoded. */
  readonly repository: string;
}

/** Schemes that name a host; the web's port is known for the web's own only. */
const overWeb = /^https?:$/;
const overOthers = /^(git|ssh|git\+ssh|ssh\+git):$/;

/** `user@host:path` as scp has it. One letter before the colon is a drive, two colons name a program: both are no host. */
const scpLike = /^(?:[^/\\:]*@)?(?<host>\[[^\]]*\]|[^/\\:@[\]]{2,}):(?![:\\]|\/\/)(?<path>.+)$/s;

function placeOf(remote: string): Place | undefined {
  const { host, path } = scpLike.exec(remote)?.groups ?? {};
  if (host !== undefined && path !== undefined) return place(`https://${host}`, path.split('/'));
  if (!URL.canParse(remote)) return undefined;
  const { protocol, host: withPort, hostname, pathname } = new URL(remote);
  const segments = pathname.split('/').map(decoded);
  if (overWeb.test(protocol)) {
    // Who fetches by plain HTTP from a host of the network reads files over HTTPS all the same, if at all.
    return isLoopback(hostname) ? place(`${protocol}//${withPort}`, segments) : place(`https://${withPort}`, segments);
  }
  return overOthers.test(protocol) ? place(`https://${hostname}`, segments) : undefined;
}

function place(address: string, segments: readonly string[]): Place | undefined {
  if (!isWeb(address)) return undefined;
  const url = new URL(address);
  const alias = Object.hasOwn(aliases, url.hostname) ? aliases[url.hostname] : undefined;
  const { origin, host, hostname } = alias === undefined ? url : new URL(`https://${alias}`);
  const names = segments.filter((segment) => segment !== '');
  const repository = encoded([...names.slice(0, -1), (names.at(-1) ?? '').replace(/\.git$/, '')]);
  return repository === undefined ? undefined : { origin, host, hostname, repository };
}

/** Undefined where a segment would lead elsewhere. */
function encoded(segments: readonly string[]): string | undefined {
  if (segments.length === 0 || segments.some((segment) => ['', '.', '..'].includes(segment))) return undefined;
  return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function isWeb(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return overWeb.test(protocol) && username === '' && password === '';
}
