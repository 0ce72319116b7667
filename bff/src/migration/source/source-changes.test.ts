import { expect, test } from 'vitest';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { sourceChange } from './source-changes.ts';

const machine = fakeMachine({ disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] });
const [first = fakeDisk('web-01', 0)] = machine.disks;
const second = fakeDisk('web-01', 1);

test.each<[string, Partial<SourceMachine>]>([
  ['power', { power: 'Off' }],
  ['host', { host: { id: 'host-9', name: 'esx-09', path: '/dc/c/esx-09', inMaintenance: false } }],
  ['name', { name: 'web-01-renamed' }],
  ['order of the disks', { disks: [second, first] }],
])('%s may differ', (_name, change) => {
  expect(sourceChange(machine, { ...machine, ...change })).toBeUndefined();
});

test.each<[string, Partial<SourceMachine>, RegExp]>([
  ['a disk more', { disks: [first, second, fakeDisk('web-01', 2)] }, /web-01_2.vmdk was added/],
  ['a disk less', { disks: [first] }, /web-01_1.vmdk was removed/],
  ['another size', { disks: [{ ...first, capacityBytes: 1 }, second] }, /another size in bytes \(1\)/],
  ['another backing', { disks: [{ ...first, file: '[ds1] web-01/web-01-000001.vmdk' }, second] }, /another file/],
  ['another firmware', { firmware: { type: 'efi', secureBoot: false } }, /firmware is efi/],
  ['a shape that bars the path', { shapes: [{ kind: 'encrypted', detail: 'disk 1 is encrypted' }] }, /encrypted/],
])('%s is a change', (_name, change, expected) => {
  expect(sourceChange(machine, { ...machine, ...change })).toMatch(expected);
});
