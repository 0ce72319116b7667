import type { Host } from '../../api/generated/host.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import type { HostLookup, KnownHost } from './host-checks.ts';

const several = { offset: 0, limit: 2 };

/** The host that a Host means; `undefined` stands for an inventory that cannot be read. */
export async function lookUpHost(
  inventory: ProviderInventory | undefined,
  { id, name }: Host['spec'],
): Promise<HostLookup> {
  if (inventory === undefined) return { result: 'unreadable' };
  if (id) {
    const row = await inventory.row('hosts', id);
    return row === undefined ? { result: 'missing' } : { result: 'found', host: knownHost(row) };
  }
  const { items } = await inventory.page({ collection: 'hosts', filter: { name: [name ?? ''] }, ...several });
  const [row] = items;
  if (row === undefined) return { result: 'missing' };
  return items.length > 1 ? { result: 'ambiguous' } : { result: 'found', host: knownHost(row) };
}

type Row = Readonly<Record<string, unknown>>;

function knownHost(row: Row): KnownHost {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    id: text(row.id),
    name: text(row.name),
    status: text(row.status),
    inMaintenance: row.inMaintenance === true,
    fingerprint: text(row.thumbprint),
  };
}
