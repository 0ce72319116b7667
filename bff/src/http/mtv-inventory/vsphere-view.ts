import type { ProviderInventory } from '../../inventory/inventory.ts';
import { ProviderUnavailableError } from '../../platform/errors.ts';
import { endsWith, fullDetail, sameRoot } from './list-request.ts';
import type { CollectionList, CollectionView, Entry, OpenView, ProviderView, ViewOptions } from './provider-view.ts';
import { selfLink } from './provider-view.ts';
import { entryOf, kinds, refOf, text, type Around, type Kind, type Row } from './vsphere-resources.ts';
import { treeCollections, treeOf, treeShapes } from './vsphere-trees.ts';

/** As long as MTV lets a request wait for the first load. */
const patienceMs = 10_000;
const everything = { offset: 0, limit: Number.MAX_SAFE_INTEGER };

/** Where lists differ from the usual. */
const listRules: Readonly<Record<string, Partial<CollectionList>>> = {
  // Full objects whatever was asked for, without templates and without what vCenter keeps of machines that are gone.
  vms: { answersTo: endsWith, detail: fullDetail, lists: (entry) => isMachine(entry.shown(fullDetail)) },
};

function isMachine(vm: Row): boolean {
  return vm.isTemplate !== true && [vm.uuid, vm.instanceUuid, vm.host].some((value) => text(value) !== '');
}

export const vsphereView: OpenView = (options) => {
  const { inventory, provider } = options;
  if (inventory === undefined) return undefined;
  const uid = provider.metadata.uid ?? '';
  const collections = Object.fromEntries(
    Object.values(kinds).map((kind) => [kind.collection, collectionView(kind, inventory, uid)]),
  );
  return {
    loaded: (signal) => loaded(inventory, options, signal),
    collections: { ...collections, workloads: { get: (id) => workload(inventory, uid, id) } },
    trees: Object.fromEntries(
      Object.entries(treeShapes).map(([name, shape]) => [
        name,
        async (detail) => treeOf(shape, await treeRows(inventory), { around: await aroundOf(inventory, uid), detail }),
      ]),
    ),
    summary: () => summary(inventory),
  } satisfies ProviderView;
};

async function loaded(inventory: ProviderInventory, { pause }: ViewOptions, signal: AbortSignal): Promise<boolean> {
  const isLoaded = () => inventory.state.phase !== 'loading' && inventory.state.updatedAt > 0;
  if (isLoaded()) return true;
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const stop = inventory.changed(() => {
    if (isLoaded()) over.abort();
  });
  await pause(patienceMs, ended).catch(() => undefined);
  stop();
  return isLoaded();
}

function collectionView(kind: Kind, inventory: ProviderInventory, uid: string): CollectionView {
  const { collection } = kind;
  return {
    list: {
      answersTo: sameRoot,
      ...listRules[collection],
      all: async () => {
        const around = await aroundOf(inventory, uid);
        return (await rowsOf(inventory, collection)).map((row) => entryOf(kind, row, around));
      },
      changed: (listener) =>
        inventory.changed(({ collections }) => {
          if (collections.includes(collection)) listener();
        }),
    },
    get: async (id) => {
      const row = await inventory.row(collection, id);
      return row && entryOf(kind, row, await aroundOf(inventory, uid));
    },
  };
}

/** A machine with its host, and the host's cluster inside that. */
async function workload(inventory: ProviderInventory, uid: string, id: string): Promise<Entry | undefined> {
  const row = await inventory.row('vms', id);
  if (row === undefined) return undefined;
  const around = await aroundOf(inventory, uid);
  const host = await found(inventory, kinds.Host, text(row.host), around);
  const cluster = await found(inventory, kinds.Cluster, refOf(host.parent).id, around);
  const vm = entryOf(kinds.VM, row, around);
  const expanded = { ...host, cluster: { ...cluster, datacenter: null } };
  return {
    ...vm,
    shown: () => ({
      ...vm.shown(fullDetail),
      selfLink: selfLink('vsphere', uid, 'workloads', id),
      host: expanded,
    }),
  };
}

async function found(inventory: ProviderInventory, kind: Kind, id: string, around: Around): Promise<Row> {
  const row = await inventory.row(kind.collection, id);
  if (row === undefined)
    throw new ProviderUnavailableError(`The ${kind.kind} ${id} of the VM is not visible to the provider.`);
  return entryOf(kind, row, around).shown(fullDetail);
}

async function rowsOf(inventory: ProviderInventory, collection: string): Promise<readonly Row[]> {
  return (await inventory.page({ collection, ...everything })).items;
}

async function treeRows(inventory: ProviderInventory): Promise<Readonly<Record<string, readonly Row[]>>> {
  const rows = treeCollections.map(async (name) => [name, await rowsOf(inventory, name)] as const);
  return Object.fromEntries(await Promise.all(rows));
}

async function aroundOf(inventory: ProviderInventory, providerUid: string): Promise<Around> {
  const networks = new Map((await rowsOf(inventory, 'networks')).map((row) => [text(row.id), row]));
  return { providerUid, network: (id) => networks.get(id) };
}

async function summary(inventory: ProviderInventory) {
  const [counts, about] = await Promise.all([inventory.counts(), inventory.row('about', 'about')]);
  const counted = Object.values(kinds)
    .filter(({ kind }) => kind !== 'Folder')
    .map(({ kind, collection }) => {
      const name = kind === 'VM' ? 'vmCount' : `${kind.toLowerCase()}Count`;
      return [name, counts[collection] ?? 0] as const;
    });
  const { apiVersion, product, instanceUuid } = about ?? {};
  return {
    ...Object.fromEntries(counted),
    apiVersion: text(apiVersion),
    product: text(product),
    instanceUuid: text(instanceUuid),
  };
}
