import { isIP, isIPv4 } from 'node:net';
import type { GuestAddress, SourceMachine } from './source-machine.ts';

/** More than any guest has; keeps what is made of them small. */
const mostAddresses = 64;

/**
 * Addresses that are the guest's own, IPv4 first. Tools of Windows say which were set by hand, those of other guests do
 * not. Adapters that only the guest knows (bridges of containers, tunnels) have no NIC that could keep an address.
 */
export function keptAddresses({ guest, nics }: Pick<SourceMachine, 'guest' | 'nics'>): GuestAddress[] {
  const macs = new Set(nics.map(({ mac }) => mac.toLowerCase()));
  const kept = guest.addresses.filter(
    ({ mac, ip, origin }) =>
      macs.has(mac.toLowerCase()) &&
      isIP(ip) !== 0 &&
      !isLinkLocal(ip) &&
      (guest.family !== 'windows' || origin === 'manual'),
  );
  return [...kept.filter(({ ip }) => isIPv4(ip)), ...kept.filter(({ ip }) => !isIPv4(ip))].slice(0, mostAddresses);
}

function isLinkLocal(ip: string): boolean {
  return /^169\.254\.|^fe[89ab][0-9a-f]:/i.test(ip);
}
