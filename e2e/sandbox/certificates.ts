import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export interface KeyPair {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

const keys = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;
const day = 24 * 3_600_000;

/** An authority that signs the certificates of the sandbox's servers. */
export async function createAuthority(now: number): Promise<KeyPair> {
  const pems = await generate([{ name: 'commonName', value: 'Sandbox CA' }], {
    ...validity(now),
    ...keys,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert: pems.cert, key: pems.private };
}

/** A server's certificate for the loopback addresses and `name`. */
export async function createCertificate(name: string, authority: KeyPair, now: number): Promise<KeyPair> {
  const pems = await generate([{ name: 'commonName', value: name }], {
    ...validity(now),
    ...keys,
    ca: authority,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: name },
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { cert: pems.cert, key: pems.private };
}

/** SHA-1 of a certificate, upper-case hex with colons. */
export function fingerprintOf(cert: string | Buffer): string {
  return new X509Certificate(cert).fingerprint;
}

function validity(now: number): { notBeforeDate: Date; notAfterDate: Date } {
  return { notBeforeDate: new Date(now - day), notAfterDate: new Date(now + 365 * day) };
}
