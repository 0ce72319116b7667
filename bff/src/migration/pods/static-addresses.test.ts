import { describe, expect, test } from 'vitest';
import type { GuestAddress, SourceMachine } from '../../machine/source-machine.ts';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { hasManyAddressesPerNic, staticAddresses } from './static-addresses.ts';

const mac = '00:50:56:83:25:47';
const address = (change: Partial<GuestAddress> = {}): GuestAddress => ({
  mac,
  ip: '10.0.0.5',
  prefix: 24,
  gateway: '10.0.0.1',
  dns: ['10.0.0.2', '10.0.0.3'],
  ...change,
});

function guest(addresses: readonly GuestAddress[], family: SourceMachine['guest']['family'] = 'linux'): SourceMachine {
  const machine = fakeMachine();
  const nics = [mac, '00:50:56:83:25:48'].map((each, index) => ({
    key: String(4000 + index),
    mac: each,
    networkId: 'network-1',
    model: 'vmxnet3',
    startConnected: true,
  }));
  return { ...machine, nics, guest: { ...machine.guest, family, addresses } };
}

describe('staticAddresses', () => {
  const plain = `${mac}:ip:10.0.0.5,10.0.0.1,24,10.0.0.2,10.0.0.3`;
  test.each<[string, readonly GuestAddress[], SourceMachine['guest']['family'], string]>([
    ['nothing known', [], 'linux', ''],
    ['an address with all that belongs to it', [address()], 'linux', plain],
    ['neither gateway nor servers', [{ mac, ip: '10.0.0.5', prefix: 24, dns: [] }], 'linux', `${mac}:ip:10.0.0.5,,24`],
    [
      'IPv4 before IPv6',
      [address({ ip: 'fd00::5', gateway: 'fd00::1', prefix: 64, dns: [] }), address({ dns: [] })],
      'linux',
      `${mac}:ip:10.0.0.5,10.0.0.1,24_${mac}:ip:fd00::5,fd00::1,64`,
    ],
    ['link-local ones left out', [address({ ip: 'fe80::1' }), address({ ip: '169.254.3.4' })], 'linux', ''],
    ['adapters without a NIC left out', [address({ mac: '02:42:ac:11:00:02' })], 'linux', ''],
    [
      'a NIC in other letters',
      [address({ mac: mac.toUpperCase(), dns: [] })],
      'linux',
      `${mac.toUpperCase()}:ip:10.0.0.5,10.0.0.1,24`,
    ],
    ['texts that are no address left out', [address({ ip: '10.0.0.5,evil' })], 'linux', ''],
    [
      'servers that are no address left out',
      [address({ dns: ['a_b', '10.0.0.2'] })],
      'linux',
      `${mac}:ip:10.0.0.5,10.0.0.1,24,10.0.0.2`,
    ],
    ['a gateway that is no address left out', [address({ gateway: 'x', dns: [] })], 'linux', `${mac}:ip:10.0.0.5,,24`],
    ['Windows: set by hand', [address({ origin: 'manual' })], 'windows', plain],
    ['Windows: leased', [address({ origin: 'dhcp' })], 'windows', ''],
    ['others: leased or not cannot be told', [address({ origin: 'dhcp' })], 'linux', plain],
  ])('%s', (_name, addresses, family, expected) => {
    expect(staticAddresses(guest(addresses, family))).toBe(expected);
  });

  test('a guest that reports thousands does not make a pod too large', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => address({ ip: `10.${index >> 8}.${index & 255}.1` }));
    expect(staticAddresses(guest(many)).split('_')).toHaveLength(64);
  });
});

describe('hasManyAddressesPerNic', () => {
  const manual = (change: Partial<GuestAddress> = {}) => address({ origin: 'manual', ...change });
  test.each<[string, readonly GuestAddress[], SourceMachine['guest']['family'], boolean]>([
    ['one', [manual()], 'windows', false],
    ['two of one NIC', [manual(), manual({ ip: '10.0.0.6' })], 'windows', true],
    ['one of each NIC', [manual(), manual({ mac: '00:50:56:83:25:48', ip: '10.0.0.6' })], 'windows', false],
    ['one of each kind', [manual(), manual({ ip: 'fd00::5' })], 'windows', false],
    ['one by hand, one leased', [manual(), manual({ ip: '10.0.0.6', origin: 'dhcp' })], 'windows', false],
    ['two, but no Windows', [manual(), manual({ ip: '10.0.0.6' })], 'linux', false],
  ])('%s', (_name, addresses, family, expected) => {
    expect(hasManyAddressesPerNic(guest(addresses, family))).toBe(expected);
  });
});
