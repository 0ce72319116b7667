import { persistentVolumeClaims, type PersistentVolumeClaim } from '../../api/kinds/core.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';
import { placedDisks, type PlacedDisk } from '../target/target-volumes.ts';
import { userOf } from './claim-users.ts';
import { claimProblem } from './given-claims.ts';
import { markTouched, touchedBy, unmarkTouched } from './touched-claims.ts';

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

/**
 * From now on nothing else converts the claims of the run. True where not all of them bore its mark already: then no pod
 * has been asked for yet. Throws RunFailed (`claims-not-ready`) where something else has begun to convert one.
 */
export async function markClaims(scope: MachineScope): Promise<boolean> {
  const claims: PersistentVolumeClaim[] = [];
  for (const placed of placedDisks(scope)) claims.push(await untouched(scope, placed));
  for (const claim of claims) await markTouched(scope, claim);
  return claims.some((claim) => touchedBy(claim) === undefined);
}

/** Only where it is certain that no pod of the run has begun, or will. */
export async function unmarkClaims(scope: MachineScope): Promise<void> {
  for (const { name } of placedDisks(scope)) {
    const claim = await scope.client.find(persistentVolumeClaims, inTarget(scope, name));
    if (claim !== undefined) await unmarkTouched(scope, claim);
  }
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
