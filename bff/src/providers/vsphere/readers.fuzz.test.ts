import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KnownError } from '../../platform/errors.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { judge } from '../concern.ts';
import type { InventoryRecord } from '../inventory-source.ts';
import { vsphereInventory } from './inventory-source.ts';
import { kinds } from './kinds.ts';
import { ObjectSet } from './object-set.ts';
import type { ObjectUpdate } from './property-collector.ts';
import { readTags } from './tags.ts';
import type { VsphereRestClient } from './rest-client.ts';

/** Names that the readers look for, so that generated documents get anywhere. */
const names = [
  'VirtualDevice ManagedObjectReference CustomFieldDef CustomFieldValue OptionValue GuestNicInfo GuestDiskInfo',
  'GuestStackInfo key value name backing fileName datastore parent capacityInBytes unitNumber controllerKey busNumber',
  'ipConfig ipAddress dnsConfig mappings diskPath macAddress currentSnapshot rootSnapshotList childSnapshotList',
  'HostVirtualNic PhysicalNic HostPortGroup HostVirtualSwitch spec ip selectedVnic candidateVnic nicType ScsiLun',
  'rule group vm vlan vlanId start end extent vmfs nas affinitySet gateway ipRouteConfig ipRoute Tag',
]
  .join(' ')
  .split(' ');

const types = ['VirtualDisk', 'VirtualVmxnet3', 'ParaVirtualSCSIController', 'HostSystem', 'Network', '__proto__', ''];
const texts = fc.oneof(
  fc.constantFrom('true', 'NaN', '-1', '1e309', '9007199254740993', '__proto__', 'scsi0:0.ctkEnabled', '[ds] a/b.vmdk'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const elementOf = (children: fc.Arbitrary<XmlElement[]>): fc.Arbitrary<XmlElement> =>
  fc.record({
    name: fc.constantFrom(...names),
    text: texts,
    attributes: fc.oneof(
      fc.constant({}),
      fc.constantFrom(...types).map((type) => ({ type })),
      fc.constantFrom(...types).map((type) => ({ 'xsi:type': type })),
    ),
    children,
  });

const deepest = elementOf(fc.constant([]));
const element = [1, 2, 3].reduce((below) => elementOf(fc.array(below, { maxLength: 4 })), deepest);

const update: fc.Arbitrary<ObjectUpdate> = fc.constantFrom(...Object.keys(kinds)).chain((type) =>
  fc.record({
    moref: fc.constantFrom('a', 'b', '__proto__').map((id) => ({ type, id: `${type}-${id}` })),
    kind: fc.constantFrom('enter' as const, 'modify' as const, 'leave' as const),
    changes: fc.array(
      fc.record(
        { path: fc.constantFrom('toString', ...(kinds[type]?.paths ?? [])), value: element },
        { requiredKeys: ['path'] },
      ),
      { maxLength: 8 },
    ),
  }),
);

it('any update makes records that can be shown, judged and looked at as machines', () => {
  fc.assert(
    fc.property(fc.array(update, { maxLength: 12 }), (updates) => {
      const objects = new ObjectSet();
      const known = new Map<string, InventoryRecord>();
      objects.beginLoad();
      for (const each of updates) objects.apply(each);
      objects.endLoad();
      for (const record of objects.take().put) known.set(record.id, record);
      const lookup = (id: string) => known.get(id);
      for (const record of known.values()) {
        expect(JSON.parse(JSON.stringify(record))).toMatchObject({ id: record.id, name: record.name });
        expect(vsphereInventory.path(record.id, lookup)).toEqual(expect.any(String));
        if (record.collection !== 'vms') continue;
        expect(vsphereInventory.machine(record, lookup).id).toBe(record.id);
        const { machine } = vsphereInventory.workload(record, lookup);
        expect(judge(vsphereInventory.rules, machine).errors).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

it('any answer about tags is understood or refused', async () => {
  const answer = fc.oneof(
    fc.jsonValue(),
    fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
    fc.record({ name: fc.string(), category_id: fc.oneof(fc.string(), fc.constant(undefined)) }),
    fc.array(
      fc.record({
        tag_id: fc.string({ maxLength: 3 }),
        object_ids: fc.constant([{ type: 'VirtualMachine', id: 'vm-1' }]),
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 4, maxLength: 8 }), async (answers) => {
      let next = 0;
      // Only what the reader asks of it.
      const rest = { read: () => Promise.resolve(answers[next++ % answers.length]) } as unknown as VsphereRestClient;
      try {
        for (const tags of (await readTags(rest, { wants: () => true })).values())
          for (const tag of tags) expect(tag).toMatchObject({ name: expect.any(String) as string });
      } catch (error) {
        expect(error).toBeInstanceOf(KnownError);
      }
    }),
    { numRuns: 300 },
  );
});
