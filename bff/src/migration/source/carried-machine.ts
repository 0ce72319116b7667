import { withoutSharedDisks } from '../../machine/shared-disks.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import type { RunOptions } from '../run-options.ts';

/** The machine as far as a run takes it over: another one may have brought the disks that they share. */
export function carriedMachine(machine: SourceMachine, options: Pick<RunOptions, 'migrateSharedDisks'>): SourceMachine {
  return options.migrateSharedDisks === false ? withoutSharedDisks(machine) : machine;
}
