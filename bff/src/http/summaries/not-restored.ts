import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';

/** A run that cannot restore its source yet: its power, its snapshots, or what still reads it. */
export function isNotRestored({ status }: VirtualMachineMigration): boolean {
  return status?.conditions?.some(({ type, status: held }) => type === 'SourceNotRestored' && held === 'True') === true;
}
