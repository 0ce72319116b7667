import type { Plan } from '../../api/generated/plan.ts';
import type { InventoryVm } from '../../api/http/inventory.ts';
import { machineProgressBytes } from '../../migration/judgement/progress-size.ts';

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

const categories = ['Critical', 'Warning', 'Information'];

function concernsOf({ concerns }: Item): InventoryVm['concerns'] {
  // Of our own making, whatever the source sent.
  const found = Array.isArray(concerns) ? (concerns as InventoryVm['concerns']) : [];
  return found.toSorted((a, b) => categories.indexOf(a.category) - categories.indexOf(b.category));
}

const weights: Readonly<Record<InventoryVm['concerns'][number]['category'], number>> = {
  Critical: 1_000_000,
  Warning: 1000,
  Information: 1,
};

/** For ordering: one critical concern outweighs any number of warnings. */
export function severity({ concerns }: Pick<InventoryVm, 'concerns'>): number {
  return concerns.reduce((sum, { category }) => sum + weights[category], 0);
}

/** Names of a host and of the cluster it belongs to. */
export interface HostNames {
  readonly host: string;
  readonly cluster: string;
}

/** By the host's id; a host outside every cluster has no cluster's name. */
export function hostNames(hosts: readonly Item[], clusters: readonly Item[]): ReadonlyMap<string, HostNames> {
  const clusterNames = new Map(clusters.map(({ id, name }) => [text(id), text(name)]));
  return new Map(
    hosts.map(({ id, name, parent }) => {
      const parentId = text((parent as Item | undefined)?.id);
      return [text(id), { host: text(name), cluster: clusterNames.get(parentId) ?? '' }];
    }),
  );
}

type PlanNames = InventoryVm['plans'];

/** Which of the plans name a machine, by its id or, where the plan has none, its name. */
export function plansByMachine(plans: readonly Plan[]): (machine: SourceVm) => PlanNames {
  const found = new Map<string, { namespace: string; name: string }[]>();
  for (const { metadata, spec } of plans) {
    const plan = { namespace: metadata.namespace ?? '', name: metadata.name };
    for (const { id, name } of spec.vms) {
      const key = id === undefined || id === '' ? `name ${name ?? ''}` : `id ${id}`;
      found.set(key, [...(found.get(key) ?? []), plan]);
    }
  }
  return ({ id, name }) => [...(found.get(`id ${id}`) ?? []), ...(found.get(`name ${name}`) ?? [])];
}

/** What is the same for every caller. */
export type SourceVm = Omit<InventoryVm, 'plans'>;

/** A machine of the inventory, in MTV's field names, as the wizard's table shows it. */
export function sourceVm(item: Item, hosts: ReadonlyMap<string, HostNames>): SourceVm {
  const id = text(item.id);
  const name = text(item.name);
  const path = text(item.path);
  const place = hosts.get(text(item.host));
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
    host: place?.host ?? '',
    cluster: place?.cluster ?? '',
    isTemplate: item.isTemplate === true,
    progressBytes: machineProgressBytes(
      { id, name },
      disksOf(item).map(({ file }) => text(file)),
    ),
    concerns: concernsOf(item),
  };
}
