import { networkMaps } from '../../api/generated/network-map.ts';
import { plans, type Plan } from '../../api/generated/plan.ts';
import { providers, type Provider } from '../../api/generated/provider.ts';
import { storageMaps } from '../../api/generated/storage-map.ts';
import { providerVersion, readableSecret } from '../../writers/provider-version.ts';
import type { Caller } from '../caller.ts';
import { among, pageOfRows, type PageRules } from '../page.ts';
import { demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { activeRun } from '../summaries/plan-runs.ts';
import { providerDetails, signInFacts } from '../summaries/provider-details.ts';
import { providerAttention, providerRow, type ProviderRow } from '../summaries/provider-row.ts';

const providerRules: PageRules<ProviderRow> = {
  searched: (row) => [row.name, row.url],
  passes: (row, query) => among(query.status, row.state) && among(query.type, row.type) && among(query.role, row.role),
  columns: {
    name: (row) => row.name,
    project: (row) => row.namespace,
    type: (row) => row.type,
    status: (row) => providerAttention.indexOf(row.state),
    url: (row) => row.url,
    vms: (row) => row.vms ?? -1,
    lastSync: (row) => row.lastSync ?? '',
    plans: (row) => row.plans,
  },
  defaultColumns: ['name'],
  identity: (row) => `${row.namespace}/${row.name}`,
};

/** What of the Secret callers see who may read it; nothing else of it leaves the service. */
async function signInOf(caller: Caller, provider: Provider) {
  const secret = await readableSecret(caller.client, provider);
  return {
    version: providerVersion(provider, secret),
    ...(secret === undefined ? {} : signInFacts(secret, provider)),
  };
}

export function providerReads({ catalog }: RouteContext): Pick<Routes, 'listProviders' | 'getProvider'> {
  /** Plans that the caller may not read count, but are not named. */
  async function factsOf(caller: Caller, provider: Provider) {
    const using = catalog.plansUsing(provider);
    const named = await readable(caller, plans, using);
    const inventory = catalog.inventory(provider);
    const counts = await inventory?.counts();
    const holding = named.filter((plan) => activeRun(catalog.migrationsOf(plan)) !== undefined);
    return {
      provider,
      inventory: inventory?.state,
      vms: counts?.vms,
      counts: counts ?? {},
      plans: using.length,
      heldBy: holding.map(({ metadata }) => metadata.name),
      named,
    };
  }

  async function usersOf(caller: Caller, provider: Provider, named: readonly Plan[]) {
    const maps = [
      ...(await readable(caller, networkMaps, catalog.networkMapsUsing(provider))),
      ...(await readable(caller, storageMaps, catalog.storageMapsUsing(provider))),
    ];
    return [...named, ...maps].map(({ kind, metadata }) => ({
      kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
    }));
  }

  return {
    listProviders: async ({ caller, query }) => {
      const visible = await readable(caller, providers, catalog.providers(), query.project);
      const rows = await Promise.all(visible.map(async (provider) => providerRow(await factsOf(caller, provider))));
      return pageOfRows(rows, query, providerRules);
    },

    getProvider: async ({ caller, params }) => {
      const key = { namespace: params.project, name: params.name };
      const provider = await demanded(caller, providers, params, catalog.provider(key));
      const facts = await factsOf(caller, provider);
      return {
        ...providerDetails(facts),
        ...(await signInOf(caller, provider)),
        usedBy: await usersOf(caller, provider, facts.named),
      };
    },
  };
}
