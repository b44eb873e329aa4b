import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `found` brings something, and returns it; fails after `limit` ms with what was waited for. */
export async function until<T>(
  what: string,
  found: () => T | Promise<T>,
  limit = 20_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + limit;
  for (;;) {
    const value = await found();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>;
    if (Date.now() > deadline) throw new Error(`Waited ${limit} ms in vain: ${what}`);
    await delay(25);
  }
}
