import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { failure } from '../failures.ts';
import { providerLabel, vmLabel } from '../labels.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { storePowerState } from '../steps/store-power-state.ts';

/**
 * No other run, of whatever plan, may touch the source meanwhile: it would power the source on again while our target
 * runs. The older run goes first, and so does one that has recorded the power already. Throws RunFailed (`already-running`).
 */
export async function onlyRun({ home, resolved, run }: MachineScope): Promise<void> {
  const labelSelector = `${providerLabel}=${resolved.source.provider.uid},${vmLabel}=${run.vmId}`;
  const { items } = await home.list(virtualMachineMigrations, { labelSelector });
  const own = items.find(({ metadata }) => metadata.uid === run.uid);
  const rival = items.find(
    (other) => other !== own && touchesSource(other) && (own === undefined || goesFirst(other, own)),
  );
  if (rival === undefined) return;
  const { namespace, name } = rival.spec.plan;
  throw new RunFailed(failure('already-running', { vm: resolved.machine.name, plan: `${namespace}/${name}` }));
}

function touchesSource({ status }: VirtualMachineMigration): boolean {
  return status?.state !== 'Ended' && status?.state !== 'Discarding';
}

function goesFirst(other: VirtualMachineMigration, own: VirtualMachineMigration): boolean {
  const age = ({ metadata }: VirtualMachineMigration) => `${metadata.creationTimestamp ?? ''} ${metadata.uid ?? ''}`;
  return other.status?.outputs?.[storePowerState.name] !== undefined || age(other) < age(own);
}
