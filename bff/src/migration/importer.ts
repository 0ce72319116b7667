import { persistentVolumeClaims, pods, type PersistentVolumeClaim } from '../api/kinds/core.ts';
import { lastLines } from './pod-log.ts';
import type { MachineScope } from './scope.ts';
import { inTarget } from './target-objects.ts';

const podAnnotation = 'cdi.kubevirt.io/storage.import.importPodName';

/** The end of the importer's log for one claim; empty where there is no such pod any more. */
export async function importerLog(scope: MachineScope, claim: string): Promise<string> {
  const found = await scope.client.find(persistentVolumeClaims, inTarget(scope, claim));
  for (const name of found === undefined ? [] : importerNames(found)) {
    const pod = await scope.client.find(pods, inTarget(scope, name));
    if (pod !== undefined) return lastLines(scope.client, pod, await passwords(scope));
  }
  return '';
}

/** CDI names the pod on the claim; where it copies by a prime claim, after that one. */
function importerNames({ metadata }: PersistentVolumeClaim): string[] {
  const named = metadata.annotations?.[podAnnotation];
  return [...(named ? [named] : []), `importer-prime-${metadata.uid ?? ''}`, `importer-${metadata.name}`];
}

async function passwords(scope: MachineScope): Promise<string[]> {
  try {
    return [(await scope.source()).connection.password];
  } catch {
    return [];
  }
}
