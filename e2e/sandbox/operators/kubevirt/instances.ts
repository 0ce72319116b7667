import type { Pod, VirtualMachineInstance } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { controllerOf, keyOf, mergeConditions, refOf } from '../api/objects.ts';
import type { Condition } from '../api/objects.ts';
import { timestamp } from '../api/time.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { launcherPod } from './launcher-pod.ts';
import { claimNameOf, volumeHindrance } from './volumes.ts';

const finalizer = 'kubevirt.io/foregroundDeleteVirtualMachine';
const retryMs = 1_000;

/** Runs every instance in a launcher pod, once its volumes are there. */
export function startInstances(context: OperatorContext): Loop {
  const { stores } = context;
  const booted = new Map<string, number>();
  const loop = startLoop(context, 'instances', stores.instances, async (key) => {
    const instance = stores.instances.get(refOf(key));
    if (!instance) return undefined;
    const wanted = launcherPod(context, instance);
    const pod = stores.pods.get({ namespace: instance.metadata.namespace, name: wanted.metadata.name ?? '' });
    if (instance.metadata.deletionTimestamp) return leave(context, instance, pod);
    const finalizers = instance.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) {
      await stores.instances.patch(instance, { metadata: { finalizers: [...finalizers, finalizer] } });
      return undefined;
    }
    const phase = instance.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') return undefined;
    if (!pod) {
      if (phase === 'Running' || phase === 'Scheduled') {
        await stores.instances.patchStatus(instance, status(context, instance, 'Failed', undefined));
        return undefined;
      }
      const hindrance = volumeHindrance(context, instance.metadata.namespace, instance.spec);
      await stores.instances.patchStatus(
        instance,
        status(context, instance, hindrance ? 'Pending' : 'Scheduling', undefined),
      );
      if (hindrance) return retryMs;
      await stores.pods.ensure(wanted);
      return undefined;
    }
    const running = pod.status?.phase === 'Running';
    if (running && !booted.has(pod.metadata.uid))
      booted.set(pod.metadata.uid, context.clock.now() + context.timings.bootMs);
    const bootMs = (booted.get(pod.metadata.uid) ?? 0) - context.clock.now();
    await stores.instances.patchStatus(
      instance,
      status(context, instance, phaseOf(pod, bootMs <= 0 || phase === 'Running'), pod),
    );
    return running && bootMs > 0 ? bootMs : undefined;
  });
  alsoOn(loop, stores.pods, (pod) => {
    const owner = controllerOf(pod);
    return owner?.kind === 'VirtualMachineInstance'
      ? [keyOf({ namespace: pod.metadata.namespace, name: owner.name })]
      : [];
  });
  alsoOn(loop, stores.claims, ({ metadata }) =>
    stores.instances
      .in(metadata.namespace)
      .filter(({ spec }) => spec.volumes?.some((volume) => claimNameOf(volume) === metadata.name))
      .map((instance) => keyOf(instance.metadata)),
  );
  return loop;
}

async function leave(
  { stores }: OperatorContext,
  instance: VirtualMachineInstance,
  pod: Pod | undefined,
): Promise<undefined> {
  if (pod) {
    if (!pod.metadata.deletionTimestamp) await stores.pods.delete(pod);
    return undefined;
  }
  const finalizers = instance.metadata.finalizers ?? [];
  if (finalizers.includes(finalizer)) {
    await stores.instances.patch(instance, {
      metadata: { finalizers: finalizers.filter((name) => name !== finalizer) },
    });
  }
  return undefined;
}

function phaseOf(pod: Pod, booted: boolean): string {
  switch (pod.status?.phase) {
    case 'Running':
      return booted ? 'Running' : 'Scheduled';
    case 'Succeeded':
    case 'Failed':
      return pod.status.phase;
    default:
      return pod.spec.nodeName ? 'Scheduled' : 'Scheduling';
  }
}

function status(
  { clock }: OperatorContext,
  instance: VirtualMachineInstance,
  phase: string,
  pod: Pod | undefined,
): NonNullable<VirtualMachineInstance['status']> {
  const now = timestamp(clock);
  const running = phase === 'Running';
  const ready: Condition = running
    ? { type: 'Ready', status: 'True' }
    : { type: 'Ready', status: 'False', reason: 'GuestNotRunning', message: 'Guest VM is not reported as running' };
  const address = pod?.status?.podIP;
  return {
    phase,
    ...(pod?.spec.nodeName
      ? { nodeName: pod.spec.nodeName, activePods: { [pod.metadata.uid]: pod.spec.nodeName } }
      : {}),
    ...(running && address !== undefined
      ? { interfaces: [{ name: 'default', ipAddress: address, ipAddresses: [address] }] }
      : {}),
    conditions: mergeConditions(
      instance.status?.conditions,
      [ready, { type: 'LiveMigratable', status: running ? 'True' : 'False' }],
      now,
    ),
  };
}
