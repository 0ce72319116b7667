import { probeCertificateAt } from '../platform/certificate.ts';
import type { Clock } from '../platform/clock.ts';
import { TrustingSenders } from '../platform/trusting-sender.ts';
import type { DriverContext } from '../providers/driver.ts';

export interface PinnedContext extends DriverContext {
  close(): Promise<void>;
}

export interface ContextAtOptions {
  readonly clock: Clock;
  /** The cluster's bundle (PEM). */
  readonly trustedCa?: string;
}

/** For one conversation with a server that a user named: every connection goes to the address that was judged. */
export function contextAt(address: string, { clock, trustedCa }: ContextAtOptions): PinnedContext {
  const senders = new TrustingSenders({ extraCa: trustedCa, address });
  return { send: senders.for, clock, certificate: probeCertificateAt(address), close: () => senders.close() };
}
