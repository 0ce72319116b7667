import type { Plan, PlanSpec, PlanVm } from '../api/generated/plan.ts';

/** Choices that a plan makes for all its machines. */
const ofPlan = [
  'conversionTempStorageClass',
  'conversionTempStorageSize',
  'convertorAffinity',
  'convertorLabels',
  'convertorNodeSelector',
  'customizationScripts',
  'deleteGuestConversionPod',
  'enableChangeTracking',
  'installLegacyDrivers',
  'preserveStaticIPs',
  'runPreflightInspection',
  'serviceAccount',
  'shutdownPolicy',
  'skipGuestConversion',
  'tagMapping',
  'targetAffinity',
  'targetLabels',
  'targetNodeSelector',
  'transferNetwork',
  'useCompatibilityMode',
  'virtV2vImage',
  'xfsCompatibility',
] as const satisfies readonly (keyof PlanSpec)[];

/** Choices of the plan that an entry may make otherwise for its machine. */
const ofEither = [
  'enableNestedVirtualization',
  'migrateSharedDisks',
  'networkNameTemplate',
  'rdmAsLun',
  'scsiReservation',
  'targetPowerState',
  'volumeNameTemplate',
] as const satisfies readonly (keyof PlanSpec & keyof PlanVm)[];

const ofEntry = ['instanceType', 'luks', 'nbdeClevis', 'rootDisk'] as const satisfies readonly (keyof PlanVm)[];

/** The plan's choices that a run reads; an entry for the machine overrides the plan. */
export type RunOptions = Pick<PlanSpec, (typeof ofPlan)[number] | (typeof ofEither)[number]> &
  Pick<PlanVm, (typeof ofEntry)[number]> & { readonly deleteVmOnFailMigration?: boolean };

/** The entry's own choice wins; deleting on failure is asked for by either. */
export function runOptions({ spec }: Plan, entry: PlanVm): RunOptions {
  return {
    ...pick(spec, ofPlan),
    ...pick(spec, ofEither),
    ...chosen(pick(entry, ofEither)),
    ...pick(entry, ofEntry),
    deleteVmOnFailMigration: entry.deleteVmOnFailMigration === true || spec.deleteVmOnFailMigration !== false,
  };
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}

function chosen<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
