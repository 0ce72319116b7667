import { dataVolumes } from '../../api/kinds/cdi.ts';
import { persistentVolumeClaims } from '../../api/kinds/core.ts';
import { keyOf, type KubeObject, type Resource } from '../../api/resource.ts';
import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import { objectLabels, runLabel } from '../labels.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { notStartedSinceCopied } from '../source/last-start.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';
import { placedDisks } from '../target/target-volumes.ts';

/** From here on the volumes of the earlier run are this one's: it converts them, or removes them when it is given up. */
export const adoptVolumes = defineStep<MachineScope, object>({
  name: 'AdoptVolumes',
  shownAs: 'WaitForPowerOff',
  group: 'Initialize',
  description: 'Take over what an earlier run has copied',
  run: async (scope) => {
    await notStartedSinceCopied(scope);
    for (const { name } of placedDisks(scope)) {
      // Versions of CDI remove volumes that have served their purpose; the claims stay.
      await adopt(scope, dataVolumes, name);
      if (!(await adopt(scope, persistentVolumeClaims, name))) throw gone(scope, name);
    }
    return done({});
  },
});

/** False where there is no such object. */
async function adopt<T extends KubeObject>(scope: RunScope, resource: Resource<T>, name: string): Promise<boolean> {
  const found = await scope.client.find(resource, inTarget(scope, name));
  if (found === undefined || found.metadata.deletionTimestamp !== undefined) return false;
  if (isOurs(found, scope.run)) return true;
  const { resourceVersion, labels = {} } = found.metadata;
  if (labels[runLabel] !== scope.resolved.resume?.run) return false;
  const change = { metadata: { resourceVersion, labels: objectLabels(scope.run) } };
  await scope.client.mergePatch(resource, keyOf(found), change);
  return true;
}

function gone({ resolved }: RunScope, name: string): RunFailed {
  const detail = 'it is no longer what an earlier run has left';
  return new RunFailed(failure('volume-failed', { vm: resolved.machine.name, volume: name, detail }));
}
