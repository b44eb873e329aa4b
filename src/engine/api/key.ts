import type { Dispatcher } from 'undici';
import { spelt } from '../log/spellings.ts';

/**
 * True for what can be a key. It goes into a header, which takes no other characters; and it must be long enough to be told from
 * words, or it could not be taken out of what quotes it.
 */
export function isKey(text: string): boolean {
  return /^[\x21-\x7e]{8,}$/.test(text);
}

/** An address that a stranger's host was to be asked for holds a key. */
export class CarriesKey extends Error {
  override readonly name = 'CarriesKey';
}

/** The keys in use: none of them goes to a stranger, whatever address a service sends us on to. */
export class KeyGuard {
  readonly #spelt = new Map<string, RegExp>();

  add(key: string): void {
    if (!this.#spelt.has(key)) this.#spelt.set(key, spelt(key));
  }

  /** To be composed onto a dispatcher for strangers. */
  readonly keyless: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    const address = String(options.origin) + options.path;
    for (const pattern of this.#spelt.values())
      if (address.search(pattern) >= 0) throw new CarriesKey('the address holds the key of the service');
    return dispatch(options, handler);
  };
}
