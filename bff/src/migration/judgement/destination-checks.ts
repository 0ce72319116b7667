import type { Finding } from './finding.ts';
import { remoteTarget } from './gather-target.ts';
import { isRawCopy, type PlanScope } from './plan-scope.ts';

/** What cannot be done on the way to another cluster: the pods that convert cannot be asked from here. */
export function judgeDestination(scope: PlanScope): Finding[] {
  const remote = remoteTarget(scope.destination.object);
  if (remote === undefined || isRawCopy(scope)) return [];
  return [
    {
      type: 'RemoteConversionNotSupported',
      reason: 'NotSupported',
      message: `${remote.name} is another cluster: guests cannot be converted on their way there yet. The plan cannot start.`,
      suggestion: 'Choose raw copy (skipGuestConversion), or the provider host as the destination.',
    },
  ];
}
