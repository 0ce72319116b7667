import type { Claim, ContainerStatus, Pod } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { controllerOf, refOf } from '../api/objects.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { annotation } from './annotations.ts';
import { overheadOf } from './claim-spec.ts';
import { claimOfPod, importerPod, importerPodName } from './importer-pod.ts';

const busyNameMs = 1_000;

/** Runs an importer for every claim that names a source, and writes down on the claim how it fares. */
export function startImports(context: OperatorContext): Loop {
  const { stores } = context;
  const loop = startLoop(context, 'imports', stores.claims, async (key) => {
    const claim = stores.claims.get(refOf(key));
    const annotations = claim?.metadata.annotations ?? {};
    if (!claim || annotations[annotation.source] === undefined) return undefined;
    const name = importerPodName(claim);
    const pod = stores.pods.get({ namespace: claim.metadata.namespace, name });
    const ours = pod !== undefined && controllerOf(pod)?.uid === claim.metadata.uid;
    // The pod protects its claim from going: a claim that is to go takes its importer with it.
    if (claim.metadata.deletionTimestamp) {
      if (ours && !pod.metadata.deletionTimestamp) await stores.pods.delete(pod);
      return undefined;
    }
    if (annotations[annotation.podPhase] === 'Succeeded') {
      const retained = annotations[annotation.retainPod] === 'true';
      if (ours && !retained && !pod.metadata.deletionTimestamp) await stores.pods.delete(pod);
      return undefined;
    }
    if (pod && (!ours || pod.metadata.deletionTimestamp)) return busyNameMs;
    if (pod) {
      await stores.claims.annotate(
        claim,
        importReport(pod, { inStages: annotations[annotation.currentCheckpoint] !== undefined }),
      );
      return undefined;
    }
    if (!mayStart(context, claim)) return undefined;
    const overhead = overheadOf(stores.cdiConfigs.get({ name: 'config' }), claim.spec.storageClassName);
    await stores.pods.ensure(importerPod(claim, overhead));
    await stores.claims.annotate(claim, { [annotation.importPodName]: name });
    return undefined;
  });
  alsoOn(loop, stores.pods, claimOfPod);
  return loop;
}

/** Importers do not bind claims that wait for their first consumer, unless they are told to be it. */
function mayStart({ stores }: OperatorContext, claim: Claim): boolean {
  if (claim.status?.phase === 'Bound') return true;
  if (claim.status?.phase === 'Lost') return false;
  const storageClass = stores.storageClasses.get({ name: claim.spec.storageClassName });
  if (storageClass?.volumeBindingMode !== 'WaitForFirstConsumer') return false;
  return claim.metadata.annotations?.[annotation.bindImmediately] !== undefined;
}

/** What of a pod's state stands in the claim's annotations. */
export function importReport(
  { metadata, status = {} }: Pod,
  { inStages }: { readonly inStages: boolean },
): Record<string, string> {
  const importer = status.containerStatuses?.[0];
  const { reason, message } = runningCondition(status, importer);
  return {
    [annotation.podPhase]: status.phase ?? 'Pending',
    [annotation.podRestarts]: `${importer?.restartCount ?? 0}`,
    [annotation.running]: `${importer?.state.running !== undefined}`,
    [annotation.runningReason]: reason,
    [annotation.runningMessage]: message,
    ...(inStages ? { [annotation.checkpointPod]: metadata.uid } : {}),
  };
}

/** The reason is why it does not run now, the message what it said when it last ended. */
function runningCondition(
  status: NonNullable<Pod['status']>,
  importer: ContainerStatus | undefined,
): { reason: string; message: string } {
  if (importer?.state.running) return { reason: 'Pod is running', message: '' };
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const waiting = statuses.find(({ state }) => state.waiting !== undefined)?.state.waiting;
  const ended = importer?.state.terminated ?? importer?.lastState?.terminated;
  return { reason: waiting?.reason ?? ended?.reason ?? 'Pending', message: ended?.message ?? waiting?.message ?? '' };
}
