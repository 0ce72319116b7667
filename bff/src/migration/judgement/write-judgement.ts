import type { Condition, KubeObject, Resource } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import type { EventRecorder } from '../../kube/events.ts';
import { patchStatus } from '../../kube/status-patch.ts';
import { timestamp, type Clock } from '../../platform/clock.ts';
import type { JudgedKind } from './condition-row.ts';
import { conditionsFrom, isBlocker, type Finding } from './finding.ts';

export interface JudgePorts {
  readonly client: Client;
  readonly clock: Clock;
  readonly events: EventRecorder;
}

interface Judged extends KubeObject {
  status?: { conditions?: Condition[]; observedGeneration?: number };
}

/**
 * Writes what was found into an object's status, in one patch and only if it changed; `status` are further fields.
 * Conditions that come are told as events.
 */
export async function writeJudgement<T extends Judged>(
  ports: JudgePorts,
  resource: Resource<T>,
  judged: { readonly object: T; readonly findings: readonly Finding[]; readonly status?: Partial<T['status']> },
): Promise<T> {
  const { object, findings, status } = judged;
  const previous = object.status?.conditions ?? [];
  const conditions = conditionsFrom(resource.kind as JudgedKind, findings, { previous, now: timestamp(ports.clock) });
  const { generation } = object.metadata;
  const after = {
    ...object,
    status: {
      ...object.status,
      ...status,
      conditions,
      ...(generation !== undefined && { observedGeneration: generation }),
    },
  };
  const written = await patchStatus(ports.client, resource, { before: object, after });
  if (written !== object) tell(ports.events, object, previous, conditions);
  return written;
}

function tell(
  events: EventRecorder,
  object: KubeObject,
  previous: readonly Condition[],
  conditions: readonly Condition[],
): void {
  for (const condition of conditions) {
    const before = previous.find(({ type }) => type === condition.type);
    if (before?.status === 'True' && before.reason === condition.reason) continue;
    const warns = isBlocker(condition.category) || condition.category === 'Warn' || condition.type === 'Failed';
    events.record(object, {
      type: warns ? 'Warning' : 'Normal',
      reason: condition.type,
      message: condition.message ?? condition.type,
    });
  }
}
