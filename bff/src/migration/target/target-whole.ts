import { persistentVolumeClaims } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import type { KubeObject } from '../../api/resource.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { inTarget } from './target-objects.ts';
import { placedDisks } from './target-volumes.ts';

/**
 * The target stands with all its disks. A claim that was removed while a pod used it goes when the pod ends, and its
 * bytes with it. Throws RunFailed (`volume-failed`, `target-removed`).
 */
export async function targetWhole(scope: MachineScope): Promise<void> {
  const { machine, target } = scope.resolved;
  for (const { name } of placedDisks(scope)) {
    if (stands(await scope.client.find(persistentVolumeClaims, inTarget(scope, name)))) continue;
    const detail = 'its claim was removed by someone else';
    throw new RunFailed(failure('volume-failed', { vm: machine.name, volume: name, detail }));
  }
  if (stands(await scope.client.find(virtualMachines, inTarget(scope, target.name)))) return;
  throw new RunFailed(failure('target-removed', { vm: machine.name, target: target.name }));
}

function stands(object: KubeObject | undefined): boolean {
  return object !== undefined && object.metadata.deletionTimestamp === undefined;
}
