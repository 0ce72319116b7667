import { pods, type Pod } from '../../api/kinds/core.ts';
import { fail, type Failure, type Outcome } from '../../pipeline/outcome.ts';
import { conversionPodName } from './conversion-pod.ts';
import { askPod } from './ask-pod.ts';
import { diskPercents } from './conversion-results.ts';
import { failure } from '../failures.ts';
import { convertsOnly } from '../machine-run.ts';
import { testimony } from './pod-log.ts';
import type { MachineScope } from '../scope.ts';
import { inTarget } from '../target/target-objects.ts';
import { sourceFault } from '../source/source-fault.ts';

/** What the conversion pod is doing; `failed` also where someone removed it. */
export type ConversionState =
  | { readonly state: 'failed'; readonly outcome: Outcome<never> }
  | { readonly state: 'over' }
  | { readonly state: 'running'; readonly pod: Pod; readonly percents: readonly number[] };

export async function conversionState(scope: MachineScope): Promise<ConversionState> {
  const pod = await scope.client.find(pods, inTarget(scope, conversionPodName(scope)));
  const gone = pod === undefined || pod.metadata.deletionTimestamp !== undefined;
  if (gone || pod.status?.phase === 'Failed') return { state: 'failed', outcome: await conversionFailed(scope, pod) };
  if (pod.status?.phase === 'Succeeded') return { state: 'over' };
  const metrics = await askPod(scope, pod, { method: 'GET', port: 2112, path: '/metrics' });
  return { state: 'running', pod, percents: diskPercents(metrics ?? '') };
}

/** The volumes are half written now: this run never converts them again. */
export async function conversionFailed(scope: MachineScope, pod: Pod | undefined): Promise<Outcome<never>> {
  const { log, words } = pod === undefined ? { log: '', words: '' } : await testimony(scope, pod);
  const detail = words || (pod === undefined ? 'its pod was removed' : podProblem(pod));
  return fail((await sourceFault(scope)) ?? conversionFailure(scope, detail), { log });
}

/** Claims that others have filled are not made anew by the next run, as those are that a run has copied. */
export function conversionFailure({ resolved }: Pick<MachineScope, 'resolved'>, detail: string): Failure {
  const { machine, target } = resolved;
  if (!convertsOnly(resolved)) return failure('conversion-failed', { vm: machine.name, detail });
  return failure('given-conversion-failed', { vm: machine.name, namespace: target.namespace, detail });
}

/** Why a pod does not run, in the cluster's words. */
export function podProblem({ metadata, status }: Pod): string {
  if (metadata.deletionTimestamp !== undefined) return 'its pod was removed';
  const condition = status?.conditions?.find((candidate) => candidate.status === 'False' && candidate.message);
  return containerProblem(status) ?? condition?.message ?? status?.message ?? status?.reason ?? 'no reason is given';
}

function containerProblem(status: Pod['status']): string | undefined {
  const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
    ({ state }) => state,
  );
  const ended = states.find((state) => state?.terminated?.message)?.terminated;
  const waiting = states.find((state) => state?.waiting?.reason)?.waiting;
  return ended?.message ?? waiting?.message ?? waiting?.reason;
}
