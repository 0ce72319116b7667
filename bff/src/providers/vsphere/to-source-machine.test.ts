import { expect, test } from 'vitest';
import { toSourceMachine } from './to-source-machine.ts';
import { buildVm, newVmFacts } from './vm-facts.ts';
import type { DiskModel, VmModel } from './vm-model.ts';

const disk = (change: Partial<DiskModel> = {}): DiskModel => ({
  key: 2000,
  unitNumber: 0,
  controllerKey: 1000,
  bus: 'scsi',
  file: '[ds1] a/a.vmdk',
  datastore: { kind: 'Datastore', id: 'datastore-1' },
  capacity: 1024,
  shared: false,
  rdm: false,
  physicalMode: false,
  mode: 'persistent',
  serial: '',
  winDriveLetter: '',
  changeTrackingEnabled: false,
  parent: '',
  deviceName: '',
  vvolId: '',
  lunUuid: '',
  own: { baseFile: '[ds1] a/a.vmdk', encrypted: false },
  ...change,
});
const machine = (change: Partial<VmModel>) =>
  toSourceMachine({ ...buildVm('vm-1', newVmFacts()), ...change }, { path: '/dc/vm/a' });

test.each<[string, Partial<DiskModel>, string[]]>([
  ['a plain disk', {}, []],
  ['a raw device that looks like a disk', { rdm: true }, ['virtualRdm']],
  ['a raw device that does not', { rdm: true, physicalMode: true }, ['rdm']],
])('%s', (_name, change, kinds) => {
  expect(machine({ disks: [disk(change)] }).shapes.map(({ kind }) => kind)).toEqual(kinds);
});

test('a disk tells the drive that is on it', () => {
  const { disks } = machine({ disks: [disk({ winDriveLetter: 'c' }), disk({ key: 2001 })] });
  expect(disks.map(({ driveLetter }) => driveLetter)).toEqual(['c', undefined]);
});

test('what people wrote beside a machine comes with it', () => {
  const { own } = buildVm('vm-1', newVmFacts());
  const tags = [{ id: 't', name: 'Gold', description: 'best', category: 'Tier', categoryId: 'c' }];
  const found = machine({ tags, own: { ...own, attributes: { app: 'shop' } } });
  expect(found.tags).toEqual([{ category: 'Tier', name: 'Gold', description: 'best' }]);
  expect(found.attributes).toEqual({ app: 'shop' });
});
