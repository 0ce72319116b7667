import { kinds } from '../api/kinds.ts';
import type { VirtualMachine, VirtualMachineInstance } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { conditionOf, controllerOf, keyOf, mergeConditions, ownedBy, refOf } from '../api/objects.ts';
import { timestamp } from '../api/time.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { runStrategyOf, wishOf } from './run-strategy.ts';
import { claimNameOf, volumeHindrance } from './volumes.ts';

const finalizer = 'kubevirt.io/virtualMachineControllerFinalize';

/** Starts and stops instances as their machines' run strategies ask. */
export function startMachines(context: OperatorContext): Loop {
  const { stores } = context;
  const loop = startLoop(context, 'machines', stores.machines, async (key) => {
    const machine = stores.machines.get(refOf(key));
    if (!machine) return undefined;
    const found = stores.instances.get(machine.metadata);
    const instance = found && controllerOf(found)?.uid === machine.metadata.uid ? found : undefined;
    if (machine.metadata.deletionTimestamp) return leave(context, machine, instance);
    const finalizers = machine.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) {
      await stores.machines.patch(machine, { metadata: { finalizers: [...finalizers, finalizer] } });
      return undefined;
    }
    await createDataVolumes(context, machine);
    const strategy = runStrategyOf(machine);
    const wish = wishOf(strategy, instance);
    if (wish === 'run' && !found) await stores.instances.ensure(instanceOf(machine));
    if (wish === 'stop' && instance && !instance.metadata.deletionTimestamp) await stores.instances.delete(instance);
    await stores.machines.patchStatus(machine, statusOf(context, machine, instance, strategy));
    return undefined;
  });
  alsoOn(loop, stores.instances, ({ metadata }) => [keyOf(metadata)]);
  const users = ({ metadata }: { metadata: { name: string; namespace?: string } }) =>
    stores.machines
      .in(metadata.namespace)
      .filter(({ spec }) => spec.template.spec.volumes?.some((volume) => claimNameOf(volume) === metadata.name))
      .map((machine) => keyOf(machine.metadata));
  alsoOn(loop, stores.claims, users);
  alsoOn(loop, stores.dataVolumes, users);
  return loop;
}

async function leave(
  { stores }: OperatorContext,
  machine: VirtualMachine,
  instance: VirtualMachineInstance | undefined,
): Promise<undefined> {
  if (instance) {
    if (!instance.metadata.deletionTimestamp) await stores.instances.delete(instance);
    await stores.machines.patchStatus(machine, { printableStatus: 'Terminating' });
    return undefined;
  }
  const finalizers = machine.metadata.finalizers ?? [];
  if (finalizers.includes(finalizer)) {
    await stores.machines.patch(machine, { metadata: { finalizers: finalizers.filter((name) => name !== finalizer) } });
  }
  return undefined;
}

async function createDataVolumes({ stores }: OperatorContext, machine: VirtualMachine): Promise<void> {
  for (const { metadata, spec } of machine.spec.dataVolumeTemplates ?? []) {
    const { namespace } = machine.metadata;
    if (stores.dataVolumes.get({ namespace, name: metadata.name })) continue;
    await stores.dataVolumes.ensure({
      metadata: { ...metadata, namespace, ownerReferences: [ownedBy(machine, kinds.machine)] },
      spec,
    });
  }
}

function instanceOf(machine: VirtualMachine): Parameters<OperatorContext['stores']['instances']['ensure']>[0] {
  const { name, namespace } = machine.metadata;
  const { metadata, spec } = machine.spec.template;
  return {
    metadata: {
      name,
      namespace,
      labels: { ...metadata?.labels, 'kubevirt.io/vm': name },
      annotations: metadata?.annotations,
      ownerReferences: [ownedBy(machine, kinds.machine)],
    },
    spec,
  };
}

type MachineStatus = NonNullable<VirtualMachine['status']>;

function statusOf(
  context: OperatorContext,
  machine: VirtualMachine,
  instance: VirtualMachineInstance | undefined,
  strategy: string,
): MachineStatus {
  const ready = instance?.status?.phase === 'Running' && conditionOf(instance, 'Ready')?.status === 'True';
  const now = timestamp(context.clock);
  return {
    created: instance !== undefined,
    ready,
    runStrategy: strategy,
    printableStatus: printableStatus(context, machine, instance, strategy),
    desiredGeneration: machine.metadata.generation,
    observedGeneration: machine.metadata.generation,
    conditions: mergeConditions(
      machine.status?.conditions,
      [
        ready
          ? { type: 'Ready', status: 'True' }
          : {
              type: 'Ready',
              status: 'False',
              reason: instance ? 'GuestNotRunning' : 'VMINotExists',
              message: instance ? 'Guest VM is not reported as running' : 'VMI does not exist',
            },
      ],
      now,
    ),
  };
}

const phaseStatus: Readonly<Record<string, string>> = {
  Running: 'Running',
  Scheduled: 'Starting',
  Scheduling: 'Starting',
};

function printableStatus(
  context: OperatorContext,
  machine: VirtualMachine,
  instance: VirtualMachineInstance | undefined,
  strategy: string,
): string {
  if (instance?.metadata.deletionTimestamp) return 'Stopping';
  const phase = instance?.status?.phase;
  if (phase !== undefined && phaseStatus[phase] !== undefined) return phaseStatus[phase];
  const wish = wishOf(strategy, instance);
  if (wish !== 'run') return 'Stopped';
  const hindrance = volumeHindrance(context, machine.metadata.namespace, machine.spec.template.spec);
  return hindrance?.status ?? 'Starting';
}
