import type { Snapshot, VirtualMachine } from '../entities.ts';
import type { Value } from '../values.ts';
import { data, dateTime, enumeration, list, reference } from '../values.ts';

/** `snapshot` of a machine; undefined while it has none. */
export function snapshotInfo(vm: VirtualMachine): Value | undefined {
  const current = vm.snapshots.at(-1);
  if (current === undefined) return undefined;
  return data('VirtualMachineSnapshotInfo', {
    currentSnapshot: reference('VirtualMachineSnapshot', current.id),
    rootSnapshotList: vm.snapshots.reduceRight<Value | undefined>(
      (children, snapshot) => list('VirtualMachineSnapshotTree', [branch(snapshot, children)]),
      undefined,
    ),
  });
}

function branch(snapshot: Snapshot, children: Value | undefined): Value {
  return data('VirtualMachineSnapshotTree', {
    snapshot: reference('VirtualMachineSnapshot', snapshot.id),
    vm: reference('VirtualMachine', snapshot.vm),
    name: snapshot.name,
    description: snapshot.description,
    id: snapshot.number,
    createTime: dateTime(snapshot.createdAt),
    state: enumeration('VirtualMachinePowerState', snapshot.power),
    quiesced: snapshot.quiesced,
    childSnapshotList: children,
    replaySupported: false,
  });
}
