import { files } from '../../src/editor/files.ts';
import type { Ports } from '../../src/engine/ports.ts';

/** VS Code's own files, a service at `baseUrl`, and nothing set up. */
export function portsFor(baseUrl: () => string): Ports {
  return {
    files,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    access: () => Promise.resolve({ baseUrl: baseUrl(), key: 'sd2_test' }),
    network: () => ({ strictSSL: true }),
    hosting: () => Promise.resolve({ ways: [], trusted: true, folders: [], rawUrls: {} }),
  };
}
