import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks `look` again and again until it hands back something other than undefined, null or false, and returns that. What
 * it throws counts as "not yet". Fails after `timeout` milliseconds with `what` and the last thing seen or thrown.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  timeout = 15_000,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + timeout;
  for (;;) {
    let seen: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) {
        return found as Exclude<T, undefined | null | false>;
      }
      seen = found;
    } catch (error) {
      seen = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${timeout} ms in vain: ${what}`, { cause: seen });
    await delay(50);
  }
}
