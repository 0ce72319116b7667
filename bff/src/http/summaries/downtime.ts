import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import { shutdownAsked } from './source-handling.ts';
import { targetRuns } from './target-power.ts';

/**
 * Seconds from the moment the guest was asked to shut down until its target ran; undefined for a machine that was off
 * before, whose target stays off, or whose run has not succeeded.
 */
export function downtimeOf(run: VirtualMachineMigration): number | undefined {
  const { result, completed } = run.status ?? {};
  const asked = shutdownAsked(run);
  if (result !== 'Succeeded' || completed === undefined || asked === undefined || !targetRuns(run)) return undefined;
  return Math.max(0, Math.round((Date.parse(completed) - Date.parse(asked)) / 1000));
}
