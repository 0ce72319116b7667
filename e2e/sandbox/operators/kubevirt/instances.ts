import type { Pod, VirtualMachineInstance } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { controllerOf, keyOf, mergeConditions, refOf } from '../api/objects.ts';
import type { Condition, Draft } from '../api/objects.ts';
import { timestamp } from '../api/time.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { consumerPod, launcherPod } from './launcher-pod.ts';
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
    if (!pod) return launch(context, instance, wanted);
    const bootMs = pod.status?.phase === 'Running' && phase !== 'Running' ? bootsFor(pod) : 0;
    await stores.instances.patchStatus(
      instance,
      statusOf(context, instance, phaseOf(pod, { booted: bootMs <= 0 }), pod),
    );
    return bootMs > 0 ? bootMs : undefined;
  });

  /** Milliseconds until the guest in a launcher pod has booted. */
  function bootsFor(pod: Pod): number {
    const { clock, timings } = context;
    const done = booted.get(pod.metadata.uid) ?? clock.now() + timings.bootMs;
    booted.set(pod.metadata.uid, done);
    return done - clock.now();
  }

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

async function launch(
  context: OperatorContext,
  instance: VirtualMachineInstance,
  wanted: Draft<Pod>,
): Promise<number | undefined> {
  const { stores } = context;
  const phase = instance.status?.phase;
  if (phase === 'Running' || phase === 'Scheduled') {
    await stores.instances.patchStatus(instance, statusOf(context, instance, 'Failed', undefined));
    return undefined;
  }
  const hindrance = volumeHindrance(context, instance.metadata.namespace, instance.spec);
  await stores.instances.patchStatus(
    instance,
    statusOf(context, instance, hindrance ? 'Pending' : 'Scheduling', undefined),
  );
  await keepConsumer(context, instance, { wanted: hindrance?.awaitsConsumer ?? false });
  if (hindrance) return retryMs;
  await stores.pods.ensure(wanted);
  return undefined;
}

/** Claims that wait for a consumer are given one that only mounts them, so that nothing boots from empty disks. */
async function keepConsumer(
  context: OperatorContext,
  instance: VirtualMachineInstance,
  { wanted }: { wanted: boolean },
): Promise<void> {
  const { stores } = context;
  const draft = consumerPod(context, instance);
  const pod = stores.pods.get({ namespace: instance.metadata.namespace, name: draft.metadata.name ?? '' });
  if (wanted && !pod) await stores.pods.ensure(draft);
  if (!wanted && pod && !pod.metadata.deletionTimestamp) await stores.pods.delete(pod);
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

function phaseOf(pod: Pod, { booted }: { readonly booted: boolean }): string {
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

function statusOf(
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
