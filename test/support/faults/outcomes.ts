/** Names of faults by what comes of them. */
export type Outcomes = Readonly<Record<string, readonly string[]>>;

/** Nobody can tell what became of a create that met one of these. */
export const open = [
  ...['reset in the request', 'reset after the request', 'closed after the request', 'reset before the reply'],
  ...['closed before the reply', 'reset in the head of the reply', 'reset in the reply', 'closed in the reply'],
  ...['a chunk that never ends', 'no head of a reply, ever', 'no body of a reply, ever', 'one byte a second'],
  ...['not HTTP', 'a head of 200 KB', '101 nobody asked for', '204', '302 to itself', '307 in a loop'],
  ...['308 elsewhere', '304', '408', '409', '425', '418 in HTML', '500', '503', '500 afterwards'],
  ...[
    '502 afterwards',
    '504 afterwards',
    '999 afterwards',
    'HTML',
    'nothing',
    'null',
    'a list',
    'a number',
    'cut JSON',
  ],
  ...['wrong types', 'nested 50,000 deep', 'a gzip bomb', '100 MB', 'no to what it took', 'no id'],
  'an id that is a path',
];

/** These change nothing of what can be read. */
export const legible = [
  ...['a 103 before the reply', 'nested 50,000 deep beside it', 'the same names twice', 'a byte order mark', 'gzip'],
  'said to be gzip',
];

/** What becomes of a job whose create met one of these and nothing else, and how often it was sent. */
export const creates: Outcomes = {
  'accepted, 1 sent': legible,
  'accepted, 2 sent': ['429', '429 for 2 s', '429 until 3 s later', '429 until 1994', '429 in no words'],
  'rejected, 1 sent': ['400', '401', '402', '403', '404', '429 until 9999', '429 for ever'],
  'unknown, 1 sent': open,
  'accepted, 1 sent after 1 refused': ['connection refused'],
  'withdrawn, 0 sent after 3 refused': ['connection refused three times'],
  // Whether the client notices before or after it has begun to send is left to the machine; it must know which.
  'unknown, 1 sent | accepted, 2 sent': ['reset before the request', 'closed before the request'],
};

/** The end that a job has whose last create met this fault (undefined: none); undefined where the service's own word counts. */
export function endAfter(lastFault: string | undefined): 'unknown' | 'rejected' | undefined {
  if (lastFault === undefined || legible.includes(lastFault)) return undefined;
  // Where the client knows that nothing arrived, another create follows.
  if (open.includes(lastFault) || lastFault.endsWith('before the request')) return 'unknown';
  // Turned away, and not sent again.
  const refused = [...(creates['rejected, 1 sent'] ?? []), ...(creates['accepted, 2 sent'] ?? [])];
  if (!refused.includes(lastFault)) throw new Error(`nobody knows what comes of “${lastFault}”`);
  return 'rejected';
}
