import type { OperatorContext } from '../operator.ts';
import { startDataVolumes } from './data-volumes.ts';
import { startImports } from './imports.ts';
import { startPopulator } from './populator.ts';
import { startStorageProfiles } from './storage-profiles.ts';

export function startCdi(context: OperatorContext): void {
  startStorageProfiles(context);
  startDataVolumes(context);
  startPopulator(context);
  startImports(context);
}
