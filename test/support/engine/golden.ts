import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The service's own published JSON, by file name in `test/fixtures/api`. */
export function golden(name: string): Record<string, unknown> {
  const path = join(import.meta.dirname, '../../fixtures/api', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}
