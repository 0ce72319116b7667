import { plans } from '../../api/generated/plan.ts';
import { providers, type Provider } from '../../api/generated/provider.ts';
import type { InventoryVm } from '../../api/http/providers.ts';
import type { InventoryState, ProviderInventory } from '../../inventory/inventory.ts';
import { ProviderUnavailableError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Catalog } from '../catalog.ts';
import { among, matchingRows, pageOfRows, type PageRules } from '../page.ts';
import { demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { hostNames, plansByMachine, sourceVm, type SourceVm } from '../summaries/inventory-vm.ts';

const vmRules: PageRules<SourceVm> = {
  searched: (row) => [row.name],
  passes: (row, query) => among(query.ids, row.id) && among(query.power, row.power) && among(query.host, row.host),
  columns: {
    name: (row) => row.name,
    power: (row) => row.power,
    guestOs: (row) => row.guestOs,
    cpus: (row) => row.cpus,
    memoryBytes: (row) => row.memoryBytes,
    disks: (row) => row.disks,
    diskBytes: (row) => row.diskBytes,
    usedBytes: (row) => row.usedBytes,
    host: (row) => row.host,
    cluster: (row) => row.cluster,
    folder: (row) => row.folder,
  },
  defaultColumns: ['name'],
  identity: (row) => row.id,
};

const everything = { offset: 0, limit: Number.MAX_SAFE_INTEGER };

function sumsOf(rows: readonly SourceVm[]) {
  const sum = (of: (row: SourceVm) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    running: sum(({ power }) => (power === 'On' ? 1 : 0)),
    diskBytes: sum(({ diskBytes }) => diskBytes),
    usedBytes: sum(({ usedBytes }) => usedBytes),
  };
}

/** The provider's inventory, for a caller who may read the provider. Throws ProviderUnavailableError while there is none. */
export async function inventoryFor(
  catalog: Catalog,
  caller: Caller,
  params: { readonly project: string; readonly name: string },
): Promise<{ readonly provider: Provider; readonly inventory: ProviderInventory }> {
  const key = { namespace: params.project, name: params.name };
  const provider = await demanded(caller, providers, params, catalog.provider(key));
  const inventory = catalog.inventory(provider);
  if (inventory === undefined) {
    throw new ProviderUnavailableError(`The inventory of ${params.name} has not been read yet.`, {
      code: 'inventory-not-read',
      parameters: { provider: params.name },
    });
  }
  return { provider, inventory };
}

async function readVms(inventory: ProviderInventory): Promise<SourceVm[]> {
  const items = async (collection: string, filter = {}) =>
    (await inventory.page({ collection, filter, ...everything })).items;
  const hosts = hostNames(await items('hosts'), await items('clusters'));
  return (await items('vms', { isTemplate: ['false'] })).map((item) => sourceVm(item, hosts));
}

interface SourceVmTable {
  readonly rows: Promise<readonly SourceVm[]>;
  /** When the rows were made. */
  readonly state: InventoryState;
}

/** The machines of an inventory, made anew after it has changed: tabs that show the same provider share them. */
class SourceVmTables {
  readonly #tables = new WeakMap<ProviderInventory, SourceVmTable>();

  of(inventory: ProviderInventory): SourceVmTable {
    const known = this.#tables.get(inventory);
    if (known !== undefined) return known;
    const end = inventory.changed(() => {
      this.#tables.delete(inventory);
      end();
    });
    const table = { rows: readVms(inventory), state: inventory.state };
    this.#tables.set(inventory, table);
    table.rows.catch(() => this.#tables.delete(inventory));
    return table;
  }
}

export function inventoryReads({ catalog }: RouteContext): Pick<Routes, 'listInventoryVms' | 'listInventory'> {
  const tables = new SourceVmTables();

  async function plansFor(caller: Caller, provider: Provider): Promise<(vm: SourceVm) => InventoryVm['plans']> {
    const open = catalog.plansUsing(provider).filter(({ spec }) => spec.archived !== true);
    return plansByMachine(await readable(caller, plans, open));
  }

  return {
    listInventoryVms: async ({ caller, params, query }) => {
      const { provider, inventory } = await inventoryFor(catalog, caller, params);
      const { rows: made, state } = tables.of(inventory);
      const all = await made;
      const plansOf = await plansFor(caller, provider);
      const { rows, ...page } = pageOfRows(all, query, vmRules);
      return {
        ...page,
        rows: rows.map((row) => ({ ...row, plans: plansOf(row) })),
        sums: sumsOf(matchingRows(all, query, vmRules)),
        phase: state.phase,
        updated: state.phase === 'loading' ? undefined : new Date(state.updatedAt).toISOString(),
      };
    },

    listInventory: async ({ caller, params, query }) => {
      const { inventory } = await inventoryFor(catalog, caller, params);
      const { search, sort, offset, limit, ids } = query;
      const page = await inventory.page({ collection: params.collection, search, sort, offset, limit, ids });
      return { total: page.total, matching: page.matching, rows: [...page.items] };
    },
  };
}
