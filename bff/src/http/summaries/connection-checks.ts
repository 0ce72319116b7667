import type { z } from 'zod';
import type { connectionCheck, testConnection } from '../../api/http/providers.ts';
import type { CertificateReport } from '../../platform/certificate.ts';
import { KnownError } from '../../platform/errors.ts';
import type { ConnectionReport } from '../../providers/driver.ts';
import { sentence } from './message.ts';

export type Check = z.infer<typeof connectionCheck>;
export type ConnectionAnswer = z.input<(typeof testConnection)['answer']>;

const order = ['address', 'tls', 'certificate', 'signIn', 'privileges'] as const;

/** What was not reached stands as not run, never as passed. */
export function connectionAnswer(done: readonly Check[], certificate?: CertificateReport): ConnectionAnswer {
  const rest = order.slice(done.length).map((check): Check => ({ check, result: 'notRun' }));
  const checks = [...done, ...rest];
  if (certificate === undefined) return { checks };
  const { subject, issuer, validFrom, validTo, sha1, sha256, pem, trusted } = certificate;
  return { checks, certificate: { subject, issuer, validFrom, validTo, sha1, sha256, pem, trusted } };
}

/** Codes of drivers in the words of the console's catalog; the rest stay as they are. */
const codes: Readonly<Record<string, string>> = {
  InvalidLogin: 'sign-in-failed',
  MissingPrivilege: 'privilege-missing',
  CertificateNotTrusted: 'certificate-untrusted',
  CertificateUnavailable: 'provider-unreachable',
  ProviderTimeout: 'provider-unreachable',
  ProviderUnreachable: 'provider-unreachable',
};

export interface TestedEndpoint {
  /** Host of the URL. */
  readonly provider: string;
  /** Absent where a token is the sign-in. */
  readonly user?: string;
}

/** A class of error, not what a server said: the test must not read other people's servers for its caller. */
export function failedCheck(check: Check['check'], error: unknown, endpoint: TestedEndpoint): Check {
  const message =
    error instanceof KnownError
      ? {
          code: codes[error.code] ?? error.code,
          parameters: { ...endpoint, ...error.parameters },
          text: error.message,
        }
      : sentence('unexpected', 'It failed in a way that is not known.');
  return { check, result: 'failed', message };
}

export interface CertificateChoice {
  readonly mode: 'certificate' | 'cluster' | 'skip';
  /** SHA-256 that the user compared and accepted. */
  readonly confirmedSha256?: string;
}

export function certificateCheck(report: CertificateReport, { mode, confirmedSha256 }: CertificateChoice): Check {
  const check = 'certificate';
  if (mode === 'skip') {
    const message = sentence('certificate-not-verified', 'The certificate is not verified.');
    return { check, result: 'warning', message };
  }
  if (report.trusted || (mode === 'certificate' && confirmedSha256 === report.sha256))
    return { check, result: 'passed' };
  const { sha256 } = report;
  if (mode === 'certificate' && confirmedSha256 !== undefined) {
    const text = 'The server shows another certificate ({sha256}) than the one that was confirmed.';
    return { check, result: 'failed', message: sentence('certificate-changed', text, { sha256 }) };
  }
  const text = 'The certificate {sha256} is signed by an authority this cluster does not know.';
  const message = sentence('certificate-untrusted', text, { sha256 });
  return { check, result: mode === 'certificate' ? 'confirm' : 'failed', message };
}

export function signInChecks({ product, version, missingPrivileges }: ConnectionReport): Check[] {
  const signedIn: Check = {
    check: 'signIn',
    result: 'passed',
    message: sentence('signed-in', '{product}', { product, version }),
  };
  if (missingPrivileges.length === 0) return [signedIn, { check: 'privileges', result: 'passed' }];
  const missing = missingPrivileges.map(({ feature, privilege }) => `${feature}: ${privilege}`).join(', ');
  const message = sentence('privilege-missing', 'Missing: {missing}.', { missing });
  return [signedIn, { check: 'privileges', result: 'warning', message }];
}
