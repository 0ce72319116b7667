import type { Clock } from '../../clock.ts';
import type { DiskContent } from '../../seeds/disk-content.ts';
import { addMachine, folderAt, machineNamed } from './build-inventory.ts';
import type { BuildContext } from './build-inventory.ts';
import type { Snapshot, VirtualMachine } from './entities.ts';
import { isFacility } from './entities.ts';
import { ticksOf, writeEvery } from './guest-writing.ts';
import { startTracking } from './change-tracking.ts';
import { contentAt } from './disk-chain.ts';
import { diskOf } from './machine-from-spec.ts';
import type { MachinePower } from './machine-power.ts';
import type { DiskSpec, VmPower, VmSpec } from './model-spec.ts';
import { removeSnapshots, takeSnapshot } from './snapshots.ts';

/** What people do to machines behind the back of a migration. Machines are named by id or name. */
export class Machines {
  readonly #context: BuildContext;
  readonly #power: MachinePower;
  readonly #clock: Clock;

  constructor(context: BuildContext, power: MachinePower, clock: Clock) {
    this.#context = context;
    this.#power = power;
    this.#clock = clock;
  }

  /** Throws when there is no such machine. */
  get(machine: string): VirtualMachine {
    return machineNamed(this.#context.inventory, machine);
  }

  all(): readonly VirtualMachine[] {
    return [...this.#context.inventory.machines()];
  }

  /** In the first datacenter when none is named. */
  add(spec: VmSpec, datacenter?: string): VirtualMachine {
    for (const entity of this.#context.inventory.all()) {
      if (isFacility(entity) || entity.type !== 'Datacenter') continue;
      if (datacenter === undefined || entity.name === datacenter || entity.id === datacenter)
        return addMachine(this.#context, entity, spec);
    }
    throw new Error(`There is no datacenter ${datacenter ?? ''}.`);
  }

  remove(machine: string): void {
    const { inventory } = this.#context;
    const vm = this.get(machine);
    const folder = inventory.of(vm.parent ?? '', 'Folder');
    takeOut(folder.children, vm.id);
    takeOut(inventory.of(vm.host, 'HostSystem').vms, vm.id);
    takeOut(inventory.of(vm.resourcePool, 'ResourcePool').vms, vm.id);
    for (const { id } of vm.snapshots) inventory.remove(id);
    inventory.remove(vm.id, [folder.id, vm.host, vm.resourcePool]);
  }

  /** Any change of the machine itself. */
  change(machine: string, modify: (vm: VirtualMachine) => void): VirtualMachine {
    const vm = this.get(machine);
    modify(vm);
    this.#context.inventory.change([vm.id]);
    return vm;
  }

  rename(machine: string, name: string): void {
    this.change(machine, (vm) => {
      vm.name = name;
    });
  }

  addDisk(machine: string, disk: DiskSpec): void {
    const { inventory, seed } = this.#context;
    this.change(machine, (vm) => {
      const datacenter = inventory.of(vm.datacenter, 'Datacenter');
      const controller = disk.controller ?? vm.disks[0]?.controller ?? 'pvscsi';
      const used = new Map<number, number>();
      for (const { controllerKey, controller: other } of vm.disks)
        if (other === controller) used.set(firstKey(controllerKey), vm.disks.length);
      const added = diskOf({
        spec: { name: vm.name, guest: vm.guest, firmware: vm.firmware },
        disk,
        index: vm.disks.length,
        controller,
        used,
        placement: {
          seed,
          id: vm.id,
          now: this.#clock.now(),
          datacenter: vm.datacenter,
          folder: vm.parent ?? '',
          host: vm.host,
          resourcePool: vm.resourcePool,
          directory: vm.directory,
          datastore: (name) =>
            datacenter.datastores.find((id) => name === undefined || inventory.of(id, 'Datastore').name === name) ?? '',
          network: (name) => name,
          machine: (name) => this.get(name),
        },
      });
      vm.disks = [...vm.disks, added];
    });
  }

  removeDisk(machine: string, index: number): void {
    this.change(machine, (vm) => {
      vm.disks = vm.disks.filter((_, position) => position !== index);
    });
  }

  /** As a person or a backup tool would, at once and without a task. */
  snapshot(machine: string, name: string): Snapshot {
    return takeSnapshot(this.#context.inventory, this.get(machine), {
      name,
      power: 'poweredOff',
      now: this.#clock.now(),
    });
  }

  /** All of them, or those of that name. Throws VimFault where the machine's files cannot be merged. */
  removeSnapshots(machine: string, name?: string): void {
    const vm = this.get(machine);
    const snapshots = vm.snapshots.filter((snapshot) => name === undefined || snapshot.name === name);
    removeSnapshots(this.#context.inventory, vm, { snapshots, consolidate: true });
  }

  /** As a crash of its host or a move of its files does: change ids given out so far say nothing any more. */
  resetChangeTracking(machine: string): void {
    this.change(machine, (vm) => {
      for (const disk of vm.disks) if (disk.tracking) startTracking(disk);
    });
  }

  /** Throws while the machine has snapshots, as vSphere does. */
  growDisk(machine: string, index: number, capacityBytes: number): void {
    this.change(machine, (vm) => {
      const disk = vm.disks[index];
      if (disk === undefined) throw new Error(`${machine} has no disk ${index}.`);
      if (vm.snapshots.length > 0) throw new Error(`A disk of ${machine} cannot grow: it has snapshots.`);
      if (capacityBytes < disk.capacityBytes) throw new Error(`A disk of ${machine} cannot shrink.`);
      disk.capacityBytes = capacityBytes;
    });
  }

  /** From now on the guest writes to every disk so often while it runs; undefined ends it. */
  writeEvery(machine: string, everyMs: number | undefined): void {
    this.change(machine, (vm) => {
      writeEvery(vm, everyMs, this.#clock.now());
    });
  }

  /** How often the guest has written to each disk. */
  tick(machine: string): number {
    return ticksOf(this.get(machine), this.#clock.now());
  }

  /** What a disk holds now or, where one is named, held when the snapshot was taken. */
  content(machine: string, index: number, snapshot?: string): DiskContent {
    const vm = this.get(machine);
    const disk = vm.disks[index];
    if (disk === undefined) throw new Error(`${machine} has no disk ${index}.`);
    const frozen = vm.snapshots.find(({ id }) => id === snapshot)?.disks.find((other) => other.disk === disk);
    if (snapshot !== undefined && frozen === undefined) throw new Error(`${machine} has no ${snapshot}.`);
    return contentAt(vm, disk, frozen?.tick ?? ticksOf(vm, this.#clock.now()));
  }

  moveToFolder(machine: string, path: string): void {
    const { inventory } = this.#context;
    const vm = this.get(machine);
    const from = inventory.of(vm.parent ?? '', 'Folder');
    const to = inventory.of(folderAt(this.#context, inventory.of(vm.datacenter, 'Datacenter'), path), 'Folder');
    takeOut(from.children, vm.id);
    to.children.push(vm.id);
    vm.parent = to.id;
    inventory.restructure([vm.id, from.id, to.id]);
  }

  moveToHost(machine: string, host: string): void {
    const { inventory } = this.#context;
    const vm = this.get(machine);
    const hosts = inventory.of(vm.datacenter, 'Datacenter').hosts.map((id) => inventory.of(id, 'HostSystem'));
    const to = hosts.find((candidate) => candidate.id === host || candidate.name === host);
    if (to === undefined) throw new Error(`There is no host ${host}.`);
    const from = inventory.of(vm.host, 'HostSystem');
    const fromPool = inventory.of(vm.resourcePool, 'ResourcePool');
    const toPool = inventory.of(
      inventory.of(to.parent ?? '', 'ClusterComputeResource', 'ComputeResource').resourcePool,
      'ResourcePool',
    );
    takeOut(from.vms, vm.id);
    to.vms.push(vm.id);
    takeOut(fromPool.vms, vm.id);
    toPool.vms.push(vm.id);
    vm.host = to.id;
    vm.resourcePool = toPool.id;
    inventory.restructure([vm.id, from.id, to.id, fromPool.id, toPool.id]);
  }

  /** At once, as a person at the console would; no task is made. */
  setPower(machine: string, power: VmPower): void {
    this.#power.set(this.get(machine), power);
  }

  /** Changes so many machines a second until the returned function is called. */
  churn(of: { readonly perSecond: number; readonly random: () => number }): () => void {
    let cancel: (() => void) | undefined;
    const next = () => {
      cancel = this.#clock.after(1000 / of.perSecond, () => {
        const machines = this.all();
        const vm = machines[Math.floor(of.random() * machines.length)];
        if (vm) this.change(vm.id, (changed) => (changed.memoryMB = 1024 * (1 + Math.floor(of.random() * 64))));
        next();
      });
    };
    next();
    return () => {
      cancel?.();
    };
  }
}

function firstKey(controllerKey: number): number {
  return [31000, 15000, 1000, 200].find((first) => controllerKey >= first) ?? 1000;
}

function takeOut(ids: string[], id: string): void {
  const index = ids.indexOf(id);
  if (index >= 0) ids.splice(index, 1);
}
