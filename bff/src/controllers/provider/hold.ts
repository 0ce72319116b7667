import { providers, type Provider } from '../../api/generated/provider.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { secrets } from '../../api/kinds/core.ts';
import { keyOf, type KubeObject, type Resource } from '../../api/resource.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';

/** Keeps a provider and its Secret while a run may still have to restore its source. */
export const inUseFinalizer = 'gantry.dev/in-use';

/** With value `true`: the provider may go, sources of running migrations are not restored. */
export const abandonAnnotation = 'gantry.dev/abandon';

/** Runs that need the provider, as `namespace/name` of their plans. */
export function holdersOf(cluster: Cluster, { metadata }: Provider): string[] {
  if (metadata.annotations?.[abandonAnnotation] === 'true') return [];
  const needing = cluster
    .informer({ resource: virtualMachineMigrations })
    .list()
    .filter((run) => run.spec.resolved.source.provider.uid === metadata.uid && needsSource(run));
  return [...new Set(needing.map(({ spec }) => `${spec.plan.namespace}/${spec.plan.name}`))].sort();
}

/** Until its source is restored, or its target committed. */
export function needsSource({ status }: VirtualMachineMigration): boolean {
  return status?.state !== 'Ended' && status?.state !== 'Discarding';
}

/** Gives provider and Secret the finalizer, or takes it from them. Returns the provider as it is then. */
export async function setHold(
  cluster: Cluster,
  provider: Provider,
  { held }: { readonly held: boolean },
): Promise<Provider> {
  const ref = specOf(provider)?.secret;
  const { namespace } = provider.metadata;
  const wasHeld = provider.metadata.finalizers?.includes(inUseFinalizer) === true;
  if (ref?.name && (held || wasHeld)) {
    const secret = await cluster.client.find(secrets, { name: ref.name, ...(namespace && { namespace }) });
    if (secret !== undefined) await setFinalizer(cluster, secrets, secret, { held });
  }
  return setFinalizer(cluster, providers, provider, { held });
}

async function setFinalizer<T extends KubeObject>(
  { client }: Cluster,
  resource: Resource<T>,
  object: T,
  { held }: { readonly held: boolean },
): Promise<T> {
  const { finalizers = [], uid, resourceVersion, deletionTimestamp } = object.metadata;
  // An object that is being deleted takes no new finalizers.
  if (finalizers.includes(inUseFinalizer) === held || (held && deletionTimestamp !== undefined)) return object;
  const others = finalizers.filter((name) => name !== inUseFinalizer);
  const wanted = held ? [...others, inUseFinalizer] : others;
  return client.mergePatch(resource, keyOf(object), { metadata: { uid, resourceVersion, finalizers: wanted } });
}
