import type { Snapshot, VirtualMachine } from '../entities.ts';
import { isFacility } from '../entities.ts';
import { existing } from '../selection.ts';
import { consolidate, createSnapshot, removeSnapshots } from '../snapshots.ts';
import { requiredText, VimFault } from '../soap.ts';
import type { Value } from '../values.ts';
import { reference } from '../values.ts';
import { child, childText } from '../xml.ts';
import type { AuthenticatedCall, Call, Method } from './method.ts';
import { machineOf, requirePrivilege, returns } from './method.ts';

interface Work {
  readonly operation: string;
  readonly durationMs: number;
  run(): Value | undefined;
}

/** Tasks on the files of a machine's disks: one at a time. */
export function startOn(vm: VirtualMachine, { service, session }: AuthenticatedCall, work: Work) {
  return returns(service.tasks.start({ ...work, entity: vm, user: session.user, exclusive: true }));
}

function create(call: AuthenticatedCall, quiesce: boolean) {
  requirePrivilege(call, 'VirtualMachine.State.CreateSnapshot');
  const vm = machineOf(call);
  const { service, element } = call;
  const name = requiredText(element, 'name');
  const description = childText(element, 'description');
  const memory = childText(element, 'memory') === 'true';
  return startOn(vm, call, {
    operation: 'VirtualMachine.createSnapshot',
    durationMs: service.snapshots.createMs,
    run: () => {
      const request = { name, description, memory, quiesce };
      const snapshot = createSnapshot(service.inventory, vm, request, service.clock.now());
      return reference('VirtualMachineSnapshot', snapshot.id);
    },
  });
}

interface Removal {
  readonly vm: VirtualMachine;
  readonly operation: string;
  /** Read when the task ends. */
  readonly snapshots: () => readonly Snapshot[];
}

function remove(call: AuthenticatedCall, { vm, operation, snapshots }: Removal) {
  requirePrivilege(call, 'VirtualMachine.State.RemoveSnapshot');
  const { service, element } = call;
  const mayMerge = childText(element, 'consolidate') !== 'false';
  return startOn(vm, call, {
    operation,
    durationMs: service.snapshots.removeMs,
    run: () => {
      removeSnapshots(service.inventory, vm, { snapshots: snapshots(), consolidate: mayMerge });
      return undefined;
    },
  });
}

function snapshotOf(call: Call): Snapshot {
  const entity = existing(call.self, call.service.inventory);
  if (isFacility(entity) || entity.type !== 'VirtualMachineSnapshot')
    throw new VimFault('NotSupported', 'The operation is not supported on the object.');
  return entity;
}

export const snapshotMethods: Readonly<Record<string, Method>> = {
  CreateSnapshot_Task: (call) => create(call, childText(call.element, 'quiesce') === 'true'),
  CreateSnapshotEx_Task: (call) => create(call, child(call.element, 'quiesceSpec') !== undefined),
  RemoveSnapshot_Task: (call) => {
    const snapshot = snapshotOf(call);
    const vm = call.service.inventory.of(snapshot.vm, 'VirtualMachine');
    const withChildren = childText(call.element, 'removeChildren') === 'true';
    return remove(call, {
      vm,
      operation: 'vm.Snapshot.remove',
      snapshots: () => (withChildren ? vm.snapshots.filter(({ number }) => number >= snapshot.number) : [snapshot]),
    });
  },
  RemoveAllSnapshots_Task: (call) => {
    const vm = machineOf(call);
    return remove(call, { vm, operation: 'VirtualMachine.removeAllSnapshots', snapshots: () => vm.snapshots });
  },
  ConsolidateVMDisks_Task: (call) => {
    requirePrivilege(call, 'VirtualMachine.State.RemoveSnapshot');
    const vm = machineOf(call);
    return startOn(vm, call, {
      operation: 'VirtualMachine.consolidateDisks',
      durationMs: call.service.snapshots.removeMs,
      run: () => {
        consolidate(call.service.inventory, vm);
        return undefined;
      },
    });
  },
};
