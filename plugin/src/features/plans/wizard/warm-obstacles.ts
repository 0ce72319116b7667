import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import type { ChosenVm, Draft } from './draft.ts';

type Concern = InventoryVm['concerns'][number];

/** Concerns that a cold migration can live with and a warm one cannot: they block a warm plan. */
const forbidding: ReadonlySet<string> = new Set([
  'vmware.changed_block_tracking.disabled',
  'vmware.changed_block_tracking.disk.disabled',
  'vmware.disk_mode.independent',
  'vmware.disk.rdm.detected',
  'vmware.snapshot.detected',
]);

export interface WarmObstacle {
  readonly chosen: ChosenVm;
  readonly concerns: readonly Concern[];
}

/** Selected machines that cannot be copied while they run, with what forbids it. */
export function warmObstacles(vms: Draft['vms']): readonly WarmObstacle[] {
  return [...vms.values()]
    .map((chosen) => ({ chosen, concerns: chosen.vm.concerns.filter(({ id }) => forbidding.has(id)) }))
    .filter(({ concerns }) => concerns.length > 0);
}
