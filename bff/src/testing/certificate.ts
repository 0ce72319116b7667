import type { CertificateProbe, CertificateReport } from '../platform/certificate.ts';

/** A probe that sees a certificate with that SHA-1 fingerprint wherever it looks. */
export function certificateOf(sha1: string, change: Partial<CertificateReport> = {}): CertificateProbe {
  return (url) =>
    Promise.resolve({
      address: `${new URL(url).hostname}:443`,
      protocol: 'TLSv1.3',
      trusted: true,
      subject: 'CN=vcenter.sandbox.test',
      issuer: 'CN=sandbox',
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2027-01-01T00:00:00.000Z',
      sha1,
      sha256: 'CC:DD',
      pem: '',
      ...change,
    });
}
