import { describe, expect, it } from 'vitest';
import { networkAdapters, type HostNetworking } from './host-adapters.ts';

const vmkernel = (ipAddress: string, place: { portGroup?: string; dPortGroup?: string }, mtu = 1500) => ({
  key: ipAddress,
  device: 'vmk0',
  portGroup: '',
  dPortGroup: '',
  subnetMask: '255.255.255.0',
  ipAddress,
  mtu,
  ...place,
});
const host: HostNetworking = {
  pNICs: [
    { key: 'pnic-slow', linkSpeed: 1_000 },
    { key: 'pnic-fast', linkSpeed: 25_000 },
  ],
  portGroups: [
    { key: 'group-1', name: 'Management', vSwitch: 'switch-slow', vlanId: 0 },
    { key: 'group-2', name: 'Migration', vSwitch: 'switch-fast', vlanId: 0 },
    { key: 'group-3', name: 'Internal', vSwitch: 'switch-without-wires', vlanId: 0 },
  ],
  switches: [
    { key: 'switch-slow', name: 'vSwitch0', portGroups: [], pNICs: ['pnic-slow'] },
    { key: 'switch-fast', name: 'vSwitch1', portGroups: [], pNICs: ['pnic-gone', 'pnic-fast'] },
    { key: 'switch-without-wires', name: 'vSwitch2', portGroups: [], pNICs: [] },
  ],
  vNICs: [],
};
const told = (...vNICs: HostNetworking['vNICs']) =>
  networkAdapters({ ...host, vNICs }, (id) => ({ 'dvportgroup-7': 'DSwitch' })[id]);

describe('the adapters of a host', () => {
  it.each([
    ['of a port group, with the speed of its wire', { portGroup: 'Migration' }, 'Migration', 25_000],
    ['of a port group named by its key', { portGroup: 'group-1' }, 'Management', 1_000],
    ['of a port group without wires', { portGroup: 'Internal' }, 'Internal', 0],
    ['of a port group that the host does not know', { portGroup: 'Gone' }, 'Gone', 0],
    ['of a distributed port group, named by its switch', { dPortGroup: 'dvportgroup-7' }, 'DSwitch', 1_000],
    ['of a distributed port group that is not visible', { dPortGroup: 'dvportgroup-8' }, '', 1_000],
  ])('are told %s', (_case, place, name, linkSpeed) => {
    expect(told(vmkernel('192.0.2.1', place))).toEqual([
      { name, linkSpeed, ipAddress: '192.0.2.1', subnetMask: '255.255.255.0', mtu: 1500 },
    ]);
  });

  it('come by speed, then by size of packets', () => {
    const adapters = told(
      vmkernel('192.0.2.1', { portGroup: 'Management' }),
      vmkernel('192.0.2.2', { portGroup: 'Management' }, 9000),
      vmkernel('192.0.2.3', { portGroup: 'Migration' }),
    );
    expect(adapters.map(({ ipAddress }) => ipAddress)).toEqual(['192.0.2.3', '192.0.2.2', '192.0.2.1']);
  });
});
