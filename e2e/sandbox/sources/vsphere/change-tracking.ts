import { grainBytes } from '../../seeds/disk-content.ts';
import type { Extent } from '../../seeds/disk-content.ts';
import { seededHex } from '../../seeds/noise.ts';
import { contentAt, writtenDisk } from './disk-chain.ts';
import type { ChangeTracking, Disk, Snapshot, VirtualMachine } from './entities.ts';
import { VimFault } from './soap.ts';
import { ticksOf } from './guest-writing.ts';

/** Whether snapshots of its machine freeze the disk. */
export function takesPart(disk: Pick<Disk, 'mode' | 'rdm'>): boolean {
  return disk.mode === 'persistent' && disk.rdm !== 'physicalMode';
}

/** Begins a new epoch: no change id of an earlier one means anything any more. */
export function startTracking(disk: Disk): void {
  disk.epochs += 1;
  disk.tracking = { epoch: epochOf(disk), ticks: [] };
}

/** UUID in the way in which it stands in change ids. */
function epochOf({ uuid, epochs }: Disk): string {
  const pairs = (digits: string) => digits.match(/../g)?.join(' ') ?? '';
  const digits = seededHex(`${uuid}/epoch/${epochs}`, 32).replace(/^../, '52');
  return `${pairs(digits.slice(0, 16))}-${pairs(digits.slice(16))}`;
}

/** What was configured takes effect when the machine is stunned: at power-on, and when a snapshot is made or removed. */
export function stun(vm: VirtualMachine): void {
  for (const disk of vm.disks) {
    const isWanted = vm.changeTracking && disk.tracked && takesPart(disk);
    if (!isWanted) disk.tracking = undefined;
    else if (disk.tracking === undefined) startTracking(disk);
  }
}

/** The id of the state that is being frozen; undefined where changes are not tracked. */
export function nextChangeId(disk: Disk, tick: number): string | undefined {
  if (disk.tracking === undefined) return undefined;
  disk.tracking.ticks.push(tick);
  return `${disk.tracking.epoch}/${disk.tracking.ticks.length}`;
}

export interface ChangedAreas {
  readonly startOffset: number;
  /** How much of the disk, from there, the areas tell of. */
  readonly length: number;
  readonly areas: readonly Extent[];
}

export interface ChangeQuery {
  /** As it was then, or as it is now. */
  readonly snapshot?: Snapshot;
  readonly deviceKey: number;
  readonly startOffset: number;
  /** `*` for everything that holds data. */
  readonly changeId: string;
  readonly now: number;
  /** The answer ends after so many. */
  readonly mostAreas: number;
}

interface TrackedState {
  readonly disk: Disk;
  readonly capacityBytes: number;
  readonly tick: number;
  readonly tracking: ChangeTracking;
  /** How many ids of the epoch are not newer than the state. */
  readonly sequence: number;
}

/** Throws VimFault InvalidArgument, or FileFault where the id says nothing of this disk. */
export function changedAreas(vm: VirtualMachine, query: ChangeQuery): ChangedAreas {
  const { startOffset, mostAreas } = query;
  const state = stateOf(vm, query);
  const { capacityBytes } = state;
  if (!(startOffset >= 0 && startOffset < capacityBytes)) throw invalid('startOffset');
  const found = areasOf(vm, state, query.changeId)
    .filter(({ offset, length }) => offset + length > startOffset)
    .map(({ offset, length }) => {
      const start = Math.max(offset, startOffset);
      return { offset: start, length: offset + length - start };
    });
  const areas = found.slice(0, mostAreas);
  const last = areas.at(-1);
  const end = found.length > areas.length && last ? last.offset + last.length : capacityBytes;
  return { startOffset, length: end - startOffset, areas };
}

function stateOf(vm: VirtualMachine, { snapshot, deviceKey, now }: ChangeQuery): TrackedState {
  if (snapshot) {
    const frozen = snapshot.disks.find(({ disk }) => disk.key === deviceKey);
    if (!frozen) throw invalid('deviceKey');
    const { disk, capacityBytes, tick, changeId } = frozen;
    const id = changeId === undefined ? undefined : parseChangeId(changeId);
    if (disk.tracking === undefined || id?.epoch !== disk.tracking.epoch) throw unknownChanges(disk);
    return { disk, capacityBytes, tick, tracking: disk.tracking, sequence: id.sequence };
  }
  const disk = vm.disks.find(({ key }) => key === deviceKey);
  if (!disk) throw invalid('deviceKey');
  if (disk.tracking === undefined) throw unknownChanges(disk);
  const { tracking, capacityBytes } = disk;
  return { disk, capacityBytes, tick: ticksOf(vm, now), tracking, sequence: tracking.ticks.length };
}

function areasOf(vm: VirtualMachine, { disk, tick, tracking, sequence }: TrackedState, changeId: string): Extent[] {
  if (changeId === '*') return wholeGrains(contentAt(vm, disk, tick).extents(), disk.capacityBytes);
  const since = parseChangeId(changeId);
  if (since === undefined) throw invalid('changeId');
  const from = since.sequence <= sequence ? tracking.ticks[since.sequence - 1] : undefined;
  if (since.epoch !== tracking.epoch || from === undefined) throw unknownChanges(disk);
  return writtenDisk(vm, disk)?.changed(from, tick) ?? [];
}

function parseChangeId(text: string): { epoch: string; sequence: number } | undefined {
  const match = /^((?:[0-9a-f]{2}[ -]?){16})\/([1-9]\d{0,9})$/.exec(text);
  return match?.[1] === undefined ? undefined : { epoch: match[1], sequence: Number(match[2]) };
}

function wholeGrains(extents: readonly Extent[], capacityBytes: number): Extent[] {
  const result: { offset: number; length: number }[] = [];
  for (const extent of extents) {
    const offset = Math.floor(extent.offset / grainBytes) * grainBytes;
    const end = Math.min(Math.ceil((extent.offset + extent.length) / grainBytes) * grainBytes, capacityBytes);
    const last = result.at(-1);
    if (last && last.offset + last.length >= offset) last.length = end - last.offset;
    else result.push({ offset, length: end - offset });
  }
  return result;
}

function invalid(parameter: string): VimFault {
  return new VimFault('InvalidArgument', `A specified parameter was not correct: ${parameter}`, {
    invalidProperty: parameter,
  });
}

function unknownChanges(disk: Disk): VimFault {
  const file = disk.files.at(-1) ?? '';
  return new VimFault('FileFault', `Error caused by file ${file}`, { file });
}
