import { child, childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { numberAt } from './values.ts';

export interface PhysicalAdapter {
  readonly key: string;
  readonly linkSpeed: number;
}

/** A vmkernel adapter: an address of the host from which disks can be read. */
export interface VmkernelAdapter {
  readonly key: string;
  readonly device: string;
  readonly portGroup: string;
  readonly dPortGroup: string;
  readonly ipAddress: string;
  readonly subnetMask: string;
  readonly mtu: number;
}

export interface HostPortGroup {
  readonly key: string;
  readonly name: string;
  readonly vSwitch: string;
  readonly vlanId: number;
}

export interface HostSwitch {
  readonly key: string;
  readonly name: string;
  readonly portGroups: readonly string[];
  readonly pNICs: readonly string[];
}

export function readPhysicalAdapters(array: XmlElement | undefined): readonly PhysicalAdapter[] {
  return childrenOf(array, 'PhysicalNic').map((nic) => ({
    key: textAt(nic, 'key'),
    linkSpeed: numberAt(nic, 'linkSpeed', 'speedMb'),
  }));
}

export function readVmkernelAdapters(array: XmlElement | undefined): readonly VmkernelAdapter[] {
  return childrenOf(array, 'HostVirtualNic').map((nic) => ({
    key: textAt(nic, 'key'),
    device: textAt(nic, 'device'),
    portGroup: textAt(nic, 'portgroup'),
    dPortGroup: textAt(nic, 'spec', 'distributedVirtualPort', 'portgroupKey'),
    ipAddress: textAt(nic, 'spec', 'ip', 'ipAddress'),
    subnetMask: textAt(nic, 'spec', 'ip', 'subnetMask'),
    mtu: numberAt(nic, 'spec', 'mtu'),
  }));
}

/** Addresses of the adapters that are chosen for management. */
export function readManagementAddresses(array: XmlElement | undefined): readonly string[] {
  return childrenOf(array, 'VirtualNicManagerNetConfig')
    .filter((config) => textAt(config, 'nicType') === 'management')
    .flatMap((config) => {
      // Chosen ones are named with what they are chosen for, candidates without it.
      const chosen = childrenOf(config, 'selectedVnic').map(({ text }) => text.trim());
      return childrenOf(config, 'candidateVnic')
        .filter((vnic) => chosen.some((key) => key === textAt(vnic, 'key') || key.endsWith(`.${textAt(vnic, 'key')}`)))
        .map((vnic) => textAt(vnic, 'spec', 'ip', 'ipAddress'));
    })
    .filter((address) => address !== '');
}

export function readPortGroups(array: XmlElement | undefined): readonly HostPortGroup[] {
  return childrenOf(array, 'HostPortGroup').map((group) => ({
    key: textAt(group, 'key'),
    name: textAt(group, 'spec', 'name'),
    vSwitch: textAt(group, 'vswitch'),
    vlanId: numberAt(group, 'spec', 'vlanId'),
  }));
}

export function readSwitches(array: XmlElement | undefined): readonly HostSwitch[] {
  return childrenOf(array, 'HostVirtualSwitch').map((each) => ({
    key: textAt(each, 'key'),
    name: textAt(each, 'name'),
    portGroups: childrenOf(each, 'portgroup').map((group) => group.text.trim()),
    pNICs: childrenOf(each, 'pnic').map((nic) => nic.text.trim()),
  }));
}

/** VLAN of a distributed port group's default port: one id, or trunked ranges `1-10,20-30`. */
export function readVlan(portConfig: XmlElement | undefined): string {
  const vlan = child(portConfig, 'vlan');
  const ranges = childrenOf(vlan, 'vlanId').map((range) => {
    const [start, end] = [textAt(range, 'start'), textAt(range, 'end')];
    return start === '' ? range.text.trim() : `${start}-${end}`;
  });
  return ranges.join(',');
}
