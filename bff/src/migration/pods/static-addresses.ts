import { isIP, isIPv4 } from 'node:net';
import { keptAddresses } from '../../machine/kept-addresses.ts';
import type { GuestAddress, SourceMachine } from '../../machine/source-machine.ts';

/** The guest's static addresses as the conversion image reads them: `MAC:ip:address,gateway,prefix,dns…`, joined by `_`. */
export function staticAddresses(machine: Pick<SourceMachine, 'guest' | 'nics'>): string {
  return keptAddresses(machine).map(written).join('_');
}

/** Some NIC of a Windows guest has several IPv4 addresses, which virt-v2v sets only when told. */
export function hasManyAddressesPerNic(machine: Pick<SourceMachine, 'guest' | 'nics'>): boolean {
  if (machine.guest.family !== 'windows') return false;
  const macs = keptAddresses(machine)
    .filter(({ ip }) => isIPv4(ip))
    .map(({ mac }) => mac.toLowerCase());
  return new Set(macs).size < macs.length;
}

function written({ mac, ip, gateway = '', prefix, dns }: GuestAddress): string {
  const servers = dns.filter((server) => isIP(server) !== 0);
  return `${mac}:ip:${[ip, isIP(gateway) === 0 ? '' : gateway, String(prefix), ...servers].join(',')}`;
}
