import { plans } from '../../api/generated/plan.ts';
import { providers, type Provider } from '../../api/generated/provider.ts';
import { secrets, type Secret } from '../../api/kinds/core.ts';
import type { InventoryVm } from '../../api/http/providers.ts';
import { isForbidden } from '../../kube/api-error.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import { ProviderUnavailableError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Catalog } from '../catalog.ts';
import { among, pageOfRows, type PageQuery, type PageRules } from '../page.ts';
import { demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { conditionRowOf } from '../summaries/plan-details.ts';
import { activeRun } from '../summaries/plan-runs.ts';
import { inventoryVm } from '../summaries/inventory-vm.ts';
import { providerAttention, providerRow, type ProviderRow } from '../summaries/provider-row.ts';

const providerRules: PageRules<ProviderRow> = {
  searched: (row) => [row.name, row.url],
  passes: (row, query) => among(query.status, row.state) && among(query.type, row.type),
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
  defaultSort: (left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }),
  identity: (row) => `${row.namespace}/${row.name}`,
};

type ProviderReads = Pick<Routes, 'listProviders' | 'getProvider' | 'listInventoryVms' | 'listInventory'>;

function plansOf(catalog: Catalog, provider: Provider) {
  const { namespace, name } = provider.metadata;
  return catalog
    .plans()
    .filter(({ metadata, spec }) =>
      [spec.provider.source, spec.provider.destination].some(
        (ref) => ref.name === name && (ref.namespace ?? metadata.namespace) === namespace,
      ),
    );
}

function decoded(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

/** User and kind of trust, for callers who may read the Secret; nothing else of it leaves the service. */
async function signInOf(caller: Caller, provider: Provider) {
  const { namespace = provider.metadata.namespace, name } = provider.spec.secret;
  if (name === undefined || name === '') return {};
  try {
    const secret = await caller.client.find(secrets, { namespace, name });
    if (secret === undefined) return {};
    const skipped = decoded(secret, 'insecureSkipVerify') === 'true';
    const pinned = secret.data?.['ca.crt'] !== undefined || secret.data?.cacert !== undefined;
    const trustMode = skipped ? ('skip' as const) : pinned ? ('certificate' as const) : ('cluster' as const);
    return { user: decoded(secret, 'user'), trustMode };
  } catch (error) {
    if (isForbidden(error)) return {};
    throw error;
  }
}

/** The sort keys of the wizard's table are those of the inventory's neutral machine. */
async function vmPage(inventory: ProviderInventory, query: PageQuery) {
  const filter = Object.fromEntries(
    Object.entries({ power: query.power, host: query.host }).flatMap(([name, values]) =>
      values === undefined ? [] : [[name, values]],
    ),
  );
  return inventory.page({
    collection: 'vms',
    search: query.search,
    filter,
    sort: query.sort,
    offset: query.offset,
    limit: query.limit,
    ids: query.ids,
  });
}

export function providerReads({ catalog }: RouteContext): ProviderReads {
  const providerFor = (caller: Caller, params: { project: string; name: string }) =>
    demanded(caller, providers, params, catalog.provider({ namespace: params.project, name: params.name }));

  async function factsOf(provider: Provider) {
    const using = plansOf(catalog, provider);
    const inventory = catalog.inventory(provider);
    const counts = await inventory?.counts();
    return {
      provider,
      inventory: inventory?.state,
      vms: counts?.vms,
      counts: counts ?? {},
      plans: using.map(({ metadata }) => metadata.name),
      heldBy: using
        .filter((plan) => activeRun(catalog.migrationsOf(plan)) !== undefined)
        .map(({ metadata }) => metadata.name),
      using,
    };
  }

  async function inventoryOf(
    caller: Caller,
    params: { project: string; name: string },
  ): Promise<{ provider: Provider; inventory: ProviderInventory }> {
    const provider = await providerFor(caller, params);
    const inventory = catalog.inventory(provider);
    if (inventory === undefined) {
      throw new ProviderUnavailableError(`The inventory of ${params.name} has not been read yet.`, {
        code: 'inventory-not-read',
        parameters: { provider: params.name },
      });
    }
    return { provider, inventory };
  }

  return {
    listProviders: async ({ caller, query }) => {
      const visible = await readable(caller, providers, catalog.providers(), query.project);
      const rows = await Promise.all(visible.map(async (provider) => providerRow(await factsOf(provider))));
      return pageOfRows(rows, query, providerRules);
    },

    getProvider: async ({ caller, params }) => {
      const provider = await providerFor(caller, params);
      const facts = await factsOf(provider);
      const conditions = provider.status?.conditions ?? [];
      const lacking = conditions.find(({ type, status }) => type === 'InsufficientPrivileges' && status === 'True');
      const mine = await readable(caller, plans, facts.using);
      return {
        ...providerRow(facts),
        resourceVersion: provider.metadata.resourceVersion ?? '',
        sdkEndpoint: provider.spec.settings?.sdkEndpoint,
        vddkImage: provider.spec.settings?.vddkInitImage,
        fingerprint: provider.status?.fingerprint,
        ...(await signInOf(caller, provider)),
        counts: facts.counts,
        missingPrivileges: (lacking?.items ?? []).map((item) => {
          const [feature = '', privilege = item] = item.split(': ');
          return { feature, privilege };
        }),
        usedBy: [...mine, ...catalog.mapsUsing(provider)].map(({ kind, metadata }) => ({
          kind,
          namespace: metadata.namespace ?? '',
          name: metadata.name,
        })),
        conditions: conditions.map(conditionRowOf),
      };
    },

    listInventoryVms: async ({ caller, params, query }) => {
      const { provider, inventory } = await inventoryOf(caller, params);
      const open = plansOf(catalog, provider).filter(({ spec }) => spec.archived !== true);
      const visible = await readable(caller, plans, open);
      const page = await vmPage(inventory, query);
      const { state } = inventory;
      return {
        total: page.total,
        matching: page.matching,
        rows: page.items.map((item): InventoryVm => inventoryVm(item, visible)),
        phase: state.phase,
        updated: state.phase === 'loading' ? undefined : new Date(state.updatedAt).toISOString(),
      };
    },

    listInventory: async ({ caller, params, query }) => {
      const { inventory } = await inventoryOf(caller, params);
      const { search, sort, offset, limit, ids } = query;
      const page = await inventory.page({ collection: params.collection, search, sort, offset, limit, ids });
      return { total: page.total, matching: page.matching, rows: [...page.items] };
    },
  };
}
