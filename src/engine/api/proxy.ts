import { DecoratorHandler, EnvHttpProxyAgent, Pool, type Agent, type Dispatcher } from 'undici';
import type { Duplex } from 'node:stream';
import { codeOf, isCertificateCode, notConnected } from './connectFailure.ts';
import type { ApiError, ProxyCode } from './failure.ts';

/** Which proxy is used. Left out: the proxy variables of the environment decide. */
export interface ProxySettings {
  /** Empty: none, whatever the environment says. */
  readonly proxy?: string;
  readonly noProxy?: readonly string[];
  /** Value of the `Proxy-Authorization` header. */
  readonly proxyAuthorization?: string;
}

type Options = Agent.Options & {
  /** How long the proxy may take for its tunnel, ms. */
  readonly connectTimeout: number;
  readonly trust: { readonly ca?: string[]; readonly rejectUnauthorized?: boolean };
};

/**
 * A dispatcher that goes through the proxy that is set, if one is. What is wrong with the proxy is an `ApiError` of the phase
 * `connect` with a `ProxyCode`; what is wrong behind it keeps its own code.
 */
export function throughProxy(settings: ProxySettings, { trust, connectTimeout, ...options }: Options): Dispatcher {
  const { proxy, noProxy, proxyAuthorization } = settings;
  // The same as `socks5` is to undici, which lets the proxy look the name up.
  const address = proxy?.replace(/^socks5h:/i, 'socks5:');
  return new EnvHttpProxyAgent({
    ...options,
    connectTimeout,
    requestTls: trust,
    // Left to itself the client would wait for the tunnel for minutes. (`proxyTls` would make it speak TLS to a SOCKS proxy.)
    clientFactory: (origin) =>
      new Pool(origin, { connect: { ...trust, timeout: connectTimeout }, headersTimeout: connectTimeout }).compose(
        nameTrouble,
      ),
    ...(address !== undefined && { httpProxy: address, httpsProxy: address }),
    ...(noProxy !== undefined && { noProxy: noProxy.join(',') }),
    ...(proxyAuthorization !== undefined && { token: proxyAuthorization }),
  });
}

const nameTrouble: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
  dispatch(options, new TunnelHandler(handler));

/** Hears what the proxy says to being asked for a tunnel. */
class TunnelHandler extends DecoratorHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;

  constructor(handler: Dispatcher.DispatchHandler) {
    super(handler);
    this.#handler = handler;
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestUpgrade']>>[2],
    socket: Duplex,
  ): void {
    if (status >= 200 && status < 300) {
      this.#handler.onRequestUpgrade?.(controller, status, headers, socket);
      return;
    }
    socket.on('error', () => undefined).destroy();
    const code = status === 407 ? 'PROXY_AUTH' : 'PROXY_REFUSED';
    this.#handler.onResponseError?.(controller, proxyError(code, `the proxy answered ${status}`));
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    const code = codeOf(error) ?? '';
    // A socket that is closed had been open: the proxy was there, and hung up.
    const hungUp = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(code);
    const name = isCertificateCode(code) ? 'PROXY_CERTIFICATE' : hungUp ? 'PROXY_REFUSED' : 'PROXY_UNREACHABLE';
    this.#handler.onResponseError?.(controller, proxyError(name, `the proxy: ${error.message || code}`, error));
  }
}

function proxyError(code: ProxyCode, message: string, cause?: Error): ApiError {
  return notConnected(code, message, { cause });
}

/** The proxy's address is of a kind that cannot be used. */
export function unusableProxy(cause: unknown): ApiError {
  return notConnected('PROXY_INVALID', cause instanceof Error ? cause.message : String(cause), { cause });
}
