import { at, objectAt, objectsAt, textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Column } from '../resource-type.ts';

function statuses(pod: KubeObject): ReturnType<typeof objectsAt> {
  return objectsAt(pod.status, 'containerStatuses');
}

function ready(pod: KubeObject): string {
  const count = statuses(pod).filter((status) => status.ready === true).length;
  return `${count}/${objectsAt(pod.spec, 'containers').length}`;
}

function phase(pod: KubeObject): string {
  const base = textAt(pod.status, 'reason') ?? textAt(pod.status, 'phase') ?? '';
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  for (const status of statuses(pod)) {
    const waiting = textAt(status, 'state', 'waiting', 'reason');
    if (waiting !== undefined) return waiting;
    const ended = objectAt(status, 'state', 'terminated');
    if (ended !== undefined) return textAt(ended, 'reason') ?? `ExitCode:${String(ended.exitCode)}`;
  }
  return base;
}

function restarts(pod: KubeObject): string {
  return String(
    statuses(pod).reduce((sum, status) => {
      const count = at(status, 'restartCount');
      return sum + (typeof count === 'number' ? count : 0);
    }, 0),
  );
}

function orNone(...path: readonly string[]): Column['cell'] {
  return (pod) => textAt(pod, ...path) ?? '<none>';
}

function wide(name: string, cell: Column['cell']): Column {
  return { name, type: 'string', cell, priority: 1 };
}

export function podColumns(age: Column): readonly Column[] {
  return [
    { name: 'Ready', type: 'string', cell: ready },
    { name: 'Status', type: 'string', cell: phase },
    { name: 'Restarts', type: 'string', cell: restarts },
    age,
    wide('IP', orNone('status', 'podIP')),
    wide('Node', orNone('spec', 'nodeName')),
    wide('Nominated Node', orNone('status', 'nominatedNodeName')),
    wide('Readiness Gates', () => '<none>'),
  ];
}
