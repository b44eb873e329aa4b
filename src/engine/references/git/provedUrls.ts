/** What was found at a URL: the file (`why` left out), or why it is not. */
export interface Finding {
  readonly why?: string;
}

/** How long a finding counts, ms. Failures end sooner: a repository is made public, a network comes back. */
const proofLasts = 5 * 60_000;
const failureLasts = 60_000;

/** Remembers this many findings. */
const remembered = 500;

/** Raw URLs that were looked at lately, with what was found there. One for all ways: they come and go with the settings. */
export class ProvedUrls {
  readonly #now: () => number;
  readonly #findings = new Map<string, { readonly finding: Finding; readonly until: number }>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Undefined where nobody has looked for some time. */
  get(url: string, blob: string): Finding | undefined {
    const known = this.#findings.get(keyOf(url, blob));
    return known !== undefined && known.until > this.#now() ? known.finding : undefined;
  }

  set(url: string, blob: string, finding: Finding): void {
    const key = keyOf(url, blob);
    this.#findings.delete(key);
    this.#findings.set(key, { finding, until: this.#now() + (finding.why === undefined ? proofLasts : failureLasts) });
    for (const oldest of this.#findings.keys()) {
      if (this.#findings.size <= remembered) break;
      this.#findings.delete(oldest);
    }
  }
}

function keyOf(url: string, blob: string): string {
  return `${blob} ${url}`;
}
