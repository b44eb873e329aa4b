import { fetchBytes } from './fetchBytes.ts';

/** As far as we need it. What a policy makes of a URL is none, but is taken for one. */
interface TrustedTypes {
  createPolicy(name: string, rules: ScriptUrls): ScriptUrls;
}

interface ScriptUrls {
  readonly createScriptURL: (url: string) => string;
}

/** Our workers' are the only scripts that a page starts by their URLs. The page's own policy names this one. */
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('preview-worker', {
  createScriptURL: (url) => url,
});

/** The script of a worker, which stands beside this one. Rejects where it cannot be fetched, or when aborted. */
export async function workerScript(name: 'soundWorker' | 'pictureWorker', signal: AbortSignal): Promise<ArrayBuffer> {
  return await fetchBytes(new URL(`${name}.js`, import.meta.url).href, signal);
}

/** A page of VS Code may not start a worker from where its own files are, only from what it has in memory. */
export function startWorker(script: ArrayBuffer): Worker {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    return new Worker(policy?.createScriptURL(url) ?? url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
