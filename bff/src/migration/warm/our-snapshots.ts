import type { SnapshotChain, SourceSnapshot } from '../../providers/warm-source.ts';
import type { RunIdentity } from '../machine-run.ts';

/** As MTV names them; which are ours is told by the description alone. */
export const snapshotName = 'forklift-migration-precopy';

/** More on one machine, and no further copy is made: vSphere refuses beyond 32, and the last one needs room. */
export const mostSnapshots = 28;

/** What stands in the description of each snapshot of a run. `purpose` tells those of a run apart. */
export function snapshotToken(run: Pick<RunIdentity, 'uid'>, purpose: string): string {
  return `${tokenOf(run)} ${purpose}`;
}

/** All of the run, one that was taken twice because an answer was lost included. */
export function ourSnapshots(chain: SnapshotChain, run: Pick<RunIdentity, 'uid'>): SourceSnapshot[] {
  return chain.snapshots.filter(({ description }) => description.startsWith(`${tokenOf(run)} `));
}

export function foreignSnapshots(chain: SnapshotChain, run: Pick<RunIdentity, 'uid'>): SourceSnapshot[] {
  const ours = new Set(ourSnapshots(chain, run));
  return chain.snapshots.filter((snapshot) => !ours.has(snapshot));
}

export function describeSnapshot({ name, id }: SourceSnapshot): string {
  return `${name} (${id})`;
}

function tokenOf({ uid }: Pick<RunIdentity, 'uid'>): string {
  return `Made by Gantry for run ${uid}:`;
}
