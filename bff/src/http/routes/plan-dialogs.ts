import { plans } from '../../api/generated/plan.ts';
import { demanded } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { concerned, consequencesOf } from '../summaries/consequences.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { VmRow } from '../../api/http/plans.ts';

export function planDialogs({ catalog }: RouteContext): Pick<Routes, 'planConsequences'> {
  /** Capacities of the disks of `vms`; undefined unless the inventory knows all of them. */
  async function diskBytes(plan: Plan, vms: readonly VmRow[]): Promise<number | undefined> {
    const { namespace = plan.metadata.namespace, name = '' } = plan.spec.provider.source;
    const provider = catalog.provider({ namespace, name });
    const inventory = provider === undefined ? undefined : catalog.inventory(provider);
    if (inventory === undefined) return undefined;
    const found = await Promise.all(vms.map(({ id }) => inventory.machine({ id })));
    const machines = found.flatMap((lookup) => (lookup.result === 'found' ? [lookup.item] : []));
    if (machines.length < vms.length) return undefined;
    return machines.flatMap(({ disks }) => disks).reduce((sum, disk) => sum + disk.capacityBytes, 0);
  }

  return {
    planConsequences: async ({ caller, params, query }) => {
      const plan = await demanded(
        caller,
        plans,
        params,
        catalog.plan({ namespace: params.project, name: params.name }),
      );
      const all = await catalog.vmsOf(plan);
      const named = query.vms?.split(',').filter((id) => id !== '');
      const vms = named === undefined ? concerned(query.action, all) : all.filter(({ id }) => named.includes(id));
      const { title, consequences } = consequencesOf(query.action, {
        plan,
        vms,
        all,
        diskBytes: await diskBytes(plan, vms),
      });
      return { title, consequences: [...consequences], vms: vms.map(({ id }) => id) };
    },
  };
}
