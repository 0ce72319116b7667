import type { PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import type { WizardFacts } from './checks.ts';
import { mappedNetwork, mappedStorage } from './mapping.ts';
import { partNames, planParts } from './plan-parts.ts';
import type { ChosenVm, Draft, PlanOptions } from './draft.ts';

/** What was typed for a type that is not chosen stays in the draft. */
function sentOptions({ precopyInterval, ...options }: PlanOptions) {
  const minutes = precopyInterval.trim();
  return options.type === 'warm' && minutes !== '' ? { ...options, precopyIntervalMinutes: Number(minutes) } : options;
}

/** What a machine has of its own; hooks that are not spoken of are those of all. */
function vmOf({ vmOptions, options }: Draft, { vm: { id, name } }: ChosenVm): PlanBundle['vms'][number] {
  const { precopyInterval = '', ...hooks } = vmOptions.get(id) ?? {};
  const hasInterval = options.type === 'warm' && precopyInterval.trim() !== '';
  return {
    id,
    name,
    ...(Object.keys(hooks).length === 0 ? {} : { hooks }),
    ...(hasInterval ? { precopyIntervalMinutes: Number(precopyInterval) } : {}),
  };
}

/** The create requests, one for each plan; none while something that they need is missing. */
export function bundlesOf({
  draft,
  general,
  proposals,
}: Omit<WizardFacts, 'rights' | 'takenNames'>): readonly PlanBundle[] {
  const { source, target, targetProject, name, description } = general;
  if (source === undefined || target === undefined || targetProject === undefined || proposals === undefined) return [];
  const networkMap = proposals.networks.flatMap((row) => {
    const { destination } = mappedNetwork(draft, row);
    return destination === undefined ? [] : [{ source: row.source, destination }];
  });
  const storageMap = proposals.storages.flatMap((row) => {
    const { destination } = mappedStorage(draft, row);
    return destination === undefined ? [] : [{ source: row.source, destination }];
  });
  const parts = planParts(draft.vms);
  const names = partNames(name, parts.length);
  return parts.map((part, index) => ({
    name: names[index] ?? name,
    description,
    source,
    target,
    targetProject,
    vms: part.map((chosen) => vmOf(draft, chosen)),
    networkMap,
    storageMap,
    ...sentOptions(draft.options),
  }));
}
