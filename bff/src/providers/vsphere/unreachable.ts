import { KnownError, ProviderUnavailableError } from '../../platform/errors.ts';
import { XmlError } from '../../platform/xml.ts';
import { isFault } from './faults.ts';

const UNTRUSTED = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

/** What went wrong in an exchange, as an error with a code; what has a meaning already stays as it is. */
export function unreachable(error: unknown, url: string): unknown {
  if (error instanceof KnownError || isFault(error) || !(error instanceof Error) || error.name === 'AbortError')
    return error;
  const { host } = new URL(url);
  if (error instanceof XmlError || error instanceof TypeError) {
    const text = `The answer of ${host} could not be read: ${error.message}`;
    return new ProviderUnavailableError(text, { code: 'NotAVcenter', parameters: { host }, cause: error });
  }
  const reason = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (reason === undefined) return error;
  const parameters = { host, reason };
  if (UNTRUSTED.test(reason)) {
    const text = `The certificate of ${host} is not trusted (${reason}).`;
    return new ProviderUnavailableError(text, { code: 'CertificateNotTrusted', parameters, cause: error });
  }
  return new ProviderUnavailableError(`${host} cannot be reached (${reason}).`, {
    code: 'ProviderUnreachable',
    parameters,
    cause: error,
  });
}
