import type { SourceMachine } from './source-machine.ts';

/** The machine as it is without the disks that several machines have; the others move up. */
export function withoutSharedDisks(machine: SourceMachine): SourceMachine {
  const shared = new Set(machine.disks.filter((disk) => disk.shared).map(({ key }) => key));
  if (shared.size === 0) return machine;
  return {
    ...machine,
    disks: machine.disks.filter(({ key }) => !shared.has(key)).map((disk, index) => ({ ...disk, index })),
    shapes: machine.shapes.filter(({ disk }) => disk === undefined || !shared.has(disk)),
  };
}
