import type { Container, ContainerState, ContainerStatus, Pod } from '../api/kinds.ts';
import { mergeConditions } from '../api/objects.ts';
import type { Condition } from '../api/objects.ts';

type PodStatus = NonNullable<Pod['status']>;

/** The state of one container over all its restarts. */
export interface ContainerRecord {
  readonly container: Container;
  restartCount: number;
  state: ContainerState;
  lastState?: ContainerState;
  /** It has ended and will not be started again. */
  finished: boolean;
}

export function newRecord(container: Container, before: ContainerStatus | undefined): ContainerRecord {
  return {
    container,
    restartCount: before?.restartCount ?? 0,
    state: before?.state ?? { waiting: { reason: 'ContainerCreating' } },
    lastState: before?.lastState,
    finished: false,
  };
}

export interface PodState {
  readonly inits: readonly ContainerRecord[];
  readonly containers: readonly ContainerRecord[];
  readonly address: string;
}

export function podStatus(pod: Pod, { inits, containers, address }: PodState, now: string): PodStatus {
  const phase = phaseOf(inits, containers);
  const ready = phase === 'Running' && containers.every((record) => record.state.running !== undefined);
  const initialized = inits.every((record) => record.state.terminated?.exitCode === 0);
  return {
    phase,
    podIP: address,
    initContainerStatuses: inits.map((record) => statusOf(record, { ready: initialized })),
    containerStatuses: containers.map((record) => statusOf(record, { ready: record.state.running !== undefined })),
    conditions: mergeConditions(
      pod.status?.conditions,
      [
        condition('PodScheduled', true),
        condition('Initialized', initialized),
        condition('ContainersReady', ready),
        condition('Ready', ready),
      ],
      now,
    ),
  };
}

function condition(type: string, holds: unknown): Condition {
  return { type, status: holds ? 'True' : 'False' };
}

function phaseOf(inits: readonly ContainerRecord[], containers: readonly ContainerRecord[]): PodStatus['phase'] {
  const failed = (record: ContainerRecord) => record.finished && record.state.terminated?.exitCode !== 0;
  if (inits.some(failed)) return 'Failed';
  if (containers.every((record) => record.finished)) return containers.some(failed) ? 'Failed' : 'Succeeded';
  const started = containers.some((record) => record.state.running ?? record.state.terminated ?? record.lastState);
  return started ? 'Running' : 'Pending';
}

function statusOf(record: ContainerRecord, { ready }: { readonly ready: boolean }): ContainerStatus {
  const { container, restartCount, state, lastState } = record;
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    ready,
    started: state.running !== undefined,
    restartCount,
    state,
    ...(lastState ? { lastState } : {}),
  };
}
