import type { Pod } from '../../api/kinds/core.ts';

/**
 * Whether the container that converts may have run. Of one that was never made a kubelet knows no id and no start,
 * whatever it says of the end of a pod that was stopped; where it says nothing, the worst is assumed.
 */
export function mayHaveBegun({ spec, status }: Pod): boolean {
  if (status?.phase === undefined || status.phase === 'Pending') return hasRun({ spec, status }) === true;
  return status.phase !== 'Failed' || hasRun({ spec, status }) !== false;
}

/** undefined where the kubelet says nothing of the container. */
function hasRun({ spec, status }: Pick<Pod, 'spec' | 'status'>): boolean | undefined {
  const name = spec.containers[0]?.name;
  const found = status?.containerStatuses?.find((container) => container.name === name);
  if (found === undefined) return undefined;
  const { state, lastState, restartCount, containerID } = found;
  const ran = state?.running ?? state?.terminated?.startedAt ?? lastState?.terminated;
  return Boolean(containerID) || Boolean(ran) || restartCount > 0;
}
