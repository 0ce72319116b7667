import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import { secondsBetween } from './duration.ts';
import { shutdownAsked } from './source-handling.ts';
import { targetRuns } from './target-power.ts';

/**
 * Seconds for which the source was off because of the run, until its target ran or it was on again; undefined while
 * that lasts, for a machine that was off before, and where the target stays off. Runs of older versions have no record
 * of it: there it counts from the moment the guest was asked to shut down.
 */
export function downtimeOf(run: VirtualMachineMigration): number | undefined {
  const { result, completed, downtime } = run.status ?? {};
  const seconds = secondsBetween(downtime?.since, downtime?.until);
  if (downtime !== undefined) return seconds === undefined ? undefined : Math.max(0, Math.round(seconds));
  const asked = shutdownAsked(run);
  if (result !== 'Succeeded' || completed === undefined || asked === undefined || !targetRuns(run)) return undefined;
  return Math.max(0, Math.round((Date.parse(completed) - Date.parse(asked)) / 1000));
}
