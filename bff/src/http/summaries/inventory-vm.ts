import type { Plan } from '../../api/generated/plan.ts';
import type { InventoryVm } from '../../api/http/providers.ts';

type Item = Readonly<Record<string, unknown>>;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

const powers: Readonly<Record<string, InventoryVm['power']>> = {
  poweredOn: 'On',
  poweredOff: 'Off',
  suspended: 'Suspended',
};

function disksOf(item: Item): readonly Item[] {
  return Array.isArray(item.disks) ? (item.disks as readonly Item[]) : [];
}

/** A machine of the inventory, in MTV's field names, as the wizard's table shows it. */
export function inventoryVm(item: Item, plans: readonly Plan[]): InventoryVm {
  const id = text(item.id);
  const name = text(item.name);
  const path = text(item.path);
  return {
    id,
    name,
    path,
    folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '/',
    power: powers[text(item.powerState)] ?? 'Unknown',
    guestOs: text(item.guestNameFromVmwareTools) || text(item.guestName) || text(item.guestId),
    cpus: number(item.cpuCount),
    memoryBytes: number(item.memoryMB) * 1024 * 1024,
    disks: disksOf(item).length,
    diskBytes: disksOf(item).reduce((sum, disk) => sum + number(disk.capacity), 0),
    usedBytes: number(item.storageUsed),
    host: text(item.hostName_) || text(item.hostDisplayName),
    cluster: text(item.clusterName),
    isTemplate: item.isTemplate === true,
    plans: plans
      .filter(({ spec }) => spec.vms.some((vm) => (vm.id === undefined ? vm.name === name : vm.id === id)))
      .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name })),
  };
}
