import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import { label } from '@gantry/bff/api/http/shapes.ts';
import type { FieldError } from '../../../shared/forms/error-summary.tsx';
import { formatNumber } from '../../../shared/format.ts';
import type { Translate } from '../../../shared/i18n.ts';
import { stepIds, type Draft, type StepId } from './draft.ts';
import type { General } from './general.ts';
import { destinationKey } from '../../../shared/maps/targets.ts';
import type { HookMoment } from '../hooks/hook-moments.ts';
import { minutesError } from '../minutes-error.ts';
import { mappedNetwork, mappedStorage, needsModes, podNetworkConflicts, storageTarget } from './mapping.ts';
import { partNames, planParts } from './plan-parts.ts';

/** Everything that decides whether a step may be left. */
export interface WizardFacts {
  readonly draft: Draft;
  readonly general: General;
  readonly takenNames: ReadonlySet<string>;
  /** Absent answers forbid nothing. */
  readonly rights: { readonly createPlans?: boolean; readonly createVms?: boolean };
  /** Of exactly this selection and target; absent while they are read. */
  readonly proposals?: MapProposals;
}

export const fieldIds = {
  name: 'plan-name',
  project: 'plan-project',
  description: 'plan-description',
  source: 'plan-source',
  target: 'plan-target',
  targetProject: 'plan-target-project',
  machines: 'plan-machines',
  networks: 'plan-networks',
  storages: 'plan-storages',
  network: (id: string) => `plan-network-${id}`,
  storage: (id: string) => `plan-storage-${id}`,
  volumeMode: (id: string) => `plan-volume-mode-${id}`,
  accessMode: (id: string) => `plan-access-mode-${id}`,
  precopyInterval: 'plan-precopy-interval',
  hook: (moment: HookMoment) => `plan-hook-${moment}`,
  vmHook: (id: string, moment: HookMoment) => `plan-vm-hook-${moment}-${id}`,
  vmInterval: (id: string) => `plan-vm-interval-${id}`,
} as const;

/** As many as a request may carry. */
export const planLimit = 5000;

type Check = (t: Translate, facts: WizardFacts) => FieldError[];

function nameErrors(t: Translate, { draft, general, takenNames }: WizardFacts): FieldError[] {
  const { name, project } = general;
  const field = fieldIds.name;
  if (name === '') return [{ field, text: t('Enter a plan name.') }];
  const names = partNames(name, draft.isSplit ? planParts(draft.vms).length : 1);
  if (names.some((one) => !label.safeParse(one).success))
    return [{ field, text: t('The plan name may have up to 63 lower-case letters, digits and hyphens.') }];
  const taken = names.find((one) => takenNames.has(one));
  return taken === undefined
    ? []
    : [{ field, text: t('Project {{project}} already has a plan named {{name}}.', { project, name: taken }) }];
}

const generalErrors: Check = (t, facts) => {
  const { project, source, target, targetProject } = facts.general;
  const missing = [
    { absent: source === undefined, field: fieldIds.source, text: t('Choose a source provider.') },
    { absent: target === undefined, field: fieldIds.target, text: t('Choose a target provider.') },
    { absent: !targetProject, field: fieldIds.targetProject, text: t('Choose a target project.') },
    {
      absent: facts.rights.createPlans === false,
      field: fieldIds.project,
      text: t('You need permission to create plans in project {{project}}.', { project }),
    },
    {
      absent: targetProject !== undefined && facts.rights.createVms === false,
      field: fieldIds.targetProject,
      text: t('You need permission to create virtual machines in project {{project}}.', {
        project: targetProject ?? '',
      }),
    },
  ];
  return [...nameErrors(t, facts), ...missing.filter(({ absent }) => absent)];
};

const machineErrors: Check = (t, { draft }) => {
  const field = fieldIds.machines;
  if (draft.vms.size === 0) return [{ field, text: t('Select at least one virtual machine.') }];
  if (draft.vms.size > planLimit)
    return [
      { field, text: t('At most {{limit}} virtual machines are planned at once.', { limit: formatNumber(planLimit) }) },
    ];
  const parts = planParts(draft.vms).length;
  return parts === 1 || draft.isSplit
    ? []
    : [{ field, text: t('The selected VMs do not fit in one plan. Split them into {{parts}} plans.', { parts }) }];
};

function conflictErrors(t: Translate, { draft, proposals }: WizardFacts): FieldError[] {
  if (proposals === undefined) return [];
  const worst = new Map(
    podNetworkConflicts(draft, proposals).map((conflict) => {
      const last = conflict.networks.at(-1)?.source.id ?? '';
      const names = conflict.networks.map(({ source }) => source.name).join(', ');
      const text = t('{{vm}} would have {{nics}} NICs on the pod network ({{names}}); one is possible.', {
        vm: conflict.vm,
        nics: conflict.nics,
        names,
      });
      return [last, { field: fieldIds.network(last), text }];
    }),
  );
  return [...worst.values()];
}

const networkErrors: Check = (t, facts) => {
  const { draft, proposals } = facts;
  if (proposals === undefined)
    return [{ field: fieldIds.networks, text: t('The networks of the selected VMs are not known yet.') }];
  const offered = new Set(proposals.networkTargets.map(({ destination }) => destinationKey(destination)));
  const rowErrors = proposals.networks.flatMap((row) => {
    const { destination } = mappedNetwork(draft, row);
    const { name, id } = row.source;
    const field = fieldIds.network(id);
    if (destination === undefined) return [{ field, text: t('Choose a target for network {{name}}.', { name }) }];
    return offered.has(destinationKey(destination))
      ? []
      : [{ field, text: t('The target of network {{name}} is no longer there.', { name }) }];
  });
  return [...rowErrors, ...conflictErrors(t, facts)];
};

const storageErrors: Check = (t, { draft, proposals }) => {
  if (proposals === undefined)
    return [{ field: fieldIds.storages, text: t('The datastores of the selected VMs are not known yet.') }];
  return proposals.storages.flatMap((row) => {
    const { destination } = mappedStorage(draft, row);
    const { name, id } = row.source;
    const target = storageTarget(proposals, destination);
    const field = fieldIds.storage(id);
    if (destination === undefined)
      return [{ field, text: t('Choose a storage class for datastore {{name}}.', { name }) }];
    if (target === undefined)
      return [
        {
          field,
          text: t('Storage class {{storageClass}} does not exist.', { storageClass: destination.storageClass }),
        },
      ];
    if (!needsModes(target)) return [];
    return [
      ...(destination.volumeMode === undefined
        ? [{ field: fieldIds.volumeMode(id), text: t('Choose a volume mode for datastore {{name}}.', { name }) }]
        : []),
      ...(destination.accessMode === undefined
        ? [{ field: fieldIds.accessMode(id), text: t('Choose an access mode for datastore {{name}}.', { name }) }]
        : []),
    ];
  });
};

const typeErrors: Check = (t, { draft: { options, vms, vmOptions } }) => {
  if (options.type !== 'warm') return [];
  const typed = [...vms.values()].map(({ vm }) => ({ vm, text: vmOptions.get(vm.id)?.precopyInterval ?? '' }));
  const own = typed.flatMap(({ vm, text }) => {
    const wrong = minutesError(t, text);
    return wrong === undefined ? [] : [{ field: fieldIds.vmInterval(vm.id), text: `${vm.name}: ${wrong}` }];
  });
  const wrong = minutesError(t, options.precopyInterval);
  return [...(wrong === undefined ? [] : [{ field: fieldIds.precopyInterval, text: wrong }]), ...own];
};

const nothing: Check = () => [];

const checks: Readonly<Record<StepId, Check>> = {
  general: generalErrors,
  machines: machineErrors,
  networks: networkErrors,
  storages: storageErrors,
  type: typeErrors,
  hooks: nothing,
  review: nothing,
};

/** What keeps the user from leaving the step. */
export function stepErrors(t: Translate, step: StepId, facts: WizardFacts): FieldError[] {
  return checks[step](t, facts);
}

/** Steps that have errors, in their order. */
export function faultySteps(t: Translate, facts: WizardFacts): StepId[] {
  return stepIds.filter((step) => stepErrors(t, step, facts).length > 0);
}
