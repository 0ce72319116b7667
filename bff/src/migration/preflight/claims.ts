import type { PersistentVolumeClaim } from '../../api/kinds/core.ts';
import { claimedBytes } from '../../volumes/sizes.ts';
import { failure } from '../failures.ts';
import { objectLabels } from '../labels.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { modesByClass, placedDisks } from '../target/target-volumes.ts';

/** The claims that CDI will make for the run's volumes. */
export async function claimsToBe(scope: MachineScope): Promise<PersistentVolumeClaim[]> {
  const { settings, machine, target } = scope.resolved;
  const modesOf = await modesByClass(scope);
  return placedDisks(scope).map(({ disk, volume, name }) => {
    const modes = modesOf(volume);
    if (modes === undefined) {
      const detail = `storage class ${volume.storageClass} names no access mode; choose one in the storage map`;
      throw new RunFailed(failure('target-refused', { vm: machine.name, detail }));
    }
    const { filesystemOverheadPercent: overheadPercent } = settings;
    const bytes = claimedBytes(disk.capacityBytes, { volumeMode: modes.volumeMode, overheadPercent });
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: target.namespace, labels: objectLabels(scope.run) },
      spec: {
        accessModes: [...modes.accessModes],
        volumeMode: modes.volumeMode,
        storageClassName: volume.storageClass,
        resources: { requests: { storage: String(bytes) } },
      },
    };
  });
}
