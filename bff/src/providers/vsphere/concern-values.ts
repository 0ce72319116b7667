/** What rules saw at a machine, in the words of people. Values are of any type or missing, as for the rules. */
import { at, each, shown } from '../policy-values.ts';

type Sees = (machine: unknown) => readonly string[];

const mib = 1024 ** 2;

/** Key of the first controller of each bus. */
const firstControllers: Readonly<Record<string, number>> = { ide: 200, scsi: 1000, sata: 15_000, nvme: 31_000 };

/** `scsi0:1`, as the machine's own configuration calls it. */
export function diskAddress(disk: unknown): string {
  const bus = shown(at(disk, 'bus'));
  const index = Number(at(disk, 'controllerKey')) - (firstControllers[bus] ?? 0);
  return `${bus}${index}:${shown(at(disk, 'unitNumber'))}`;
}

/** `Hard disk 2 (scsi0:1): independent_persistent` */
function diskWith(disk: unknown, fact: string): string {
  const name = shown(at(disk, 'deviceName')) || shown(at(disk, 'file'));
  return `${name} (${diskAddress(disk)}): ${fact}`;
}

/** A value of each disk that is one of those. */
export function ofDisks(isOne: (disk: unknown) => boolean, fact: (disk: unknown) => string): Sees {
  return (vm) =>
    each(vm, 'disks')
      .filter(isOne)
      .map((disk) => diskWith(disk, fact(disk)));
}

export function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

export function devicesOf(kind: string): Sees {
  return (vm) => [counted(each(vm, 'devices').filter((device) => at(device, 'kind') === kind).length, 'device')];
}

/** Sizes as people read them; nothing for what is no number. */
function sizeOf(value: unknown): string {
  return typeof value === 'number' ? `${Math.floor(value / mib)} MiB` : shown(value);
}

export function spaceOf(disk: unknown): readonly string[] {
  const capacity = at(disk, 'capacity');
  const all = typeof capacity === 'number' && capacity > 0 ? ` of ${sizeOf(capacity)}` : '';
  return [`${sizeOf(at(disk, 'freeSpace'))} free${all}`];
}

/** Name of the cluster of its host. */
export const clusterOf: Sees = (vm) => [shown(at(vm, 'host', 'cluster', 'name'))].filter((name) => name !== '');

export const snapshotsOf: Sees = (vm) => {
  const snapshots = at(vm, 'own', 'snapshots');
  return typeof snapshots === 'number' && snapshots > 0 ? [counted(snapshots, 'snapshot')] : [];
};

/** The guest's system: the name that its tools report before the configured one, and its id. */
export const systemOf: Sees = (vm) => {
  const [reported, configured, id] = ['guestNameFromVmwareTools', 'guestName', 'guestId'].map((field) => at(vm, field));
  const told = [reported || configured, id].filter((value) => typeof value === 'string' && value !== '');
  return told.length === 0 ? [] : [told.join(', ')];
};
