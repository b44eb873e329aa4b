import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import { isLoopback } from '../../shared/url.ts';
import { byFetch, type Fetch } from './fetchWay.ts';
import { KeyGuard } from './key.ts';
import { throughProxy, unusableProxy, type ProxySettings } from './proxy.ts';
import type { RequestLog } from './requestLog.ts';
import { publicLookup, publicOnly } from './publicLookup.ts';
import { SecondWay } from './secondWay.ts';

/** What VS Code's `http.*` settings say about the way out. */
export interface Network extends ProxySettings {
  /** False accepts any certificate, as `http.proxyStrictSSL` does. */
  readonly strictSSL: boolean;
}

/** How long to wait, ms: for a connection, for a reply's headers, between two pieces of a body, for all of an API reply's body. */
export interface Limits {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  readonly reply: number;
  /** How long a connection to the service waits for its next request. Left out: `keptFor`. */
  readonly idle?: number;
}

export const defaultLimits: Limits = { connect: 10_000, headers: 60_000, body: 30_000, reply: 120_000 };

/** At most this many requests to the service at a time. */
const maxConnections = 4;

/** How long a connection to the service waits for its next request, ms: to the next look, which is a minute away at most. */
export const keptFor = 65_000;

/** `service`: the base URL's host. `foreign`: a host that a reply or a person named, so addresses of private networks are refused. */
export type Destination = 'service' | 'foreign';

/**
 * Opens ways to hosts: by undici, and where that cannot connect to a host, by the `fetch` of our surroundings, if they have one. The
 * pooled dispatcher is shared and closed with the transport; a fresh one belongs to the caller, and outlives it: a create that is paid
 * for is not cut off because somebody changes a setting.
 */
export class Transport {
  readonly limits: Limits;
  readonly #network: Network;
  readonly #fetch: Fetch | undefined;
  readonly #second = new SecondWay();
  readonly #requests: RequestLog | undefined;
  readonly #keys: KeyGuard;
  readonly #closing = new AbortController();
  readonly #pools = new Map<string, Dispatcher>();

  /** `requests`, where given, writes all of them down. `keys` are those that no stranger is sent. */
  constructor(
    network: Network,
    limits: Limits = defaultLimits,
    fetch?: Fetch,
    requests?: RequestLog,
    keys: KeyGuard = new KeyGuard(),
  ) {
    this.#network = network;
    this.limits = limits;
    this.#requests = requests;
    this.#fetch = fetch;
    this.#keys = keys;
  }

  /** Kept-alive connections, for what may be asked again: polls, downloads. */
  pooled(origin: string, destination: Destination): Dispatcher {
    const kind = `${destination} ${String(isLoopback(new URL(origin).hostname))}`;
    let pool = this.#pools.get(kind);
    if (pool === undefined) {
      pool = this.#open(origin, destination, this.#closing.signal);
      this.#pools.set(kind, pool);
    }
    return pool;
  }

  /** Connections of its own. A create needs one: a POST on a stale kept-alive socket fails with its fate unknown. */
  fresh(origin: string, destination: Destination): Dispatcher {
    return this.#open(origin, destination);
  }

  #open(origin: string, destination: Destination, closing?: AbortSignal): Dispatcher {
    const open = this.#way(origin, destination, closing);
    const way = destination === 'foreign' ? open.compose(this.#keys.keyless) : open;
    return this.#requests === undefined ? way : way.compose(this.#requests.watching(destination));
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the way out is closed'));
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #way(origin: string, destination: Destination, closing: AbortSignal | undefined): Dispatcher {
    const own = isLoopback(new URL(origin).hostname);
    const tls = own ? {} : { ca: trusted(), rejectUnauthorized: this.#network.strictSSL };
    const { idle = keptFor } = this.limits;
    // Not longer either, where the service says that it would keep them for minutes.
    const keepAlive = destination === 'service' && { keepAliveTimeout: idle, keepAliveMaxTimeout: idle };
    const stranger = destination === 'foreign' && !own;
    const options = {
      connections: maxConnections,
      ...keepAlive,
      allowH2: false,
      headersTimeout: this.limits.headers,
      bodyTimeout: this.limits.body,
      connectTimeout: this.limits.connect,
      connect: {
        ...tls,
        timeout: this.limits.connect,
        ...(stranger && { lookup: publicLookup }),
      },
    };
    // No proxy leads to this machine, and so no second way.
    if (own) return new Agent(options);
    const first = proxied(this.#network, { ...options, trust: tls });
    const both =
      this.#fetch === undefined
        ? first
        : first.compose(this.#second.after(byFetch(this.#fetch, this.limits, closing), stranger));
    return stranger ? both.compose(publicOnly) : both;
  }
}

/** Where the proxy's address cannot be used, a dispatcher that never connects. */
function proxied(...[network, options]: Parameters<typeof throughProxy>): Dispatcher {
  try {
    return throughProxy(network, options);
  } catch (cause) {
    return new Agent({ connect: (_, callback) => callback(unusableProxy(cause), null) });
  }
}

let certificates: string[] | undefined;

/** Node's own list and the system's, read once: company proxies put their certificate only into the latter. */
function trusted(): string[] {
  certificates ??= [...getCACertificates('default'), ...getCACertificates('system')];
  return certificates;
}
