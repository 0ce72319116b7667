import type { PersistentVolumeClaim } from '../../api/kinds/core.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { failure } from '../failures.ts';
import type { TargetVolume } from '../machine-run.ts';
import { RunFailed } from '../run-failed.ts';
import { givenClaims } from './given-claims.ts';

interface Given {
  readonly namespace: string;
  readonly claims: readonly PersistentVolumeClaim[];
}

/** The machine's volumes where others have filled them. Throws RunFailed (`claims-not-ready`). */
export function givenVolumes(machine: SourceMachine, { namespace, claims }: Given): TargetVolume[] {
  const given = givenClaims(machine, claims);
  if (given.problems.length > 0) {
    const detail = given.problems.join('; ');
    throw new RunFailed(failure('claims-not-ready', { vm: machine.name, namespace, detail }));
  }
  return given.claims.map(({ disk, claim: { metadata, spec } }) => {
    const [accessMode] = spec.accessModes ?? [];
    return {
      disk,
      prefix: metadata.name,
      exact: true,
      given: true,
      storageClass: spec.storageClassName ?? '',
      volumeMode: spec.volumeMode ?? 'Filesystem',
      ...(accessMode && { accessMode }),
    };
  });
}
