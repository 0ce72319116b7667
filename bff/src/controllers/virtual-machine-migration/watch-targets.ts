import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../../api/resource.ts';
import { watchOther, type ControllerWatch } from '../../kube/controller-watch.ts';
import type { Informer } from '../../kube/informer.ts';
import { hasEnded } from '../../migration/machine-state.ts';
import type { FollowedTargets } from '../../migration/target/target-clusters.ts';

/** What runs made in other clusters, as long as any run to there is in flight; `concerns` names the runs. */
export function watchTargets(
  runs: Informer<VirtualMachineMigration>,
  targets: Pick<FollowedTargets, 'follow'>,
  concerns: (made: KubeObject) => readonly ObjectKey[],
): ControllerWatch {
  return watchOther((enqueue) => {
    const followed = new Map<string, Followed>();
    const enter = (run: VirtualMachineMigration) => {
      const { provider } = run.spec.resolved.target;
      if (provider === undefined) return;
      if (hasEnded(run.status)) {
        leave(run);
        return;
      }
      const present = followed.get(provider.uid);
      const one = present ?? {
        inFlight: new Set<string>(),
        leave: targets.follow(provider, (made) => concerns(made).forEach(enqueue)),
      };
      one.inFlight.add(nameOf(run));
      followed.set(provider.uid, one);
    };
    const leave = (run: VirtualMachineMigration) => {
      const uid = run.spec.resolved.target.provider?.uid ?? '';
      const one = followed.get(uid);
      if (one?.inFlight.delete(nameOf(run)) !== true || one.inFlight.size > 0) return;
      one.leave();
      followed.delete(uid);
    };
    const remove = runs.addHandler({ added: enter, updated: (_, after) => enter(after), deleted: leave });
    return () => {
      remove();
      for (const one of followed.values()) one.leave();
    };
  });
}

/** Another cluster, and who is on the way to it. */
interface Followed {
  readonly inFlight: Set<string>;
  readonly leave: () => void;
}

function nameOf(run: VirtualMachineMigration): string {
  const { namespace = '', name } = keyOf(run);
  return `${namespace}/${name}`;
}
