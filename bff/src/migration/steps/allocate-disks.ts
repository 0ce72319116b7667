import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { bindDeadline, volumeFailure } from '../target/binding.ts';
import { diskTasks } from '../disk-tasks.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { placedDisks, volumesByName } from '../target/target-volumes.ts';

export const allocateDisks = defineStep<MachineScope, object>({
  name: 'AllocateDisks',
  group: 'DiskAllocation',
  description: 'Allocate disks',
  run: async (scope) => {
    const volumes = await volumesByName(scope);
    const placed = placedDisks(scope);
    const phaseOf = new Map(placed.map(({ disk, name }) => [disk.index, volumes.get(name)?.status?.phase]));
    const waiting = placed.find(({ disk }) => phaseOf.get(disk.index) !== 'Succeeded');
    const failed = volumeFailure(scope, placed, volumes);
    if (failed !== undefined) throw new RunFailed(failed);
    const tasks = diskTasks(scope, (disk) => {
      const finished = phaseOf.get(disk) === 'Succeeded';
      return { percent: finished ? 100 : 0, finished, reason: phaseOf.get(disk) };
    });
    if (waiting === undefined) return done({}, { tasks });
    return wait({ on: 'cluster', reason: 'Volumes are being bound', tasks, deadline: bindDeadline(scope, waiting) });
  },
});
