import tls from 'node:tls';
import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import { isIP } from 'node:net';
import { KnownError, ProviderUnavailableError } from './errors.ts';
import { routeTo, type Route, type RouteRules } from './route.ts';
import { authorityOf, type Link, type Trust } from './trust.ts';
import { openTunnel } from './tunnel.ts';

export interface CertificateReport {
  /** `host:port` that was asked. */
  readonly address: string;
  readonly protocol: string;
  readonly trusted: boolean;
  /** Why it is not trusted, as Node's TLS error code. */
  readonly problem?: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** Colon-separated upper-case hex. */
  readonly sha1: string;
  readonly sha256: string;
  readonly pem: string;
}

/** The certificate that a TLS endpoint presents, whether or not it is trusted. */
export type CertificateProbe = (url: string, link: Link, signal?: AbortSignal) => Promise<CertificateReport>;

const LIMIT_MS = 5_000;

/**
 * Throws ProviderUnavailableError when no TLS endpoint answers within 5 s, AddressRefusedError where the rules
 * forbid to ask.
 */
export function certificateProbe(rules: RouteRules = {}): CertificateProbe {
  return async (url, link, signal) => {
    const { hostname, port } = new URL(url);
    const address = `${hostname}:${port || '443'}`;
    const limit = AbortSignal.timeout(LIMIT_MS);
    const until = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    try {
      const socket = await connect(address, link.trust, routeTo(url, link.proxy, rules), until);
      try {
        await connected(socket, until);
        return report(address, socket);
      } finally {
        socket.destroy();
      }
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof KnownError) throw cause;
      throw new ProviderUnavailableError(`${address} presents no certificate: ${reasonOf(cause)}.`, {
        code: 'CertificateUnavailable',
        cause,
      });
    }
  };
}

async function connect(address: string, trust: Trust, route: Route, signal: AbortSignal): Promise<tls.TLSSocket> {
  const { hostname, port } = new URL(`https://${address}`);
  const host = hostname.replace(/^\[|\]$/g, '');
  const { proxy, lookup } = route;
  const authority = authorityOf(trust);
  const way = proxy === undefined ? { lookup } : { socket: await openTunnel(address, { proxy, lookup, signal }) };
  return tls.connect({
    host,
    port: Number(port || 443),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(authority === undefined ? {} : { ca: [...tls.rootCertificates, authority] }),
    // The answer is a report on the certificate: nothing is sent over this connection.
    rejectUnauthorized: false,
    allowPartialTrustChain: true,
    ...way,
  });
}

function connected(socket: tls.TLSSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (run: () => void) => {
      signal.removeEventListener('abort', onAbort);
      run();
    };
    socket.once('secureConnect', () => settle(resolve));
    socket.on('error', (error: Error) => settle(() => reject(error)));
  });
}

function report(address: string, socket: tls.TLSSocket): CertificateReport {
  const peer: Partial<DetailedPeerCertificate> = socket.getPeerCertificate(true);
  if (peer.raw === undefined) throw new Error('the endpoint sent none');
  const { authorizationError } = socket;
  const problem: unknown = authorizationError;
  return {
    address,
    protocol: socket.getProtocol() ?? 'unknown',
    trusted: socket.authorized,
    ...(socket.authorized ? {} : { problem: problemCode(problem) }),
    subject: distinguishedName(peer.subject),
    issuer: distinguishedName(peer.issuer),
    validFrom: new Date(peer.valid_from ?? 0).toISOString(),
    validTo: new Date(peer.valid_to ?? 0).toISOString(),
    sha1: peer.fingerprint ?? '',
    sha256: peer.fingerprint256 ?? '',
    pem: pemOf(peer.raw),
  };
}

/** Node documents an Error here and hands out its code. */
function problemCode(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  if (problem instanceof Error && 'code' in problem && typeof problem.code === 'string') return problem.code;
  return 'UNKNOWN';
}

function distinguishedName(name: PeerCertificate['subject'] | undefined): string {
  return Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : String(value)}`)
    .join(', ');
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  if (cause.name === 'TimeoutError') return `no answer within ${LIMIT_MS / 1000} s`;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
