import { asOfSnapshot } from '../disk-chain.ts';
import type { Snapshot } from '../entities.ts';
import { reference, references } from '../values.ts';
import type { PropertyTable } from './property-table.ts';
import { machineConfig } from './virtual-machine.ts';

export const virtualMachineSnapshot: PropertyTable<Snapshot> = {
  vm: ({ vm }) => reference('VirtualMachine', vm),
  config: (snapshot, context) => {
    const vm = context.inventory.of(snapshot.vm, 'VirtualMachine');
    const ids = snapshot.disks.flatMap(({ disk, changeId }) =>
      changeId === undefined ? [] : [[disk.key, changeId] as const],
    );
    return machineConfig(asOfSnapshot(vm, snapshot), context, new Map(ids));
  },
  childSnapshot: ({ id, vm }, { inventory }) => {
    const { snapshots } = inventory.of(vm, 'VirtualMachine');
    const index = snapshots.findIndex((other) => other.id === id);
    return references(
      snapshots.slice(index + 1, index + 2).map((child) => reference('VirtualMachineSnapshot', child.id)),
    );
  },
  availableField: () => undefined,
  value: () => undefined,
};
