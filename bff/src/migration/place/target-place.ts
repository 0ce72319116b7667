import type { Plan } from '../../api/generated/plan.ts';
import { dataVolumes } from '../../api/kinds/cdi.ts';
import { namespaces, type ObjectReference } from '../../api/kinds/core.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { ObjectKey } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import { sharedClaimLabels } from '../labels.ts';
import { primaryNetwork, suitsMachines, type PrimaryNetwork } from '../../target/primary-network.ts';
import { findInstanceType, listPreferences, type Offer } from './offers.ts';
import { findReadable, listReadable } from './readable.ts';
import { transferAnnotations } from './transfer-network.ts';

/** What the target cluster has for the machines of a plan, read once for all of them. */
export interface TargetPlace {
  /** By the names that entries of the plan give. */
  readonly instanceTypes: ReadonlyMap<string, Offer>;
  readonly preferences: ReadonlyMap<string, Offer>;
  readonly primaryNetwork?: PrimaryNetwork;
  /** Claims in the target namespace by the file of the source that they were made from; only where disks are to be shared. */
  readonly sharedClaims: ReadonlyMap<string, string>;
  /** Of the pods that move data. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** Why no machine of the plan can go there, in words. */
  readonly problem?: string;
}

/** `source` is the provider that the machines come from. */
export async function readPlace(target: Client, plan: Plan, source: { readonly uid: string }): Promise<TargetPlace> {
  const { targetNamespace } = plan.spec;
  const primary = await readPrimaryNetwork(target, targetNamespace);
  const transfer = transferNetworkKey(plan);
  const network = transfer && (await findReadable(target, networkAttachmentDefinitions, transfer));
  return {
    instanceTypes: await readInstanceTypes(target, plan),
    preferences: await listPreferences(target, targetNamespace),
    ...(primary && { primaryNetwork: primary }),
    sharedClaims: sharesDisks(plan) ? await readSharedClaims(target, targetNamespace, source) : new Map(),
    podAnnotations: network === undefined ? {} : transferAnnotations(network),
    ...problemOf({ primary, transfer: network === undefined ? transfer : undefined }),
  };
}

function problemOf(found: {
  readonly primary: PrimaryNetwork | undefined;
  /** Named and not there. */
  readonly transfer: ObjectKey | undefined;
}): { readonly problem?: string } {
  const { primary, transfer } = found;
  if (transfer !== undefined)
    return { problem: `the transfer network ${transfer.namespace ?? ''}/${transfer.name} does not exist` };
  if (primary !== undefined && !suitsMachines(primary))
    return { problem: 'the network of the target project is of layer 3, where machines cannot be' };
  return {};
}

/** Some machine of the plan gets disks that others have brought. */
function sharesDisks({ spec }: Plan): boolean {
  return spec.vms.some((entry) => (entry.migrateSharedDisks ?? spec.migrateSharedDisks) === false);
}

async function readSharedClaims(
  target: Client,
  namespace: string,
  source: { readonly uid: string },
): Promise<Map<string, string>> {
  const wanted = Object.entries(sharedClaimLabels(source)).map(([name, value]) => `${name}=${value}`);
  const volumes = await listReadable(target, dataVolumes, { namespace, labelSelector: wanted.join(',') });
  return new Map(
    volumes.flatMap(({ metadata }) => {
      const file = metadata.annotations?.['forklift.konveyor.io/disk-source'];
      // Its machine is made when all bytes are there.
      const isWhole = metadata.ownerReferences?.some(({ kind }) => kind === 'VirtualMachine') === true;
      return file && isWhole ? [[file, metadata.name] as const] : [];
    }),
  );
}

/** Those of the plan's entries that exist. */
export async function readInstanceTypes(target: Client, { spec }: Plan): Promise<Map<string, Offer>> {
  const names = new Set(spec.vms.flatMap(({ instanceType }) => (instanceType ? [instanceType] : [])));
  const found = new Map<string, Offer>();
  for (const name of names) {
    const offer = await findInstanceType(target, spec.targetNamespace, name);
    if (offer !== undefined) found.set(name, offer);
  }
  return found;
}

export async function readPrimaryNetwork(target: Client, name: string): Promise<PrimaryNetwork | undefined> {
  const namespace = await findReadable(target, namespaces, { name });
  if (primaryNetwork(namespace, []) === undefined) return undefined;
  return primaryNetwork(namespace, await listReadable(target, networkAttachmentDefinitions, { namespace: name }));
}

/** undefined where data goes over the pod network. A network that is named without its namespace is the target's. */
export function transferNetworkKey({ spec }: Plan): ObjectKey | undefined {
  const { name, namespace }: ObjectReference = spec.transferNetwork ?? {};
  return name ? { name, namespace: namespace || spec.targetNamespace } : undefined;
}
