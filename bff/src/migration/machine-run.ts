import type {
  VirtualMachineMigration,
  VirtualMachineMigrationResolved,
} from '../api/generated/virtual-machine-migration.ts';
import type { EngineSettings } from '../config/settings.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import type { RunOptions } from './run-options.ts';

/** `spec.resolved`: decided once, when the run is made. */
export interface ResolvedRun extends VirtualMachineMigrationResolved {
  machine: SourceMachine;
  options: RunOptions & Record<string, unknown>;
  settings: EngineSettings & Record<string, unknown>;
}

export type TargetVolume = ResolvedRun['target']['volumes'][number];

/** The disks stand in claims that others have filled: nothing is copied. */
export function convertsOnly({ target }: Pick<ResolvedRun, 'target'>): boolean {
  return target.volumes.some(({ given }) => given === true);
}

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
