import type { PlanSpec, PlanVm } from '../../api/generated/plan.ts';
import { quantity } from '../preflight/quantity.ts';
import { runOptions } from '../run-options.ts';
import { machineItem, type Finding } from './finding.ts';
import { isRawCopy, pendingMachines, type PlanScope } from './plan-scope.ts';

const ofConversion = {
  spec: [
    'conversionTempStorageClass',
    'customizationScripts',
    'installLegacyDrivers',
    'virtV2vImage',
    'xfsCompatibility',
  ] as const satisfies readonly (keyof PlanSpec)[],
  entry: ['luks', 'nbdeClevis'] as const satisfies readonly (keyof PlanVm)[],
};

/** Raw copy touches no guest, so what is to be done to guests is not done. */
export function judgeEffects(scope: PlanScope): Finding[] {
  const items = isRawCopy(scope) ? chosenFields(scope.plan.spec, ofConversion) : [];
  if (items.length === 0) return [];
  return [
    {
      type: 'OptionWithoutEffect',
      reason: 'NotConverted',
      message: 'Disks are copied raw, so nothing is done to guests: the fields that are listed have no effect.',
      suggestion: 'Remove them, or migrate with conversion.',
      items,
    },
  ];
}

export function judgeScripts({ options }: PlanScope): Finding[] {
  if (options.ignoredScripts.length === 0) return [];
  return [
    {
      type: 'CustomizationScriptsIgnored',
      reason: 'NotValid',
      message: 'Some customization scripts will not be run, for their names.',
      suggestion: 'Name them like 10_linux_run_agent.sh, 10_linux_firstboot_agent.sh or 10_win_firstboot_agent.ps1.',
      items: options.ignoredScripts,
    },
  ];
}

export function judgeDecryption({ plan }: PlanScope): Finding[] {
  const both = plan.spec.vms.filter(({ luks, nbdeClevis }) => luks?.name && nbdeClevis === true);
  if (both.length === 0) return [];
  return [
    {
      type: 'LuksAndClevisIncompatibility',
      reason: 'NotValid',
      message: 'Keys and network-bound decryption are both set: disks are opened over the network, keys are not used.',
      suggestion: 'Choose one of luks and nbdeClevis.',
      items: both.map((entry) => machineItem(entry)),
    },
  ];
}

/** One finding a machine, as MTV's clients know them. */
export function judgeSharedDisks(scope: PlanScope): Finding[] {
  return pendingMachines(scope)
    .filter(({ machine }) => machine.disks.some(({ shared }) => shared))
    .map(({ entry, machine }) => ({
      type: `SharedWarnDisks-${machine.id}`,
      ...(runOptions(scope.plan, entry).migrateSharedDisks === false ? sharedLeftOut : sharedCopied),
      items: [machineItem(machine), ...machine.disks.filter(({ shared }) => shared).map(({ file }) => file)],
    }));
}

const sharedLeftOut = {
  message: 'The disks that it shares are left out. The target gets those that another machine has brought before.',
  suggestion: 'Migrate the machine that brings them first, by another plan.',
};

const sharedCopied = {
  message: 'It shares disks with other machines, which must all be off until it is migrated, and stay so.',
  suggestion: 'Shut the others down. Migrate them after it, with migrateSharedDisks false.',
};

/** What is wrong with the values of options, in words. */
export function optionProblems({ plan, options }: PlanScope): string[] {
  const { conversionTempStorageClass: storageClass, conversionTempStorageSize: size } = plan.spec;
  return [
    ...(Boolean(storageClass) === Boolean(size)
      ? []
      : ['conversionTempStorageClass and conversionTempStorageSize are only of use together.']),
    ...(size && !(quantity(size) > 0) ? [`conversionTempStorageSize ${size} is no size.`] : []),
    ...options.missing.map((what) => `${what} does not exist.`),
  ];
}

function chosenFields(
  spec: PlanSpec,
  fields: { readonly spec: readonly (keyof PlanSpec)[]; readonly entry: readonly (keyof PlanVm)[] },
): string[] {
  return [
    ...fields.spec.filter((field) => isChosen(spec[field])).map((field) => `spec.${field}`),
    ...spec.vms.flatMap((entry, index) =>
      fields.entry.filter((field) => isChosen(entry[field])).map((field) => `spec.vms[${index}].${field}`),
    ),
  ];
}

function isChosen(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== '';
}
