import { isIP, isIPv4 } from 'node:net';
import type { GuestAddress, SourceMachine } from '../../machine/source-machine.ts';

/** More than any guest has; keeps the environment of a pod small. */
const mostAddresses = 64;

/**
 * The guest's static addresses as the conversion image reads them: `MAC:ip:address,gateway,prefix,dns…`, joined by `_`,
 * IPv4 first. Tools of Windows say which addresses were set by hand, those of other guests do not. Adapters that only
 * the guest knows (bridges of containers, tunnels) have no NIC that could keep an address.
 */
export function staticAddresses(machine: Pick<SourceMachine, 'guest' | 'nics'>): string {
  const kept = keptAddresses(machine);
  const ordered = [...kept.filter(({ ip }) => isIPv4(ip)), ...kept.filter(({ ip }) => !isIPv4(ip))];
  return ordered.slice(0, mostAddresses).map(written).join('_');
}

/** Some NIC of a Windows guest has several IPv4 addresses, which virt-v2v sets only when told. */
export function hasManyAddressesPerNic(machine: Pick<SourceMachine, 'guest' | 'nics'>): boolean {
  if (machine.guest.family !== 'windows') return false;
  const macs = keptAddresses(machine)
    .filter(({ ip }) => isIPv4(ip))
    .map(({ mac }) => mac.toLowerCase());
  return new Set(macs).size < macs.length;
}

function keptAddresses({ guest, nics }: Pick<SourceMachine, 'guest' | 'nics'>): GuestAddress[] {
  const macs = new Set(nics.map(({ mac }) => mac.toLowerCase()));
  return guest.addresses.filter(
    ({ mac, ip, origin }) =>
      macs.has(mac.toLowerCase()) &&
      isIP(ip) !== 0 &&
      !isLinkLocal(ip) &&
      (guest.family !== 'windows' || origin === 'manual'),
  );
}

function isLinkLocal(ip: string): boolean {
  return /^169\.254\.|^fe[89ab][0-9a-f]:/i.test(ip);
}

function written({ mac, ip, gateway = '', prefix, dns }: GuestAddress): string {
  const servers = dns.filter((server) => isIP(server) !== 0);
  return `${mac}:ip:${[ip, isIP(gateway) === 0 ? '' : gateway, String(prefix), ...servers].join(',')}`;
}
