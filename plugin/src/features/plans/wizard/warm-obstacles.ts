import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import type { ChosenVm, Draft } from './draft.ts';

type Concern = InventoryVm['concerns'][number];

/** Concerns that a cold migration can live with and a warm one cannot: they block a warm plan. */
const forbidding: ReadonlySet<string> = new Set([
  'vmware.disk_mode.independent',
  'vmware.disk.rdm.detected',
  'vmware.snapshot.detected',
]);

/** The same, unless the plan has the source track changes. */
const untracked: ReadonlySet<string> = new Set([
  'vmware.changed_block_tracking.disabled',
  'vmware.changed_block_tracking.disk.disabled',
]);

export interface WarmObstacle {
  readonly chosen: ChosenVm;
  readonly concerns: readonly Concern[];
}

/** Selected machines that cannot be copied while they run, with what forbids it. */
export function warmObstacles({ vms, options }: Pick<Draft, 'vms' | 'options'>): readonly WarmObstacle[] {
  const forbids = ({ id }: Concern) => forbidding.has(id) || (!options.enableChangeTracking && untracked.has(id));
  return [...vms.values()]
    .map((chosen) => ({ chosen, concerns: chosen.vm.concerns.filter(forbids) }))
    .filter(({ concerns }) => concerns.length > 0);
}
