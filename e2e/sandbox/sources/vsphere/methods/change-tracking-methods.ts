import { changedAreas } from '../change-tracking.ts';
import type { Snapshot, VirtualMachine } from '../entities.ts';
import { referenceNamed, requiredText, VimFault } from '../soap.ts';
import { data, list, long } from '../values.ts';
import { child, childText } from '../xml.ts';
import type { Call, Method } from './method.ts';
import { machineOf, requirePrivilege, returns } from './method.ts';
import { startOn } from './snapshot-methods.ts';

function snapshotNamed(call: Call, vm: VirtualMachine): Snapshot | undefined {
  const wanted = referenceNamed(call.element, 'snapshot');
  if (wanted === undefined) {
    // The current state of a running machine moves on while it is asked for.
    if (vm.power !== 'poweredOff') throw new VimFault('InvalidPowerState', 'The virtual machine must be powered off.');
    return undefined;
  }
  const found = vm.snapshots.find(({ id }) => id === wanted.id);
  if (found) return found;
  throw new VimFault(
    'ManagedObjectNotFound',
    'The object has already been deleted or has not been completely created',
    {
      obj: wanted,
    },
  );
}

export const changeTrackingMethods: Readonly<Record<string, Method>> = {
  /** Of all that can be reconfigured only whether changes are tracked. */
  ReconfigVM_Task: (call) => {
    requirePrivilege(call, 'VirtualMachine.Config.ChangeTracking');
    const vm = machineOf(call);
    const spec = child(call.element, 'spec');
    const wanted = childText(spec, 'changeTrackingEnabled');
    if (wanted === undefined || spec?.children.length !== 1)
      throw new VimFault('NotSupported', 'Only change tracking can be reconfigured.');
    return startOn(vm, call, {
      operation: 'VirtualMachine.reconfigure',
      durationMs: call.service.snapshots.reconfigureMs,
      run: () => {
        vm.changeTracking = wanted === 'true';
        if (vm.changeTracking) for (const disk of vm.disks) disk.tracked = true;
        call.service.inventory.change([vm.id]);
        return undefined;
      },
    });
  },
  QueryChangedDiskAreas: (call) => {
    requirePrivilege(call, 'VirtualMachine.Provisioning.DiskRandomRead');
    const vm = machineOf(call);
    const { element, service } = call;
    const found = changedAreas(vm, {
      snapshot: snapshotNamed(call, vm),
      deviceKey: Number(requiredText(element, 'deviceKey')),
      startOffset: Number(requiredText(element, 'startOffset')),
      changeId: requiredText(element, 'changeId'),
      now: service.clock.now(),
      mostAreas: service.snapshots.areasPerAnswer,
    });
    return returns(
      data('DiskChangeInfo', {
        startOffset: long(found.startOffset),
        length: long(found.length),
        changedArea: list(
          'DiskChangeExtent',
          found.areas.map(({ offset, length }) =>
            data('DiskChangeExtent', { start: long(offset), length: long(length) }),
          ),
        ),
      }),
    );
  },
};
