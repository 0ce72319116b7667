import type { PlanScope } from './plan-scope.ts';

/** An API server refuses objects beyond about 1.5 MiB; the roll-up keeps to this. */
export const mostProgressBytes = 900 * 1024;

const perMachine = 1400;
const perDisk = 420;
/** Where the source cannot tell the disks. */
const assumedDisks = 2;

/** Size that the roll-up of all machines may reach, by estimate. */
export function planProgressBytes({ entries }: Pick<PlanScope, 'entries'>): number {
  return entries.reduce((sum, { entry, lookup }) => {
    const disks = lookup?.result === 'found' ? lookup.item.disks : undefined;
    const diskBytes =
      disks === undefined
        ? assumedDisks * perDisk
        : disks.reduce((total, disk) => total + perDisk + 2 * Buffer.byteLength(disk.file), 0);
    return sum + perMachine + Buffer.byteLength(JSON.stringify(entry)) + diskBytes;
  }, 0);
}
