import * as l10n from '@vscode/l10n';
import { causeOf, codeOf, isCertificateCode } from '../../api/connectFailure.ts';
import type { Bucket } from './bucket.ts';
import { BucketError, type BucketFault, type BucketStep } from './bucketError.ts';

/** Nothing left this machine, so trying again at once helps nobody. */
const connectCodes = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/** Why no reply came. `host` is the one that was asked. */
export function troubleOf(error: unknown, host: string, { style }: Bucket, step: BucketStep): BucketError {
  const cause = causeOf(error);
  const code = codeOf(cause) ?? '';
  if (code.startsWith('PROXY_'))
    return new BucketError(step, 'unreachable', l10n.t('The proxy that is set cannot be used. Check “http.proxy”.'), {
      cause,
    });
  const because = (fault: BucketFault, message: string, passing = false): BucketError =>
    new BucketError(step, fault, message, { cause, passing });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return because(
      'unreachable',
      style === 'path'
        ? l10n.t('There is no host {0}, or the network is down. Check the address.', host)
        : l10n.t('There is no host {0}, or the network is down. Check the address, or use path style.', host),
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return because(
      'certificate',
      style === 'path'
        ? l10n.t('The certificate of {0} is for another name. Check the address.', host)
        : l10n.t('The certificate of {0} is for another name. Check the address, or use path style.', host),
    );
  if (isCertificateCode(code))
    return because(
      'certificate',
      l10n.t("The certificate of {0} is not trusted ({1}). Add its issuer to this machine's.", host, code),
    );
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return because('certificate', l10n.t('{0} does not speak https. Check the address and its port.', host));
  if (code.startsWith('HPE_'))
    return because('other', l10n.t('{0} does not speak http. Check the address and its port.', host));
  if (code === 'UND_ERR_HEADERS_TIMEOUT')
    return because('busy', l10n.t('{0} has said nothing for too long. Try again later.', host));
  if (connectCodes.has(code))
    return because('unreachable', l10n.t('{0} does not answer ({1}). Check the address and the network.', host, code));
  return because('unreachable', l10n.t('The connection to {0} was cut. Check the network and try again.', host), true);
}
