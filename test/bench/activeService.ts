// A service for the bench `active-1k`, in a process of its own. It says of each job that it is processing until the moment in its id.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endOf } from './activeJobs.ts';
import { answer, given } from './child.ts';

/** `latency`: ms that each answer takes. */
const { latency } = given() as { readonly latency: number };

let [underWay, most, requests] = [0, 0, 0];

const server = createServer((request, response) => {
  requests++;
  most = Math.max(most, ++underWay);
  // The peer's client names what it wants in a header, as it speaks to its service by way of ours.
  const path = String(request.headers['x-fal-target-url'] ?? request.url);
  const requestId = /req_\d+_\d+/.exec(path)?.[0] ?? '';
  const ended = Date.now() >= endOf(requestId);
  const ours = { success: true, requestId, status: ended ? 'failed' : 'processing' };
  const theirs = { request_id: requestId, status: ended ? 'COMPLETED' : 'IN_PROGRESS' };
  setTimeout(() => {
    underWay--;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(path.includes('/api/open/') ? ours : theirs));
  }, latency);
});

server.listen(0, '127.0.0.1', () => answer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

// Asked for them, it tells its counts and begins anew.
process.on('message', () => {
  answer({ most, requests });
  [most, requests] = [0, 0];
});
