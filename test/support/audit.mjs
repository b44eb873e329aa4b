// Fails where a package that ships has a known weakness, high or critical. An outage of the service that knows them is said and
// fails nothing. `node test/support/audit.mjs`, after a build.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './paths.mjs';

/** What `npm audit --json` printed, as its weaknesses by package; undefined where it is no report. */
export function readReport(printed) {
  try {
    const { auditReportVersion, vulnerabilities } = JSON.parse(printed);
    return auditReportVersion === 2 && typeof vulnerabilities === 'object' && vulnerabilities !== null
      ? vulnerabilities
      : undefined;
  } catch {
    return undefined;
  }
}

/** The weaknesses, one a line, of the packages in these folders. One that only uses a weak package is not weak itself. */
export function weaknesses(vulnerabilities, folders) {
  return Object.values(vulnerabilities)
    .filter(({ nodes }) => nodes.some((node) => folders.includes(node)))
    .flatMap(({ name, via }) =>
      via
        .filter((cause) => typeof cause === 'object' && ['high', 'critical'].includes(cause.severity))
        .map(({ severity, title, url }) => `${name}: ${severity}: ${title} (${url})`),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const packages = JSON.parse(readFileSync(join(root, 'dist/bundled.json'), 'utf8'));
  const { stdout } = spawnSync('npm audit --json', { cwd: root, encoding: 'utf8', shell: true });
  const report = readReport(stdout);
  if (report === undefined) {
    console.log('::warning::npm audit gave no report, so nothing was checked.');
  } else {
    const found = weaknesses(
      report,
      packages.map(({ folder }) => folder),
    );
    for (const line of found) console.log(`::error::${line}`);
    console.log(`${found.length} weaknesses in ${packages.length} packages that ship.`);
    if (found.length > 0) process.exitCode = 1;
  }
}
