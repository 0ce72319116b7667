import { hosts, type Host } from '../../api/generated/host.ts';
import type { Provider } from '../../api/generated/provider.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import type { Client } from '../../kube/client.ts';
import { hasCondition } from '../judgement/finding.ts';
import { lookUpHost } from '../judgement/host-lookup.ts';
import type { ReadHost } from './sources.ts';

/** A host of the source that is read at an address of its own. */
export interface HostTarget {
  /** The provider's id of the host. */
  readonly id: string;
  readonly host: ReadHost;
}

/** The Hosts of a provider that are ready; of several for one host the oldest counts. */
export async function hostTargets(
  client: Client,
  provider: Provider,
  inventory: ProviderInventory | undefined,
): Promise<readonly HostTarget[]> {
  const { namespace, name } = provider.metadata;
  if (inventory === undefined) return [];
  const { items } = await client.list(hosts, { namespace });
  const usable = items.filter((host) => isUsable(host) && host.spec.provider.name === name).toSorted(byAge);
  const targets: HostTarget[] = [];
  for (const host of usable) {
    const lookup = await lookUpHost(inventory, host.spec);
    if (lookup.result !== 'found' || targets.some(({ id }) => id === lookup.host.id)) continue;
    targets.push({ id: lookup.host.id, host: frozen(host, lookup.host.fingerprint) });
  }
  return targets;
}

function isUsable({ metadata, status }: Host): boolean {
  const isJudged = status?.observedGeneration === metadata.generation;
  return isJudged && metadata.deletionTimestamp === undefined && hasCondition(status?.conditions, 'Ready');
}

function byAge(one: Host, other: Host): number {
  const age = ({ metadata }: Host) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
  return age(one).localeCompare(age(other));
}

function frozen({ metadata, spec }: Host, fingerprint: string): ReadHost {
  const { namespace = '', name, uid = '' } = metadata;
  return { namespace, name, uid, address: spec.ipAddress, fingerprint };
}
