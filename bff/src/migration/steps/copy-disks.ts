import type { DataVolume } from '../../api/kinds/cdi.ts';
import { done, fail, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { bindDeadline, volumeFailure } from '../target/binding.ts';
import { diskTasks } from '../disk-tasks.ts';
import { failure } from '../failures.ts';
import { importerDeadline, importerLog } from '../pods/importer.ts';
import { lastWords } from '../pods/pod-log.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { sourceFault } from '../source/source-fault.ts';
import { copyStall } from '../stall.ts';
import { placedDisks, volumesByName, type PlacedDisk } from '../target/target-volumes.ts';
import { transferStage } from '../source/transfer.ts';

/** CDI copies; its importers are restarted for ever, so the count of restarts is the limit. */
export const copyDisks = defineStep<MachineScope, object>({
  name: 'CopyDisks',
  group: 'DiskTransfer',
  description: 'Transfer disks',
  holds: transferStage,
  run: (scope) => followImports(scope, ({ status }) => Promise.resolve(status?.phase === 'Succeeded')),
});

/** Follows the importers of all disks until `isCopied` holds of each volume. */
export async function followImports(scope: RunScope, isCopied: (volume: DataVolume) => Promise<boolean>) {
  const volumes = await volumesByName(scope);
  const placed = placedDisks(scope);
  const failed = volumeFailure(scope, placed, volumes);
  if (failed !== undefined) throw new RunFailed(failed);
  const byDisk = new Map(placed.map(({ disk, name }) => [disk.index, volumes.get(name)]));
  const failing = placed.find(({ disk }) => restarts(byDisk.get(disk.index)) > scope.resolved.settings.importerRetries);
  if (failing !== undefined) return importerFailed(scope, failing);
  const copied = new Set<DataVolume>();
  for (const volume of byDisk.values()) if (volume !== undefined && (await isCopied(volume))) copied.add(volume);
  const tasks = diskTasks(scope, (disk) => progressOf(byDisk.get(disk), copied));
  if (tasks.every((task) => task.finished)) return done({}, { tasks });
  const phaseOf = ({ disk }: PlacedDisk) => byDisk.get(disk.index)?.status?.phase ?? '';
  const unbound = placed.find((one) => unboundPhases.has(phaseOf(one)));
  const scheduled = placed.find((one) => phaseOf(one) === 'ImportScheduled');
  const deadline = unbound
    ? bindDeadline(scope, unbound)
    : scheduled && (await importerDeadline(scope, scheduled.name));
  const reason = unbound ? 'Volumes are being bound' : 'Disks are being copied';
  return wait({ on: 'cluster', reason, tasks, stall: copyStall(scope), ...(deadline && { deadline }) });
}

const unboundPhases: ReadonlySet<string> = new Set(['', 'Pending', 'PendingPopulation', 'WaitForFirstConsumer']);

function restarts(volume: DataVolume | undefined): number {
  return volume?.status?.restartCount ?? 0;
}

function progressOf(volume: DataVolume | undefined, copied: ReadonlySet<DataVolume>) {
  const count = restarts(volume);
  if (volume !== undefined && copied.has(volume)) return { percent: 100, finished: true, restarts: count };
  const phase = volume?.status?.phase;
  // What stands there while it rests is of the stage before.
  const percent = phase === 'Paused' ? 0 : Number.parseFloat(volume?.status?.progress ?? '');
  const reason = count > 0 ? `Importer restarted ${count} times` : phase;
  return { percent: Number.isFinite(percent) ? percent : 0, reason, restarts: count };
}

async function importerFailed(scope: RunScope, { disk, name }: PlacedDisk) {
  const log = await importerLog(scope, name);
  const times = String(scope.resolved.settings.importerRetries + 1);
  const parameters = {
    vm: scope.resolved.machine.name,
    disk: disk.file,
    times,
    detail: lastWords(log) || "see the importer's log",
  };
  return fail((await sourceFault(scope)) ?? failure('importer-failing', parameters), { log });
}
