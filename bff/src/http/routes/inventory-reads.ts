import { setImmediate as nextTurn } from 'node:timers/promises';
import { plans } from '../../api/generated/plan.ts';
import { providers, type Provider } from '../../api/generated/provider.ts';
import type { z } from 'zod';
import type { InventoryVm, listInventoryVms } from '../../api/http/inventory.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import { ProviderUnavailableError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Catalog } from '../catalog.ts';
import { KeptAnswers } from '../kept-answers.ts';
import { among, matchingRows, pageOfRows, type PageRules } from '../page.ts';
import { PerInventory } from '../per-inventory.ts';
import { demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { hostNames, plansByMachine, severity, sourceVm, type SourceVm } from '../summaries/inventory-vm.ts';
import { facetsOf, passesFilters } from '../summaries/vm-filters.ts';
import { vmQueryFields, type QueriedVm } from '../summaries/vm-query.ts';
import { compileQuery } from '../../inventory/query-language/compile-query.ts';

type VmListQuery = z.output<typeof listInventoryVms.query>;

const vmRules: PageRules<SourceVm, VmListQuery> = {
  searched: (row) => [row.name],
  passes: (row, query) => among(query.ids, row.id) && passesFilters(row, query),
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
    concerns: severity,
  },
  defaultColumns: ['name'],
  identity: (row) => row.id,
};

/** Facets say what a filter could be set to, so they do not depend on what it is set to. */
const noFilters = { ids: undefined, power: undefined, host: undefined, cluster: undefined, concerns: undefined };

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

/** Machines that are looked at in one turn of the event loop. */
const partSize = 200;

async function readVms(inventory: ProviderInventory): Promise<QueriedVm[]> {
  const items = async (collection: string, filter = {}) =>
    (await inventory.page({ collection, filter, sort: '', ...everything })).items;
  const hosts = hostNames(await items('hosts'), await items('clusters'));
  const machines: QueriedVm[] = [];
  for (const native of await items('vms', { isTemplate: ['false'] })) {
    machines.push({ native, row: sourceVm(native, hosts) });
    if (machines.length % partSize === 0) await nextTurn();
  }
  return machines;
}

/** The rows that `where` is true of. Throws QueryError. */
async function chosenBy(where: string, machines: readonly QueriedVm[]): Promise<SourceVm[]> {
  const holds = compileQuery(where, vmQueryFields);
  const chosen: SourceVm[] = [];
  for (let start = 0; start < machines.length; start += partSize) {
    if (start > 0 && where !== '') await nextTurn();
    for (const machine of machines.slice(start, start + partSize)) if (holds(machine)) chosen.push(machine.row);
  }
  return chosen;
}

/** What a question is answered with on all its pages. Throws QueryError. */
async function allRows(machines: readonly QueriedVm[], query: VmListQuery) {
  const chosen = await chosenBy(query.where ?? '', machines);
  const { rows } = pageOfRows(chosen, query, vmRules);
  await nextTurn();
  return { rows, facets: facetsOf(matchingRows(chosen, { ...query, ...noFilters }, vmRules)), sums: sumsOf(rows) };
}

export function inventoryReads({ catalog }: RouteContext): Pick<Routes, 'listInventoryVms' | 'listInventory'> {
  const tables = new PerInventory(readVms);
  const answers = new KeptAnswers<Awaited<ReturnType<typeof allRows>>>();

  async function plansFor(caller: Caller, provider: Provider): Promise<(vm: SourceVm) => InventoryVm['plans']> {
    const open = catalog.plansUsing(provider).filter(({ spec }) => spec.archived !== true);
    return plansByMachine(await readable(caller, plans, open));
  }

  return {
    listInventoryVms: async ({ caller, params, query }) => {
      const { provider, inventory } = await inventoryFor(catalog, caller, params);
      const { made: machines, state } = await tables.of(inventory);
      const { offset, limit, ...question } = query;
      const { rows, facets, sums } = await answers.of(machines, JSON.stringify(question), () =>
        allRows(machines, { ...question, ...everything }),
      );
      const plansOf = await plansFor(caller, provider);
      return {
        total: machines.length,
        matching: rows.length,
        rows: rows.slice(offset, offset + limit).map((row) => ({ ...row, plans: plansOf(row) })),
        facets,
        sums,
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
