/**
 * True for an address of a private network (RFC 1918, 6598, 3927, 4193, 4291) that stands in a URL itself. Takes a URL's `hostname`,
 * which writes addresses in one way only: IPv4 in four decimal parts, IPv6 short and in brackets.
 */
export function isPrivateAddress(hostname: string): boolean {
  return privateAddresses.test(hostname.replace(mapped, dotted));
}

const privateAddresses = new RegExp(
  [
    String.raw`^(0|10)(\.\d+){3}$`,
    String.raw`^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}$`,
    String.raw`^169\.254(\.\d+){2}$`,
    String.raw`^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$`,
    String.raw`^192\.168(\.\d+){2}$`,
    String.raw`^\[(f[cd][\da-f]|fe[89ab])[\da-f]:`,
  ].join('|'),
);

/** An IPv4 address in IPv6's clothes: `[::ffff:a00:1]` is 10.0.0.1. */
const mapped = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/;

function dotted(_: string, ...[high, low]: readonly string[]): string {
  return [high, low].flatMap((part) => [parseInt(part ?? '', 16) >> 8, parseInt(part ?? '', 16) & 255]).join('.');
}
