import {
  clusterInstanceTypes,
  clusterPreferences,
  instanceTypes,
  preferences,
  type InstanceType,
} from '../../api/kinds/instancetype.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { quantity } from '../preflight/quantity.ts';
import { preferenceName } from './guest-preference.ts';
import { findReadable, listReadable } from './readable.ts';

/** An instance type or preference of the target cluster, as a VirtualMachine names it. */
export interface Offer {
  readonly kind: string;
  readonly name: string;
  /** What an instance type gives, or a preference asks for; undefined where it does not say. */
  readonly cpus?: number;
  readonly memoryBytes?: number;
}

/** That of the namespace wins over that of the cluster. */
export async function findInstanceType(client: Client, namespace: string, name: string): Promise<Offer | undefined> {
  const own = await findReadable(client, instanceTypes, { namespace, name });
  if (own !== undefined) return offered(instanceTypes, own, own.spec);
  const shared = await findReadable(client, clusterInstanceTypes, { name });
  return shared && offered(clusterInstanceTypes, shared, shared.spec);
}

/** By name. A cluster that has none, or does not show them, does without. */
export async function listPreferences(client: Client, namespace: string): Promise<ReadonlyMap<string, Offer>> {
  const shared = await listReadable(client, clusterPreferences, {});
  const own = await listReadable(client, preferences, { namespace });
  const offers = [
    ...shared.map((each) => offered(clusterPreferences, each, each.spec?.requirements)),
    ...own.map((each) => offered(preferences, each, each.spec?.requirements)),
  ];
  return new Map(offers.map((offer) => [offer.name, offer]));
}

function offered({ kind }: Resource, { metadata }: KubeObject, size: InstanceType['spec'] | undefined): Offer {
  const memoryBytes = size?.memory?.guest === undefined ? undefined : quantity(size.memory.guest);
  return {
    kind,
    name: metadata.name,
    ...(size?.cpu?.guest !== undefined && { cpus: size.cpu.guest }),
    ...(memoryBytes !== undefined && { memoryBytes }),
  };
}

/** The preference for a guest, undefined where there is none or the machine is smaller than it asks: KubeVirt refuses that. */
export function suitablePreference(
  machine: Pick<SourceMachine, 'guest' | 'cpu' | 'memoryBytes'>,
  offers: ReadonlyMap<string, Offer>,
  instanceType: Offer | undefined,
): Offer | undefined {
  const preference = offers.get(preferenceName(machine.guest) ?? '');
  if (preference === undefined) return undefined;
  const cpus = instanceType?.cpus ?? machine.cpu.sockets * machine.cpu.coresPerSocket;
  const memoryBytes = instanceType?.memoryBytes ?? machine.memoryBytes;
  return cpus >= (preference.cpus ?? 0) && memoryBytes >= (preference.memoryBytes ?? 0) ? preference : undefined;
}
