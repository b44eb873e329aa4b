/** True for the names and addresses by which a machine reaches itself. Takes a URL's `hostname` (IPv6 in brackets). */
export function isLoopback(hostname: string): boolean {
  // A trailing dot names the same host. The address of all zeros leads here too.
  const host = hostname.replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.\d+){3}$/.test(host) ||
    ['0.0.0.0', '[::]', '[::1]'].includes(host) ||
    host.startsWith('[::ffff:7f')
  );
}

/**
 * True where a URL that somebody else named may be fetched: HTTPS to another machine, or, where the base URL's own origin is
 * loopback (the sandbox, a test server), that exact origin. False for what is no URL.
 */
export function isFetchable(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin: own } = new URL(url);
  if (own === origin && isLoopback(hostname)) return true;
  return protocol === 'https:' && !isLoopback(hostname);
}

/**
 * True where the service at `origin` can be asked to fetch this URL: public HTTPS, or, where the service itself is on this machine
 * (the sandbox, a test server), anything else on this machine. False for what is no URL.
 */
export function isReferenceable(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (isLoopback(hostname)) return /^https?:$/.test(protocol) && isLoopback(new URL(origin).hostname);
  return protocol === 'https:';
}

/** True where requests with a key may go to this base URL: HTTPS, or plain HTTP to this machine. */
export function isBaseUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  return (
    username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)))
  );
}
