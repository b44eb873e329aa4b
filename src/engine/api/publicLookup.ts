import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';

/**
 * Networks that are not the public internet: this machine, the house's own, link-local (cloud metadata services among them), and
 * what is reserved. Each also in the IPv6 addresses that stand for IPv4 ones (NAT64, RFC 6052; 6to4, RFC 3056).
 */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
  const [a, b, c, d] = network.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  inside.addSubnet(`64:ff9b::${a}${b}:${c}${d}`, 96 + prefix, 'ipv6');
  inside.addSubnet(`2002:${a}${b}:${c}${d}::`, 16 + prefix, 'ipv6');
}
inside.addAddress('::', 'ipv6');
inside.addAddress('::1', 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');
inside.addSubnet('fec0::', 10, 'ipv6');
inside.addSubnet('ff00::', 8, 'ipv6');

/** True for an address that is not of the public internet, and for what is no address. */
export function isInside(address: string): boolean {
  // A link-local address may name its network card: `fe80::1%eth0`.
  const bare = address.replace(/%.*$/s, '');
  return isIP(bare) === 0 || inside.check(bare, isIPv4(bare) ? 'ipv4' : 'ipv6');
}

/** True where a URL's `hostname` is itself an address that is not of the public internet. A name is looked up by nobody here. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && isInside(host);
}

/** A stranger's name or address leads inside. */
export class NotPublic extends Error {}

/** Like `dns.lookup`, but a name that leads to an address inside is an error: a URL of a stranger must not reach in. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) {
      callback(error, '');
      return;
    }
    const refused = addresses.find(({ address }) => isInside(address));
    if (refused !== undefined)
      callback(new NotPublic(`${hostname} leads to ${refused.address}, which is not public`), '');
    else if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};

/** An address that stands in the URL itself is never looked up: it is held against the same list before anything is connected. */
export const publicOnly: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { hostname } = new URL(options.origin ?? '');
  if (isPrivateHost(hostname)) throw new NotPublic(`${hostname.replace(/^\[|\]$/g, '')} is not public`);
  return dispatch(options, handler);
};

/**
 * False where a name leads inside. True too where nobody here knows it: then only a proxy can reach it, which looks it up itself.
 */
export function mayBePublic(hostname: string): Promise<boolean> {
  return new Promise((resolve) =>
    publicLookup(hostname, { all: true }, (error) => resolve(!(error instanceof NotPublic))),
  );
}
