import { child, childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { numberAt } from './values.ts';
import type { GuestDiskModel, GuestIpStackModel, GuestNetworkModel } from './vm-model.ts';

/** One entry per address of each adapter, from `guest.net`. */
export function readGuestNetworks(array: XmlElement | undefined): readonly GuestNetworkModel[] {
  return childrenOf(array, 'GuestNicInfo').flatMap((adapter, index) =>
    childrenOf(child(adapter, 'ipConfig'), 'ipAddress').map((address) => ({
      device: String(index),
      deviceConfigId: numberAt(adapter, 'deviceConfigId'),
      mac: textAt(adapter, 'macAddress').toLowerCase(),
      ip: textAt(address, 'ipAddress'),
      origin: textAt(address, 'origin'),
      prefix: numberAt(address, 'prefixLength'),
      dns: texts(child(adapter, 'dnsConfig'), 'ipAddress'),
      network: textAt(adapter, 'network'),
    })),
  );
}

export function readGuestDisks(array: XmlElement | undefined): readonly GuestDiskModel[] {
  return childrenOf(array, 'GuestDiskInfo').map((disk) => ({
    key: numberAt(disk, 'mappings', 'key'),
    diskPath: textAt(disk, 'diskPath'),
    capacity: numberAt(disk, 'capacity'),
    ...(child(disk, 'freeSpace') && { freeSpace: numberAt(disk, 'freeSpace') }),
    filesystemType: textAt(disk, 'filesystemType'),
  }));
}

/** One entry per route, from `guest.ipStack`. */
export function readGuestIpStacks(array: XmlElement | undefined): readonly GuestIpStackModel[] {
  return childrenOf(array, 'GuestStackInfo').flatMap((stack) =>
    childrenOf(child(stack, 'ipRouteConfig'), 'ipRoute').map((route) => ({
      device: textAt(route, 'gateway', 'device'),
      gateway: textAt(route, 'gateway', 'ipAddress'),
      network: textAt(route, 'network'),
      prefix: numberAt(route, 'prefixLength'),
      dns: texts(child(stack, 'dnsConfig'), 'ipAddress'),
    })),
  );
}

function texts(element: XmlElement | undefined, name: string): readonly string[] {
  return childrenOf(element, name).map((each) => each.text.trim());
}
