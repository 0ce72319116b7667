import type {
  HostPortGroup,
  HostSwitch,
  PhysicalAdapter,
  VmkernelAdapter,
} from '../../providers/vsphere/host-model.ts';

/** Facts about one host as the inventory of vSphere has them. */
export interface HostNetworking {
  readonly pNICs: readonly PhysicalAdapter[];
  readonly vNICs: readonly VmkernelAdapter[];
  readonly portGroups: readonly HostPortGroup[];
  readonly switches: readonly HostSwitch[];
}

/** An address through which disks can be read; speed in Mb/s, 0 where unknown. */
export interface NetworkAdapter {
  readonly name: string;
  readonly ipAddress: string;
  readonly subnetMask: string;
  readonly linkSpeed: number;
  readonly mtu: number;
}

/** The vmkernel adapters, the fastest first. `switchOf` names the distributed switch of a port group's id. */
export function networkAdapters(
  host: HostNetworking,
  switchOf: (portGroupId: string) => string | undefined,
): readonly NetworkAdapter[] {
  return host.vNICs
    .map(({ ipAddress, subnetMask, mtu, ...place }) => ({ ...wire(host, place, switchOf), ipAddress, subnetMask, mtu }))
    .sort((a, b) => b.linkSpeed - a.linkSpeed || b.mtu - a.mtu);
}

function wire(
  host: HostNetworking,
  { portGroup, dPortGroup }: Pick<VmkernelAdapter, 'portGroup' | 'dPortGroup'>,
  switchOf: (portGroupId: string) => string | undefined,
): Pick<NetworkAdapter, 'name' | 'linkSpeed'> {
  // A distributed switch does not tell which of the host's wires it has.
  if (portGroup === '') return { name: switchOf(dPortGroup) ?? '', linkSpeed: host.pNICs[0]?.linkSpeed ?? 0 };
  const group = host.portGroups.find(({ name, key }) => name === portGroup || key === portGroup);
  const uplinks = host.switches.find(({ key }) => key === group?.vSwitch)?.pNICs ?? [];
  const uplink = host.pNICs.find(({ key }) => uplinks.includes(key));
  return { name: group?.name ?? portGroup, linkSpeed: uplink?.linkSpeed ?? 0 };
}
