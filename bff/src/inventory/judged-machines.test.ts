import { expect, test } from 'vitest';
import type { InventoryRecord, InventorySource } from '../providers/inventory-source.ts';
import { vsphereInventory } from '../providers/vsphere/inventory-source.ts';
import { JudgedMachines } from './judged-machines.ts';

function record(collection: string, id: string, native: object, parent?: string): InventoryRecord {
  return { collection, id, name: id, native: { id, name: id, ...native }, ...(parent && { parent }) };
}

const machine = record('vms', 'vm-1', { host: 'host-1', tpmEnabled: true });
const host = record('hosts', 'host-1', {}, 'cluster-1');
const cluster = (dpmEnabled: boolean) => record('clusters', 'cluster-1', { own: { dpmEnabled, hostAffinityVms: [] } });

/** Machines over a store that the test fills; counts how often a machine was put together to be judged. */
function judged() {
  const records = new Map([host, cluster(false)].map((one) => [one.id, one]));
  const counted = { workloads: 0 };
  const source: InventorySource = {
    ...vsphereInventory,
    workload: (...from) => {
      counted.workloads += 1;
      return vsphereInventory.workload(...from);
    },
  };
  const machines = new JudgedMachines(source, (id) => records.get(id));
  const concerns = (of = machine) => machines.of(of).concerns.map(({ id }) => id);
  return { records, counted, concerns, machines };
}

test('a machine that did not change is not judged again', () => {
  const { counted, concerns } = judged();
  expect(concerns()).toEqual(['vmware.tpm.detected']);
  expect(concerns()).toEqual(['vmware.tpm.detected']);
  expect(counted.workloads).toBe(1);
  expect(concerns(record('vms', 'vm-1', { host: 'host-1' }))).toEqual([]);
});

test('a machine is judged anew when its host or cluster changed', () => {
  const { records, concerns } = judged();
  expect(concerns()).not.toContain('vmware.dpm.enabled');
  records.set('cluster-1', cluster(true));
  expect(concerns()).toContain('vmware.dpm.enabled');
});

test('a machine whose host is hidden is a critical concern until the host is visible', () => {
  const { records, concerns } = judged();
  records.delete('host-1');
  expect(concerns()).toEqual(['inventory.incomplete']);
  records.set('host-1', host);
  expect(concerns()).toEqual(['vmware.tpm.detected']);
});

test('many machines leave the event loop its turns, and are judged once', async () => {
  const { counted, concerns, machines } = judged();
  const many = Array.from({ length: 1000 }, (_, index) => record('vms', `vm-${index}`, { host: 'host-1' }));
  const all = machines.ahead(many);
  expect(counted.workloads).toBeLessThan(many.length);
  await all;
  for (const one of many) expect(concerns(one)).toEqual([]);
  expect(counted.workloads).toBe(many.length);
});
