import type { TransferInput } from '../../providers/driver.ts';
import { stableName } from '../../pipeline/names.ts';
import type { MachineScope } from '../scope.ts';
import type { OpenSource } from './sources.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';

/** The scheduler's stage that spans everything that reads disks at the source. */
export const transferStage = 'transfer';

/** That of one copy of a machine that has been copied before and runs on. */
export const precopyStage = 'precopy';

export function transferInput(scope: MachineScope, source: OpenSource, secretName: string): TransferInput {
  const { resolved } = scope;
  return {
    machine: resolved.machine,
    url: source.connection.url,
    user: source.connection.user,
    trust: source.connection.trust,
    settings: source.connection.settings,
    fingerprint: source.fingerprint,
    secretName,
    vddkImage: source.vddkImage ?? resolved.settings.vddkImage,
    targetName: resolved.target.name,
  };
}

/** Throws RunFailed (`vddk-missing`) where CDI could not read the source. */
export function requireVddkImage(scope: MachineScope, source: OpenSource): string {
  const image = source.vddkImage ?? scope.resolved.settings.vddkImage;
  if (image === undefined)
    throw new RunFailed(failure('vddk-missing', { provider: scope.resolved.source.provider.name }));
  return image;
}

/** Name of an object of this run that is none of its volumes. */
export function nameOf(scope: Pick<MachineScope, 'run'>, what: string): string {
  const { run } = scope;
  return stableName(`${run.plan.name}-${run.vmId}`, { run: run.uid, step: what });
}

export function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
