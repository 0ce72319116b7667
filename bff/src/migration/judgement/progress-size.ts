import type { PlanScope } from './plan-scope.ts';

const perMachine = 1400;
const perDisk = 420;
/** Where the source cannot tell the disks. */
const assumedDisks = 2;

/** What the roll-up of one machine may take, by estimate. */
export function machineProgressBytes(entry: object, files: readonly string[] | undefined): number {
  const diskBytes =
    files === undefined
      ? assumedDisks * perDisk
      : files.reduce((total, file) => total + perDisk + 2 * Buffer.byteLength(file), 0);
  return perMachine + Buffer.byteLength(JSON.stringify(entry)) + diskBytes;
}

/** Size that the roll-up of all machines may reach. */
export function planProgressBytes({ entries }: Pick<PlanScope, 'entries'>): number {
  return entries.reduce((sum, { entry, lookup }) => {
    const disks = lookup?.result === 'found' ? lookup.item.disks : undefined;
    return (
      sum +
      machineProgressBytes(
        entry,
        disks?.map(({ file }) => file),
      )
    );
  }, 0);
}
