import type { Provider } from '../../api/generated/provider.ts';
import { storageProfiles } from '../../api/kinds/cdi.ts';
import { namespaces, type StorageClass } from '../../api/kinds/core.ts';
import { virtualMachineInstances } from '../../api/kinds/kubevirt.ts';
import type { KubeObject, Resource as KubeResource } from '../../api/resource.ts';
import { isForbidden, isNotFound } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import { remoteTarget } from '../../migration/judgement/gather-target.ts';
import { ownProvisioners } from '../../migration/own-provisioners.ts';
import { classModes } from '../../volumes/class-modes.ts';
import type { OwnProvisioners } from '../../volumes/provisioners.ts';
import { remoteError } from '../target-readers.ts';
import { clusterKinds, type ClusterKind } from './openshift-kinds.ts';
import type { CollectionView, Entry, OpenView, ProviderView, Resource, TreeNode } from './provider-view.ts';
import { selfLink } from './provider-view.ts';

/** A cluster, as the caller sees it or the account of its provider does: every request is a list made with one's token. */
interface Reader {
  readonly uid: string;
  list(kind: Omit<ClusterKind, 'collection'>): Promise<readonly KubeObject[]>;
  /** What administrators say of provisioners; it holds for every cluster. */
  provisioners(): Promise<OwnProvisioners>;
}

/** Whoever may read the provider of another cluster sees there what the provider's account sees, as in MTV. */
export const openshiftView: OpenView = ({ provider, caller, targets, serviceNamespace }) => {
  const remote = remoteTarget(provider);
  const reader: Reader = {
    ...(remote === undefined
      ? readerOf(caller.client, provider, serviceNamespace)
      : remoteReader(targets.client(remote), provider)),
    provisioners: async () => ownProvisioners(await targets.client(undefined), serviceNamespace),
  };
  return {
    loaded: () => Promise.resolve(true),
    collections: Object.fromEntries(clusterKinds.map((kind) => [kind.collection, collectionView(kind, reader)])),
    trees: { namespace: (detail) => namespaceTree(reader, detail) },
    summary: () => summary(reader),
  } satisfies ProviderView;
};

type ClusterReader = Omit<Reader, 'provisioners'>;

/** A provider outside the service's namespace shows its own namespace only. */
function readerOf(client: Client, { metadata }: Provider, serviceNamespace: string): ClusterReader {
  const own = metadata.namespace === serviceNamespace ? undefined : (metadata.namespace ?? '');
  return {
    uid: metadata.uid ?? '',
    async list({ resource, hides = () => false, sharedNamespaces = [] }) {
      if (own !== undefined && resource === (namespaces as KubeResource))
        return [(await client.find(namespaces, { name: own })) ?? []].flat();
      const isWhole = own === undefined || resource.scope === 'Cluster';
      const places = isWhole ? [undefined] : [...new Set([own, ...sharedNamespaces])];
      const lists = await Promise.all(places.map((namespace) => listIn(client, resource, namespace)));
      return lists.flat().filter((object) => !hides(object));
    },
  };
}

function remoteReader(client: Promise<Client>, { metadata }: Provider): ClusterReader {
  // Told with the first list: a view may be made and asked for nothing.
  client.catch(() => undefined);
  return {
    uid: metadata.uid ?? '',
    async list({ resource, hides = () => false }) {
      try {
        return (await listIn(await client, resource)).filter((object) => !hides(object));
      } catch (error) {
        throw remoteError(metadata.name, error);
      }
    },
  };
}

/** Empty where the cluster does not know the kind. */
async function listIn(client: Client, resource: KubeResource, namespace?: string): Promise<readonly KubeObject[]> {
  try {
    return (await client.list(resource, namespace === undefined ? {} : { namespace })).items;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function collectionView(kind: ClusterKind, reader: Reader): CollectionView {
  const all = async () => {
    const more = await expansion(kind, reader);
    return (await reader.list(kind)).map((object) => entryOf(kind, object, { reader, more }));
  };
  return {
    // Names of Kubernetes have no slash: one that has is the name of nothing.
    list: { all, answersTo: () => false },
    get: async (id) => (await all()).find((entry) => entry.id === id),
  };
}

type Expand = (object: KubeObject) => Resource;

/** What is told of an object beside itself, by collection. */
const expansions: Readonly<Record<string, (reader: Reader) => Promise<Expand>>> = {
  vms: withInstance,
  storageclasses: withModes,
};

function expansion({ collection }: ClusterKind, reader: Reader): Promise<Expand> {
  return expansions[collection]?.(reader) ?? Promise.resolve(() => ({}));
}

/** Machines are shown with their instance, where they run. */
async function withInstance(reader: Reader): Promise<Expand> {
  const instances = await reader.list({ resource: virtualMachineInstances }).catch(ifForbidden);
  const byMachine = new Map(instances.map((instance) => [pathOf(instance), instance]));
  return (machine) => {
    const instance = byMachine.get(pathOf(machine));
    return instance === undefined ? {} : { instance };
  };
}

/** Storage classes are shown with the modes of their volumes, which MTV does not tell. */
async function withModes(reader: Reader): Promise<Expand> {
  const [profiles, { provisioners }] = await Promise.all([
    reader.list({ resource: storageProfiles }).catch(ifForbidden),
    reader.provisioners(),
  ]);
  const byClass = new Map(profiles.map((profile) => [profile.metadata.name, profile]));
  return (storageClass) => ({
    modes: classModes(storageClass as StorageClass, byClass.get(storageClass.metadata.name), provisioners),
  });
}

function ifForbidden(error: unknown): readonly KubeObject[] {
  if (isForbidden(error)) return [];
  throw error;
}

const pathOf = ({ metadata: { namespace, name } }: KubeObject) =>
  namespace === undefined ? name : `${namespace}/${name}`;

function entryOf(kind: ClusterKind, object: KubeObject, at: { readonly reader: Reader; readonly more: Expand }): Entry {
  const { uid = '', resourceVersion = '', namespace = '', name } = object.metadata;
  const path = pathOf(object);
  const link = selfLink('openshift', at.reader.uid, kind.collection, uid);
  const base: Resource = { uid, version: resourceVersion, namespace, name, selfLink: link, path, id: uid };
  return {
    id: uid,
    name,
    ...(namespace !== '' && { namespace }),
    path,
    revision: resourceVersion,
    shown: (detail) => (detail < 1 ? base : { ...base, object, ...at.more(object) }),
  };
}

/** Namespaces with machines, and those. */
async function namespaceTree(reader: Reader, detail: number): Promise<TreeNode> {
  const views = Object.fromEntries(clusterKinds.map((kind) => [kind.collection, collectionView(kind, reader)]));
  const [places = [], machines = []] = await Promise.all([views.namespaces?.list?.all(), views.vms?.list?.all()]);
  const children = places.flatMap((place) => {
    const own = machines.filter(({ namespace }) => namespace === place.name);
    if (own.length === 0) return [];
    const below = own.map((vm) => ({ kind: 'VM', object: vm.shown(detail), children: null }));
    return [{ kind: 'Namespace', object: place.shown(1), children: below }];
  });
  return { kind: '', object: null, children };
}

/** What the caller may not list counts as nothing. */
async function summary(reader: Reader): Promise<Resource> {
  const count = async (collection: string) => {
    const kind = clusterKinds.find((each) => each.collection === collection);
    return kind === undefined ? 0 : (await reader.list(kind).catch(ifForbidden)).length;
  };
  const [vmCount, attachments, storageClassCount] = await Promise.all(
    ['vms', 'networkattachmentdefinitions', 'storageclasses'].map(count),
  );
  // The pods' own network is one more.
  return { vmCount, networkCount: (attachments ?? 0) + 1, storageClassCount };
}
