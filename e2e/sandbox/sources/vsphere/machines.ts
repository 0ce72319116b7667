import type { Clock } from '../../clock.ts';
import { addMachine, folderAt, machineNamed } from './build-inventory.ts';
import type { BuildContext } from './build-inventory.ts';
import type { VirtualMachine } from './entities.ts';
import { isFacility } from './entities.ts';
import { diskOf } from './machine-from-spec.ts';
import type { MachinePower } from './machine-power.ts';
import type { DiskSpec, VmPower, VmSpec } from './model-spec.ts';

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
        snapshots: 0,
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

  /** Puts a delta file on every disk that takes part in snapshots. */
  snapshot(machine: string, name: string): void {
    this.change(machine, (vm) => {
      const number = vm.snapshots.length + 1;
      vm.snapshots = [
        ...vm.snapshots,
        { id: `snapshot-${vm.id}-${number}`, number, name, createdAt: this.#clock.now() },
      ];
      for (const disk of vm.disks) {
        const stem = disk.files.at(-1)?.replace(/(-\d{6})?\.vmdk$/, '') ?? vm.directory;
        if (disk.mode === 'persistent') disk.files = [...disk.files, `${stem}-${String(number).padStart(6, '0')}.vmdk`];
      }
    });
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
