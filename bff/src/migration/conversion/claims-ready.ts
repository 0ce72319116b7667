import { persistentVolumeClaims, type PersistentVolumeClaim } from '../../api/kinds/core.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';
import { placedDisks, type PlacedDisk } from '../target/target-volumes.ts';
import { userOf } from './claim-users.ts';
import { claimProblem } from './given-claims.ts';
import { markTouched, touchedBy } from './touched-claims.ts';

/**
 * Claims that others have filled can be converted: nothing has begun to, and nobody uses them. Throws RunFailed
 * (`claims-not-ready`). There are none where the run makes its own.
 */
export async function claimsReady(scope: MachineScope): Promise<void> {
  const given = placedDisks(scope).filter(({ volume }) => volume.given === true);
  if (given.length === 0) return;
  for (const placed of given) {
    const claim = await scope.client.find(persistentVolumeClaims, inTarget(scope, placed.name));
    const problem =
      claim === undefined ? `claim ${placed.name} is gone` : claimProblem(claim, placed.disk, scope.run.uid);
    if (problem !== undefined) throw notReady(scope, problem);
  }
  const user = await userOf({
    client: scope.client,
    namespace: scope.resolved.target.namespace,
    claims: new Set(given.map(({ name }) => name)),
    isOwn: (object) => isOurs(object, scope.run),
  });
  if (user !== undefined) throw notReady(scope, user);
}

/** From now on nothing else converts the claims of the run. Throws RunFailed (`claims-not-ready`) where something has begun to. */
export async function markClaims(scope: MachineScope): Promise<void> {
  for (const placed of placedDisks(scope)) await markTouched(scope, await untouched(scope, placed));
}

async function untouched(scope: MachineScope, { name }: PlacedDisk): Promise<PersistentVolumeClaim> {
  const claim = await scope.client.get(persistentVolumeClaims, inTarget(scope, name));
  const by = touchedBy(claim);
  if (by === undefined || by === scope.run.uid) return claim;
  throw notReady(scope, `claim ${name} has been converted before, perhaps in part`);
}

function notReady({ resolved }: MachineScope, detail: string): RunFailed {
  const { machine, target } = resolved;
  return new RunFailed(failure('claims-not-ready', { vm: machine.name, namespace: target.namespace, detail }));
}
