import { dataVolumes } from '../../api/kinds/cdi.ts';
import { pods } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { SharedInformer } from '../../kube/shared-informer.ts';
import type { Transport } from '../../kube/transport.ts';
import type { Clock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { runLabel } from '../labels.ts';

export interface WatchOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Tells of each change of what runs made in a cluster, until the returned function is called. Where it may not look, nothing is told. */
export function watchMade(
  transport: Transport,
  changed: (object: KubeObject) => void,
  { clock, random }: WatchOptions,
): () => void {
  const follow = <T extends KubeObject>(resource: Resource<T>): SharedInformer<T> => {
    const selection = { resource, labelSelector: runLabel };
    const informer = new SharedInformer({ transport, selection, clock, random, log: silentLog, guard: 'trusted' });
    informer.addHandler({ added: changed, deleted: changed, updated: (_, after) => changed(after) });
    informer.start();
    return informer;
  };
  const informers = [follow(dataVolumes), follow(pods), follow(virtualMachines)];
  return () => {
    for (const informer of informers) void informer.stop();
  };
}
