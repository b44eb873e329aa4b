import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';

/** Networks that are not the public internet: this machine, the house's own, link-local (cloud metadata services among them). */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}
inside.addAddress('::', 'ipv6');
inside.addAddress('::1', 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

/** True for an address that is not of the public internet, and for what is no address. */
export function isInside(address: string): boolean {
  // A link-local address may name its network card: `fe80::1%eth0`.
  const bare = address.replace(/%.*$/s, '');
  return isIP(bare) === 0 || inside.check(bare, isIPv4(bare) ? 'ipv4' : 'ipv6');
}

/** Like `dns.lookup`, but a name that leads to an address inside is an error: a URL of a stranger must not reach in. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) {
      callback(error, '');
      return;
    }
    const refused = addresses.find(({ address }) => isInside(address));
    if (refused !== undefined) callback(new Error(`${hostname} leads to ${refused.address}, which is not public`), '');
    else if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};

/** An address that stands in the URL itself is never looked up: it is held against the same list before anything is connected. */
export const publicOnly: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const host = new URL(options.origin ?? '').hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isInside(host)) throw new Error(`${host} is not public`);
  return dispatch(options, handler);
};
