import { getCACertificates } from 'node:tls';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { isLoopback } from '../../shared/url.ts';
import { ApiError } from './failure.ts';
import { publicLookup, publicOnly } from './publicLookup.ts';

/** What VS Code's `http.*` settings say about the way out. Left out: the proxy variables of the environment decide. */
export interface Network {
  readonly proxy?: string;
  readonly noProxy?: readonly string[];
  /** Value of the `Proxy-Authorization` header. */
  readonly proxyAuthorization?: string;
  /** False accepts any certificate, as `http.proxyStrictSSL` does. */
  readonly strictSSL: boolean;
}

/** How long to wait, ms: for a connection, for a reply's headers, between two pieces of a body, for all of an API reply's body. */
export interface Limits {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  readonly reply: number;
}

export const defaultLimits: Limits = { connect: 10_000, headers: 60_000, body: 30_000, reply: 120_000 };

/** At most this many requests to the service at a time. */
const maxConnections = 4;

/** `service`: the base URL's host. `foreign`: a host that a reply or a person named, so addresses of private networks are refused. */
export type Destination = 'service' | 'foreign';

/** Opens ways to hosts. The pooled one is shared and closed with the transport; a fresh one belongs to the caller. */
export class Transport {
  readonly limits: Limits;
  readonly #network: Network;
  readonly #pools = new Map<string, Dispatcher>();

  constructor(network: Network, limits: Limits = defaultLimits) {
    this.#network = network;
    this.limits = limits;
  }

  /** Kept-alive connections, for what may be asked again: polls, downloads. */
  pooled(origin: string, destination: Destination): Dispatcher {
    const kind = `${destination} ${String(isLoopback(new URL(origin).hostname))}`;
    let pool = this.#pools.get(kind);
    if (pool === undefined) {
      pool = this.fresh(origin, destination);
      this.#pools.set(kind, pool);
    }
    return pool;
  }

  /** Connections of its own. A create needs one: a POST on a stale kept-alive socket fails with its fate unknown. */
  fresh(origin: string, destination: Destination): Dispatcher {
    const own = isLoopback(new URL(origin).hostname);
    const tls = own ? {} : { ca: trusted(), rejectUnauthorized: this.#network.strictSSL };
    const stranger = destination === 'foreign' && !own;
    const options = {
      connections: maxConnections,
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
    if (own) return new Agent(options);
    const { proxy, noProxy, proxyAuthorization } = this.#network;
    const agent = proxied({
      ...options,
      requestTls: tls,
      proxyTls: tls,
      ...(proxy !== undefined && { httpProxy: proxy, httpsProxy: proxy }),
      ...(noProxy !== undefined && { noProxy: noProxy.join(',') }),
      ...(proxyAuthorization !== undefined && { token: proxyAuthorization }),
    });
    return stranger ? agent.compose(publicOnly) : agent;
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}

/** Throws `ApiError` (nothing was sent) where the proxy's address is of a kind that cannot be used. */
function proxied(options: EnvHttpProxyAgent.Options): EnvHttpProxyAgent {
  try {
    return new EnvHttpProxyAgent(options);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError({ kind: 'network', phase: 'connect', code: 'PROXY', message }, { cause });
  }
}

let certificates: string[] | undefined;

/** Node's own list and the system's, read once: company proxies put their certificate only into the latter. */
function trusted(): string[] {
  certificates ??= [...getCACertificates('default'), ...getCACertificates('system')];
  return certificates;
}
