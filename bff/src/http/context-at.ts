import { certificateProbe } from '../platform/certificate.ts';
import type { Clock } from '../platform/clock.ts';
import type { ProxyRules } from '../platform/proxy.ts';
import { TrustingSenders } from '../platform/trusting-sender.ts';
import type { DriverContext } from '../providers/driver.ts';

export interface PinnedContext extends DriverContext {
  close(): Promise<void>;
}

export interface ContextAtOptions {
  readonly clock: Clock;
  /** The cluster's bundle (PEM). */
  readonly trustedCa?: string;
  readonly proxies?: ProxyRules;
}

/** For one conversation with a server that a user named: every connection goes to the address that was judged, or
 * through the process's own proxy. */
export function contextAt(address: string, { clock, trustedCa, proxies }: ContextAtOptions): PinnedContext {
  const senders = new TrustingSenders({ extraCa: trustedCa, address, proxies });
  return {
    send: senders.for,
    clock,
    certificate: certificateProbe({ address, proxies }),
    close: () => senders.close(),
  };
}
