import type { Clock } from '../platform/clock.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import type {
  SnapshotChain,
  SnapshotDisk,
  SourceSnapshot,
  SourceTask,
  WantedSnapshot,
} from '../providers/warm-source.ts';

interface Taken extends SourceSnapshot {
  readonly machine: string;
  readonly disks: readonly SnapshotDisk[];
}

export interface FakeSnapshotsOptions {
  readonly clock: Clock;
  machine(id: string): SourceMachine;
  change(id: string, change: Partial<SourceMachine>): void;
  /** When the guest wrote last; milliseconds since the epoch. */
  writtenAt(id: string): number;
  clockOffsetMs(): number;
}

/**
 * Snapshots, tasks and the record of changes of an in-memory source. The number of a change id is when the guest wrote
 * last, so that a copy can be told from the next one without any bytes.
 */
export class FakeSnapshots {
  /** How long a task takes. */
  taskMs = 2_000;
  quiescing: 'works' | 'fails' = 'works';
  taking: 'works' | 'fails' = 'works';
  /** What becomes of requests to remove snapshots. */
  removal: 'works' | 'fails' | 'hangs' = 'works';
  readonly #options: FakeSnapshotsOptions;
  readonly #taken: Taken[] = [];
  readonly #tasks = new Map<string, SourceTask & { readonly machine: string }>();
  readonly #epochs = new Map<string, number>();
  /** Machines whose changes are tracked from their next snapshot on. */
  readonly #trackedSoon = new Set<string>();
  #number = 0;

  constructor(options: FakeSnapshotsOptions) {
    this.#options = options;
  }

  of(machine: string): readonly SourceSnapshot[] {
    return this.#taken.filter((snapshot) => snapshot.machine === machine);
  }

  /** The record of changes is begun anew, as after a power failure of the host. */
  reset(machine: string): void {
    this.#epochs.set(machine, (this.#epochs.get(machine) ?? 0) + 1);
  }

  /** Taken by another tool. */
  takeForeign(machine: string, name: string): void {
    this.#take(machine, { name, description: '', quiesce: true });
  }

  /** Removed by the tool that took them, at once. */
  removeForeign(machine: string, name: string): void {
    for (const snapshot of this.of(machine).filter((taken) => taken.name === name))
      this.#taken.splice(
        this.#taken.findIndex(({ id }) => id === snapshot.id),
        1,
      );
    this.#showFiles(machine);
  }

  /** The backing of a disk in a snapshot, wherever the disk was copied from: what CDI reads. */
  changeId(snapshot: string, disk: string): string | undefined {
    return this.#taken.find(({ id }) => id === snapshot)?.disks.find(({ key }) => key === disk)?.changeId;
  }

  chain(machine: string): SnapshotChain {
    this.#options.machine(machine);
    return { snapshots: this.of(machine), busy: this.#isBusy(machine), consolidationNeeded: false };
  }

  request(machine: string, wanted: WantedSnapshot): string {
    this.#options.machine(machine);
    if (wanted.quiesce && this.quiescing === 'fails')
      return this.#task(machine, () => ({
        state: 'failed',
        message: 'The guest could not be quiesced.',
        notQuiesced: true,
      }));
    return this.#task(machine, () => {
      if (this.taking === 'fails') return { state: 'failed', message: 'No space left.' };
      this.#take(machine, wanted);
      return { state: 'succeeded' };
    });
  }

  remove(snapshot: string): string {
    const found = this.#taken.find(({ id }) => id === snapshot);
    if (found === undefined) throw missing(snapshot);
    return this.#task(found.machine, () => {
      if (this.removal === 'hangs') return { state: 'running' };
      if (this.removal === 'fails') return { state: 'failed', message: 'A file is locked.' };
      this.#taken.splice(this.#taken.indexOf(found), 1);
      this.#showFiles(found.machine);
      return { state: 'succeeded' };
    });
  }

  trackChanges(machine: string): string {
    return this.#task(machine, () => {
      this.#options.change(machine, { changeTracking: true });
      this.#trackedSoon.add(machine);
      return { state: 'succeeded' };
    });
  }

  task(id: string): SourceTask {
    return this.#tasks.get(id) ?? { state: 'unknown' };
  }

  disksAt(snapshot: string): readonly SnapshotDisk[] {
    const found = this.#taken.find(({ id }) => id === snapshot);
    if (found === undefined) throw missing(snapshot);
    return found.disks;
  }

  #isBusy(machine: string): boolean {
    return [...this.#tasks.values()].some((task) => task.machine === machine && task.state === 'running');
  }

  #task(machine: string, effect: () => SourceTask): string {
    if (this.#isBusy(machine)) throw new ConflictError('Another task holds the machine.', { code: 'TaskInProgress' });
    this.#number += 1;
    const id = `task-${this.#number}`;
    this.#tasks.set(id, { state: 'running', machine });
    this.#options.clock.after(this.taskMs, () => this.#tasks.set(id, { ...effect(), machine }));
    return id;
  }

  #take(machine: string, { name, description, quiesce }: WantedSnapshot): void {
    const { disks, changeTracking } = this.#options.machine(machine);
    const isTracked = changeTracking && !this.#trackedSoon.has(machine);
    const number = this.#options.writtenAt(machine);
    const changeId = `epoch-${this.#epochs.get(machine) ?? 0}/${number}`;
    this.#number += 1;
    this.#taken.push({
      machine,
      id: `snapshot-${this.#number}`,
      name,
      description,
      createdAt: new Date(this.#options.clock.now() + this.#options.clockOffsetMs()).toISOString(),
      quiesced: quiesce,
      disks: disks.map(({ key, capacityBytes }) => ({ key, capacityBytes, changeId: isTracked ? changeId : '' })),
    });
    this.#trackedSoon.delete(machine);
    this.#showFiles(machine);
  }

  /** With snapshots a machine writes to delta files. */
  #showFiles(id: string): void {
    const machine = this.#options.machine(id);
    const count = this.of(id).length;
    const delta = (base: string) =>
      count === 0 ? base : base.replace(/\.vmdk$/, `-${String(count).padStart(6, '0')}.vmdk`);
    this.#options.change(id, {
      snapshots: count,
      disks: machine.disks.map((disk) => ({ ...disk, file: delta(disk.baseFile) })),
      shapes: count === 0 ? [] : machine.disks.map(({ key }) => ({ kind: 'delta', disk: key, detail: 'a delta file' })),
    });
  }
}

function missing(snapshot: string): NotFoundError {
  return new NotFoundError(`There is no snapshot ${snapshot}.`, { code: 'snapshot-not-found' });
}
