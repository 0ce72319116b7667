import { addressGuard, type AddressRange } from '../platform/address-guard.ts';
import { certificateProbe } from '../platform/certificate.ts';
import type { Clock } from '../platform/clock.ts';
import type { ProxyRules } from '../platform/proxy.ts';
import { TrustingSenders } from '../platform/trusting-sender.ts';
import type { DriverContext } from './driver.ts';

/** How servers that users name are reached; plain data, so that a thread can be given it. */
export interface Outbound {
  /** The cluster's bundle (PEM). */
  readonly trustedCa?: string;
  readonly allowedAddresses: readonly AddressRange[];
  readonly clusterAddresses: readonly AddressRange[];
  readonly proxies: ProxyRules;
}

export interface OpenDriverContext extends DriverContext {
  close(): Promise<void>;
}

/** Over real sockets; everything goes only where the address guard lets it. */
export function openDriverContext(outbound: Outbound, clock: Clock): OpenDriverContext {
  const { trustedCa, allowedAddresses, clusterAddresses, proxies } = outbound;
  const guard = addressGuard({ allowed: allowedAddresses, cluster: clusterAddresses });
  const senders = new TrustingSenders({ extraCa: trustedCa, guard, proxies });
  return {
    send: senders.for,
    clock,
    certificate: certificateProbe({ guard, proxies }),
    close: () => senders.close(),
  };
}
