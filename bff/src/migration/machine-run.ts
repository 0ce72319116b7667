import type {
  VirtualMachineMigration,
  VirtualMachineMigrationResolved,
} from '../api/generated/virtual-machine-migration.ts';
import type { PlanSpec, PlanVm } from '../api/generated/plan.ts';
import type { EngineSettings } from '../config/settings.ts';
import type { SourceMachine } from '../machine/source-machine.ts';

/** The plan's choices that a run reads; an entry for the machine overrides the plan. */
export type RunOptions = Pick<
  PlanSpec,
  | 'convertorAffinity'
  | 'convertorLabels'
  | 'convertorNodeSelector'
  | 'deleteGuestConversionPod'
  | 'deleteVmOnFailMigration'
  | 'enableNestedVirtualization'
  | 'preserveStaticIPs'
  | 'serviceAccount'
  | 'shutdownPolicy'
  | 'skipGuestConversion'
  | 'targetAffinity'
  | 'targetLabels'
  | 'targetNodeSelector'
  | 'targetPowerState'
  | 'useCompatibilityMode'
  | 'virtV2vImage'
  | 'networkNameTemplate'
  | 'volumeNameTemplate'
> &
  Pick<PlanVm, 'instanceType' | 'rootDisk'>;

/** `spec.resolved`: decided once, when the run is made. */
export interface ResolvedRun extends VirtualMachineMigrationResolved {
  machine: SourceMachine;
  options: RunOptions & Record<string, unknown>;
  settings: EngineSettings & Record<string, unknown>;
}

export type TargetVolume = ResolvedRun['target']['volumes'][number];

/** Who a run is, for names and labels. */
export interface RunIdentity {
  /** Of the run's own object: what everything it makes is labelled with. */
  readonly uid: string;
  readonly plan: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly migration: { readonly uid: string };
  readonly vmId: string;
}

export function identityOf(run: VirtualMachineMigration): RunIdentity {
  return {
    uid: run.metadata.uid ?? '',
    plan: run.spec.plan,
    migration: run.spec.migration,
    vmId: run.spec.resolved.machine.id,
  };
}

/** Only the service writes runs, so what stands there is what `resolve` made. */
export function resolvedOf(run: VirtualMachineMigration): ResolvedRun {
  return run.spec.resolved as ResolvedRun;
}
