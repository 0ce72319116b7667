import { persistentVolumeClaims, pods, type PersistentVolumeClaim, type Pod } from '../../api/kinds/core.ts';
import type { Deadline } from '../../pipeline/outcome.ts';
import { podProblem } from './conversion-state.ts';
import { failure } from '../failures.ts';
import { testimony } from './pod-log.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { inTarget } from '../target/target-objects.ts';

const podAnnotation = 'cdi.kubevirt.io/storage.import.importPodName';

/** The end of the importer's log for one claim; empty where there is no such pod any more. */
export async function importerLog(scope: MachineScope, claim: string): Promise<string> {
  const pod = await importerOf(scope, claim);
  return pod === undefined ? '' : (await testimony(scope, pod)).log;
}

/** When an importer that has not started yet counts as never starting; undefined where it runs. */
export async function importerDeadline(scope: RunScope, claim: string): Promise<Deadline | undefined> {
  const pod = await importerOf(scope, claim);
  if (pod?.status?.phase !== 'Pending') return undefined;
  const { podPendingDeadlineMs } = scope.resolved.settings;
  const minutes = String(podPendingDeadlineMs / 60_000);
  const parameters = { vm: scope.resolved.machine.name, minutes, detail: podProblem(pod) };
  // An importer may be made again at any time; each gets its own time to start.
  const made = Date.parse(pod.metadata.creationTimestamp ?? '') || scope.since;
  return { at: Math.max(made, scope.since) + podPendingDeadlineMs, failure: failure('importer-pending', parameters) };
}

async function importerOf(scope: MachineScope, claim: string): Promise<Pod | undefined> {
  const found = await scope.client.find(persistentVolumeClaims, inTarget(scope, claim));
  for (const name of found === undefined ? [] : importerNames(found)) {
    const pod = await scope.client.find(pods, inTarget(scope, name));
    if (pod !== undefined) return pod;
  }
  return undefined;
}

/** CDI names the pod on the claim; where it copies by a prime claim, after that one. */
function importerNames({ metadata }: PersistentVolumeClaim): string[] {
  const named = metadata.annotations?.[podAnnotation];
  return [...(named ? [named] : []), `importer-prime-${metadata.uid ?? ''}`, `importer-${metadata.name}`];
}
