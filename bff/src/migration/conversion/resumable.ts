import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import { persistentVolumeClaims } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';
import { identityOf, resolvedOf, type ResolvedRun } from '../machine-run.ts';
import { journalOf } from '../machine-state.ts';
import { coldInPlace, resumeConversion, warm } from '../pipelines/vsphere.ts';
import { createInPlaceConversionPod } from '../steps/create-guest-conversion-pod.ts';
import { restorePower } from '../steps/restore-power.ts';
import { waitForPowerOff } from '../steps/wait-for-power-off.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';
import { placedDisks } from '../target/target-volumes.ts';
import { touchedBy } from './touched-claims.ts';

/** Lists that copy first and convert then, from the version on that marks what it converts. */
const inPlace: ReadonlyMap<string, number> = new Map([
  [coldInPlace.name, 1],
  [warm.name, 2],
  [resumeConversion.name, 1],
]);

/** What a run needs to go on where an earlier one has ended. */
export type Resume = NonNullable<ResolvedRun['resume']>;

/**
 * Whether disks that a failed run has copied may still be what the source holds: they are complete, and the source has
 * stayed off since. What it writes once it runs again is in no copy. In words where they are not.
 */
export function resumeOf(run: VirtualMachineMigration | undefined): Resume | string {
  if (run?.status?.result !== 'Failed') return 'no run of it has failed';
  const { outputs } = journalOf(run.status);
  if (!cameToConversion(run)) return 'its disks were not copied apart from the conversion';
  if (run.status.discarded === true || run.spec.discard !== undefined) return 'what was copied has been removed';
  if (outputs[restorePower.name]?.power === 'On') return 'its source runs again';
  const lastStart = outputs[waitForPowerOff.name]?.lastStart;
  if (typeof lastStart !== 'string') return 'its source does not tell whether it ran meanwhile';
  return { run: run.metadata.uid ?? '', lastStart };
}

/** What comes before it in such a list is the copy. */
function cameToConversion(run: VirtualMachineMigration): boolean {
  const { name, version, steps } = resolvedOf(run).pipeline;
  const at = (step: string | undefined) => steps.findIndex((listed) => listed.step === step);
  const isMarked = version >= (inPlace.get(name) ?? Infinity);
  return isMarked && at(run.status?.error?.step) >= at(createInPlaceConversionPod.name);
}

/** Why the volumes of an earlier run cannot be converted; undefined where nothing has begun to. */
export async function volumesProblem(client: Client, run: VirtualMachineMigration): Promise<string | undefined> {
  const place = { client, run: identityOf(run), resolved: resolvedOf(run) };
  for (const { name } of placedDisks(place)) {
    const claim = await client.find(persistentVolumeClaims, inTarget(place, name));
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined || !isOurs(claim, place.run))
      return `claim ${name} is gone`;
    if (touchedBy(claim) !== undefined) return `a conversion has begun on claim ${name}`;
  }
  return undefined;
}
