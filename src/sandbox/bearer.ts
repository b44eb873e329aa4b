import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/**
 * Checks the bearer key of a request. Without a list of keys every one that starts as the service's do (`sd2_`) is good.
 *
 * @throws Refusal, 401 with the documented code and message.
 */
export function checkBearer(request: IncomingMessage, keys: readonly string[] | undefined): void {
  const key = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  const isGood = key !== undefined && (keys === undefined ? /^sd2_./.test(key) : keys.includes(key));
  if (!isGood) throw new Refusal(401, 'unauthorized', 'Invalid API key');
}
