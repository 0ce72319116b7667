import { namespaces, storageClasses } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import { isAlreadyExists } from '../../kube/api-error.ts';
import { failure } from '../failures.ts';
import { providerLabel, vmLabel } from '../labels.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';

/** Made where it is missing; an empty project is no harm. */
export async function ensureNamespace({ client, resolved }: MachineScope): Promise<void> {
  const { namespace } = resolved.target;
  if ((await client.find(namespaces, { name: namespace })) !== undefined) return;
  try {
    await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}

/** The name is free, and no machine in the project was made from this source before. */
export async function targetFree(scope: MachineScope): Promise<void> {
  const { resolved, run, client } = scope;
  const { namespace, name } = resolved.target;
  const vm = resolved.machine.name;
  const named = await client.find(virtualMachines, inTarget(scope, name));
  if (named !== undefined && !isOurs(named, run))
    throw new RunFailed(failure('vm-name-taken', { vm, namespace, target: name }));
  const labelSelector = `${providerLabel}=${resolved.source.provider.uid},${vmLabel}=${run.vmId}`;
  const { items } = await client.list(virtualMachines, { namespace, labelSelector });
  const other = items.find((machine) => !isOurs(machine, run));
  if (other !== undefined) {
    throw new RunFailed(failure('already-migrated', { vm, namespace, target: other.metadata.name }));
  }
}

export async function classesExist({ client, resolved }: MachineScope): Promise<void> {
  const { conversionTempStorageClass: scratch } = resolved.options;
  const made = resolved.target.volumes.filter(({ given }) => given !== true);
  const named = [...made.map(({ storageClass }) => storageClass), ...(scratch ? [scratch] : [])];
  for (const storageClass of new Set(named)) {
    if ((await client.find(storageClasses, { name: storageClass })) === undefined) {
      throw new RunFailed(failure('storage-class-missing', { storageClass }));
    }
  }
}

export async function networksExist({ client, resolved }: MachineScope): Promise<void> {
  const { transferNetwork } = resolved.options;
  const named = [
    ...resolved.target.networks.filter(({ type }) => type === 'multus'),
    ...(transferNetwork?.name ? [transferNetwork] : []),
  ];
  for (const each of named) {
    const { name = '' } = each;
    const namespace = each.namespace || resolved.target.namespace;
    if ((await client.find(networkAttachmentDefinitions, { namespace, name })) === undefined) {
      throw new RunFailed(failure('network-missing', { network: `${namespace}/${name}` }));
    }
  }
}
