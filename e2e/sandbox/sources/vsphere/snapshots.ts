import { nextChangeId, stun, takesPart } from './change-tracking.ts';
import { mergeFiles } from './disk-chain.ts';
import type { Snapshot, VirtualMachine } from './entities.ts';
import { ticksOf } from './guest-writing.ts';
import type { Inventory } from './inventory.ts';
import type { VmPower } from './model-spec.ts';
import { VimFault } from './soap.ts';

/** Delta files on one disk; with its base a chain has one more. */
const mostDeltas = 31;

export interface SnapshotRequest {
  readonly name: string;
  readonly description?: string;
  /** With the contents of memory, which is what makes it one of a running machine. */
  readonly memory?: boolean;
  readonly quiesce?: boolean;
}

/** Makes a snapshot as a caller of the API would. Throws VimFault TooManySnapshotLevels or ApplicationQuiesceFault. */
export function createSnapshot(
  inventory: Inventory,
  vm: VirtualMachine,
  request: SnapshotRequest,
  now: number,
): Snapshot {
  if (vm.snapshots.length >= mostDeltas)
    throw new VimFault('TooManySnapshotLevels', 'The maximum number of snapshot levels has been reached.');
  // Without a guest that could do it the wish is ignored.
  const quiesced = request.quiesce === true && vm.power === 'poweredOn' && vm.toolsRunning;
  if (quiesced && vm.quiescing === 'fails') {
    throw new VimFault(
      'ApplicationQuiesceFault',
      'An error occurred while saving the snapshot: Failed to quiesce the virtual machine.',
    );
  }
  const power = request.memory ? vm.power : 'poweredOff';
  return takeSnapshot(inventory, vm, { ...request, quiesced, power, now });
}

/** Puts a delta file on every disk that takes part. */
export function takeSnapshot(
  inventory: Inventory,
  vm: VirtualMachine,
  of: { name: string; description?: string; quiesced?: boolean; power: VmPower; now: number },
): Snapshot {
  vm.snapshotsTaken += 1;
  const number = vm.snapshotsTaken;
  const id = `snapshot-${vm.id}-${number}`;
  const tick = ticksOf(vm, of.now);
  const disks = vm.disks.map((disk) => ({
    disk,
    capacityBytes: disk.capacityBytes,
    tick,
    changeId: nextChangeId(disk, tick),
  }));
  for (const disk of vm.disks.filter(takesPart)) {
    const stem = disk.files.at(-1)?.replace(/(-\d{6})?\.vmdk$/, '') ?? vm.directory;
    disk.files = [...disk.files, `${stem}-${String(number).padStart(6, '0')}.vmdk`];
    disk.frozen = [...disk.frozen, { snapshot: id, tick }];
  }
  const { name, description = '', quiesced = false, power, now } = of;
  const snapshot: Snapshot = {
    type: 'VirtualMachineSnapshot',
    ...{ id, vm: vm.id, number, name, description, createdAt: now, quiesced, power, disks },
  };
  vm.snapshots = [...vm.snapshots, snapshot];
  stun(vm);
  inventory.add(snapshot, [vm.id]);
  return snapshot;
}

export interface SnapshotRemoval {
  readonly snapshots: readonly Snapshot[];
  /** Whether what they kept is merged at once. */
  readonly consolidate: boolean;
}

/** Throws VimFault FileLocked where the files could not be merged; the snapshots are gone even then. */
export function removeSnapshots(inventory: Inventory, vm: VirtualMachine, removal: SnapshotRemoval): void {
  const gone = new Set(removal.snapshots.map(({ id }) => id));
  vm.snapshots = vm.snapshots.filter(({ id }) => !gone.has(id));
  vm.consolidationNeeded = true;
  for (const id of gone) inventory.remove(id, [vm.id]);
  stun(vm);
  if (removal.consolidate) consolidate(inventory, vm);
}

/** Throws VimFault FileLocked. */
export function consolidate(inventory: Inventory, vm: VirtualMachine): void {
  if (vm.consolidation === 'fails') {
    const file = vm.disks[0]?.files.at(-1) ?? '';
    throw new VimFault('FileLocked', 'Unable to access file since it is locked.', { file });
  }
  for (const disk of vm.disks) mergeFiles(disk, vm.snapshots);
  vm.consolidationNeeded = false;
  inventory.change([vm.id]);
}
