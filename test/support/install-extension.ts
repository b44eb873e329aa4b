import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache, codeServer, node } from './paths.mjs';
import { cleanEnvironment } from './vscode-home.ts';

/** Installs a `.vsix` as people do and returns the folder for `extensions`; at once when that very file is installed there. */
export async function installExtension(vsix: string, folder = join(cache, 'extensions')): Promise<string> {
  const digest = createHash('sha256').update(readFileSync(vsix)).digest('hex');
  const marker = join(folder, '.installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) return folder;
  rmSync(folder, { recursive: true, force: true });
  await promisify(execFile)(
    node,
    [
      join(codeServer, 'out/node/entry.js'),
      ...['--extensions-dir', folder],
      ...['--user-data-dir', join(cache, 'install')],
      ...['--config', join(cache, 'install/config.yaml')],
      ...['--install-extension', vsix],
    ],
    { env: cleanEnvironment() },
  );
  writeFileSync(marker, digest);
  return folder;
}
