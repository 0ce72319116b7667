import { resourceQuotas, type PersistentVolumeClaim, type ResourceQuota } from '../../api/kinds/core.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { targetMachine } from '../target/target-machine.ts';
import { amount, quantity } from './quantity.ts';

/**
 * What the claims of a run take together, and the memory that its machine takes once it runs: a dry run judges each claim
 * alone, and starts no machine. KubeVirt's own share of the memory comes on top.
 */
export function demand(claims: readonly PersistentVolumeClaim[], memoryBytes = 0): Record<string, number> {
  const sum: Record<string, number> = memoryBytes === 0 ? {} : { memory: memoryBytes, 'requests.memory': memoryBytes };
  const add = (name: string, amount: number) => (sum[name] = (sum[name] ?? 0) + amount);
  for (const { spec } of claims) {
    const bytes = quantity(spec.resources?.requests?.storage ?? '0');
    const ofClass = `${spec.storageClassName ?? ''}.storageclass.storage.k8s.io/`;
    for (const prefix of ['', ofClass]) {
      add(`${prefix}requests.storage`, bytes);
      add(`${prefix}persistentvolumeclaims`, 1);
    }
  }
  return sum;
}

/** The first limit that the demand would break, in words. */
export function shortage(
  wanted: Readonly<Record<string, number>>,
  quotas: readonly ResourceQuota[],
): string | undefined {
  for (const quota of quotas) {
    const { hard = {}, used = {} } = quota.status ?? {};
    for (const [name, limit] of Object.entries(hard)) {
      const left = quantity(limit) - quantity(used[name] ?? '0');
      const need = wanted[name];
      if (need === undefined || need <= left) continue;
      const show = /(storage|memory)$/.test(name) ? amount : String;
      return `quota ${quota.metadata.name} has ${show(Math.max(0, left))} of ${name} left, ${show(need)} are needed`;
    }
  }
  return undefined;
}

export async function withinQuota(scope: MachineScope, claims: readonly PersistentVolumeClaim[]): Promise<void> {
  const { namespace } = scope.resolved.target;
  const { items } = await scope.client.list(resourceQuotas, { namespace });
  const detail = shortage(demand(claims, memoryToRun(scope)), items);
  if (detail !== undefined)
    throw new RunFailed(failure('quota-exceeded', { vm: scope.resolved.machine.name, namespace, detail }));
}

/** 0 where the machine stays off, or an instance type decides. */
function memoryToRun(scope: MachineScope): number {
  const { machine, options } = scope.resolved;
  const runs = targetMachine(scope, machine.power).wanted !== 'Halted';
  return runs && !options.instanceType ? machine.memoryBytes : 0;
}
