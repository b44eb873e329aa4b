import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from '../git/certificate.ts';

/** An authority that signs certificates, as a company has one. */
export interface Authority {
  /** PEM of its own certificate. */
  readonly cert: string;
  /** The file where it stands. */
  readonly file: string;
  /** What a server shows that is called `name`. */
  issue(name: string): Certificate;
}

const keyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A new authority with its files in `folder`. */
export function makeAuthority(folder: string, title: string): Authority {
  const place = (name: string): string => join(folder, `${title.replace(/\W/g, '-')}-${name}`);
  const [key, cert] = [place('ca.key'), place('ca.pem')];
  openssl('req', '-x509', ...keyOptions, '-subj', `/CN=${title}`, '-days', '2', '-keyout', key, '-out', cert);
  return {
    cert: readFileSync(cert, 'utf8'),
    file: cert,
    issue(name) {
      const [leafKey, request, leaf, extensions] = ['key', 'csr', 'pem', 'ext'].map((end) => place(`${name}.${end}`));
      if (!leafKey || !request || !leaf || !extensions) throw new Error('four names');
      writeFileSync(extensions, `subjectAltName=${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`);
      openssl('req', '-new', ...keyOptions, '-subj', `/CN=${name}`, '-keyout', leafKey, '-out', request);
      const signed = ['-CA', cert, '-CAkey', key, '-CAcreateserial', '-days', '2', '-extfile', extensions];
      openssl('x509', '-req', '-in', request, '-out', leaf, ...signed);
      return { key: readFileSync(leafKey, 'utf8'), cert: readFileSync(leaf, 'utf8') };
    },
  };
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
