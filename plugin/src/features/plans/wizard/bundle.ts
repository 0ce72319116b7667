import type { PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import type { WizardFacts } from './checks.ts';
import { mappedNetwork, mappedStorage } from './mapping.ts';

/** The create request; undefined while something that it needs is missing. */
export function bundleOf({
  draft,
  general,
  proposals,
}: Omit<WizardFacts, 'rights' | 'takenNames'>): PlanBundle | undefined {
  const { source, target, targetProject, name, description } = general;
  if (source === undefined || target === undefined || targetProject === undefined || proposals === undefined)
    return undefined;
  const networkMap = proposals.networks.flatMap((row) => {
    const { destination } = mappedNetwork(draft, row);
    return destination === undefined ? [] : [{ source: row.source, destination }];
  });
  const storageMap = proposals.storages.flatMap((row) => {
    const { destination } = mappedStorage(draft, row);
    return destination === undefined ? [] : [{ source: row.source, destination }];
  });
  return {
    name,
    description,
    source,
    target,
    targetProject,
    vms: [...draft.vms.values()].map(({ vm }) => ({ id: vm.id, name: vm.name })),
    networkMap,
    storageMap,
    ...draft.options,
  };
}
