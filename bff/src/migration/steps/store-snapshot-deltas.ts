import { done } from '../../pipeline/outcome.ts';
import { defineStep, type Step } from '../../pipeline/step.ts';
import { ConflictError, NotFoundError } from '../../platform/errors.ts';
import type { SnapshotDisk } from '../../providers/warm-source.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { unchangedSource } from '../source/source-check.ts';
import { foreignSnapshots } from '../warm/our-snapshots.ts';
import { passesOf, type DiskPass } from '../warm/passes.ts';
import { runningSource, type RunningSource } from '../warm/warm-source-of.ts';
import {
  createFinalSnapshot,
  createInitialSnapshot,
  createSnapshot,
  type AskedSnapshot,
  type SnapshotRow,
} from './create-snapshot.ts';
import {
  waitForFinalSnapshot,
  waitForInitialSnapshot,
  waitForSnapshot,
  type TakenSnapshot,
} from './wait-for-snapshot.ts';

/** All that is needed of a snapshot once it is gone; on record before the previous one is removed. */
export interface SnapshotDeltas {
  readonly snapshot: string;
  /** RFC 3339 */
  readonly askedAt: string;
  readonly disks: readonly MeasuredPass[];
  /** Ids of the snapshots that others had made by then. */
  readonly foreign: readonly string[];
}

export interface MeasuredPass extends DiskPass {
  /** Missing where the source does not tell. */
  readonly changedBytes?: number;
}

type Taken = readonly [Step<MachineScope, AskedSnapshot>, Step<MachineScope, TakenSnapshot>];

export const storeInitialSnapshotDeltas = stores([createInitialSnapshot, waitForInitialSnapshot], {
  name: 'StoreInitialSnapshotDeltas',
  group: 'Initialize',
  description: 'Record the change ids of the first snapshot',
});

export const storeSnapshotDeltas = stores([createSnapshot, waitForSnapshot], {
  name: 'StoreSnapshotDeltas',
  group: 'DiskTransfer',
  description: 'Record the change ids of the snapshot',
});

/** Once the machine is off a doubt ends the run: a full copy would take long, and the machine can go on running. */
export const storeFinalSnapshotDeltas = stores([createFinalSnapshot, waitForFinalSnapshot], {
  name: 'StoreFinalSnapshotDeltas',
  shownAs: 'WaitForFinalSnapshot',
  group: 'Cutover',
  description: 'Compare the change ids of the last snapshot',
});

/** What is on record of the snapshot that was taken last, not counting the final one. */
export function lastDeltas(scope: RunScope): SnapshotDeltas | undefined {
  return scope.outputOf(storeSnapshotDeltas) ?? scope.outputOf(storeInitialSnapshotDeltas);
}

function stores([create, waiting]: Taken, row: SnapshotRow): Step<MachineScope, SnapshotDeltas> {
  return defineStep<MachineScope, SnapshotDeltas>({
    ...row,
    run: async (scope) => {
      const snapshot = scope.outputOf(waiting)?.snapshot ?? '';
      const askedAt = scope.outputOf(create)?.askedAt ?? new Date(scope.since).toISOString();
      const source = await runningSource(scope);
      await stillTracked(scope);
      const foreign = foreignSnapshots(source.chain, scope.run);
      const before = lastDeltas(scope);
      const passes = passesOf({
        machine: scope.resolved.machine,
        disks: await carried(scope, await disksAt(scope, source, snapshot)),
        foreign,
        ...(before && { before }),
      });
      const disks: MeasuredPass[] = [];
      for (const pass of passes) disks.push(await measured(scope, source, { snapshot, pass }));
      const doubt = disks.find(({ since }) => since === '');
      if (row.group === 'Cutover' && doubt !== undefined) throw doubtful(scope, doubt);
      return done({ snapshot, askedAt, disks, foreign: foreign.map(({ id }) => id) });
    },
  });
}

async function stillTracked(scope: RunScope): Promise<void> {
  const { name, changeTracking } = await unchangedSource(scope);
  if (!changeTracking) throw new RunFailed(failure('change-tracking-off', { vm: name, disk: 'all its disks' }));
}

/** Disks that another machine brings are none of the run's. */
async function carried(scope: RunScope, disks: readonly SnapshotDisk[]): Promise<readonly SnapshotDisk[]> {
  if (scope.resolved.options.migrateSharedDisks !== false) return disks;
  const { session } = await scope.source();
  const machine = await session.machine(scope.resolved.machine.id);
  const shared = new Set(machine.disks.filter((disk) => disk.shared).map(({ key }) => key));
  return disks.filter(({ key }) => !shared.has(key));
}

async function disksAt(scope: RunScope, { warm }: RunningSource, snapshot: string) {
  try {
    return await warm.disksAt(snapshot);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const detail = 'it was removed by someone else';
    throw new RunFailed(failure('snapshot-failed', { vm: scope.resolved.machine.name, detail }));
  }
}

/** A source that does not know what changed since then has forgotten it: all is copied. */
async function measured(
  { resolved }: RunScope,
  { warm, id }: RunningSource,
  { snapshot, pass }: { readonly snapshot: string; readonly pass: DiskPass },
): Promise<MeasuredPass> {
  const capacityBytes = resolved.machine.disks.find(({ key }) => key === pass.disk)?.capacityBytes ?? 0;
  const ask = async (since: string) => {
    const changedBytes = await warm.changedBytes(id, { snapshot, disk: pass.disk, capacityBytes, since });
    return changedBytes === undefined ? {} : { changedBytes };
  };
  try {
    return { ...pass, ...(await ask(pass.since || '*')) };
  } catch (error) {
    if (!(error instanceof ConflictError) || error.code !== 'changes-unknown') throw error;
    if (pass.since === '') return pass;
    return { ...pass, since: '', reason: 'the source no longer knows what changed since the last copy' };
  }
}

function doubtful({ resolved }: RunScope, { disk, reason = '' }: DiskPass): RunFailed {
  const { name, disks } = resolved.machine;
  const file = disks.find(({ key }) => key === disk)?.file ?? disk;
  return new RunFailed(failure('changes-doubtful', { vm: name, detail: `${file}: ${reason}` }));
}
