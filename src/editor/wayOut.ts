import type { Network } from '../engine/api/transport.ts';

/** A setting as it counts, and as the user has set it themself: a remote machine, such as a dev container, has settings of its own. */
export interface Sources {
  readonly effective: unknown;
  readonly own: unknown;
}

/**
 * The way out, by VS Code's own `http.*` settings. A remote machine may name its proxy, which only hands on what it cannot read; which
 * certificates are believed is for the user alone to say, and the password of their proxy is for no other.
 */
export function wayOut(setting: (name: string) => Sources, isRemote: boolean): Network {
  const proxy = setting('http.proxy');
  const authorization = setting('http.proxyAuthorization');
  const noProxy = setting('http.noProxy').effective;
  const isOff = setting('http.proxySupport').effective === 'off';
  const isOwnProxy = !isRemote || (isText(proxy.own) && proxy.own === proxy.effective);
  const isOwnPassword = isText(authorization.own) && authorization.own === authorization.effective;
  return {
    strictSSL: setting('http.proxyStrictSSL').own !== false,
    ...(isOff ? { proxy: '' } : isText(proxy.effective) && { proxy: proxy.effective }),
    ...(isTexts(noProxy) && noProxy.length > 0 && { noProxy }),
    ...(isText(authorization.effective) &&
      (isOwnProxy || !isOwnPassword) && { proxyAuthorization: authorization.effective }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
