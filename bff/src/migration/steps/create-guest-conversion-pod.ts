import { pods, type Pod } from '../../api/kinds/core.ts';
import { ApiError } from '../../kube/api-error.ts';
import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { claimsReady, markClaims, unmarkClaims } from '../conversion/claims-ready.ts';
import { ensureAttachments } from '../pods/conversion-attachments.ts';
import { conversionPod, conversionPodName } from '../pods/conversion-pod.ts';
import { conversionFailed, podProblem } from '../pods/conversion-state.ts';
import { ensureCredentials } from '../source/credentials-secret.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { namesakes, unchangedSource } from '../source/source-check.ts';
import { ensure, inTarget } from '../target/target-objects.ts';
import { claimVolumeMode, modesByClass, placedDisks } from '../target/target-volumes.ts';
import { readingSource } from '../source/reading-source.ts';
import { transferInput } from '../source/transfer.ts';

const inPlace = { V2V_inPlace: '1' } as const;

/** virt-v2v copies the disks, then converts them. */
export const createGuestConversionPod = startConversion({});

/** Disks that are copied already are converted where they are. */
export const createInPlaceConversionPod = startConversion(inPlace);

/**
 * The pod keeps our finalizer until its end has been seen. So a pod that is not there was never made, and making it
 * again cannot convert half-written volumes.
 */
function startConversion(how: Readonly<Record<string, string>>) {
  return defineStep<MachineScope, object>({
    name: 'CreateGuestConversionPod',
    group: 'ImageConversion',
    description: 'Start the conversion',
    run: async (scope) => {
      const found = await scope.client.find(pods, inTarget(scope, conversionPodName(scope)));
      const pod = found ?? (await create(scope, how));
      if (pod.status?.phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined)
        return conversionFailed(scope, pod);
      // It has an address before its image is pulled.
      if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Running') return done({});
      const { podPendingDeadlineMs } = scope.resolved.settings;
      const parameters = {
        vm: scope.resolved.machine.name,
        minutes: String(podPendingDeadlineMs / 60_000),
        detail: podProblem(pod),
      };
      return wait({
        on: 'cluster',
        reason: 'The conversion pod is starting',
        deadline: { at: scope.since + podPendingDeadlineMs, failure: failure('conversion-pending', parameters) },
      });
    },
  });
}

async function create(scope: RunScope, how: Readonly<Record<string, string>>) {
  await unchangedSource(scope);
  await nameStillUnique(scope);
  await claimsReady(scope);
  const source = await readingSource(scope, 'conversion');
  const secretName = await ensureCredentials(scope, 'convert', source.transfers.conversionSecret(source.connection));
  await ensureAttachments(scope);
  const modesOf = await modesByClass(scope);
  const claims = placedDisks(scope).map(({ name, volume }) => ({
    claim: name,
    volumeMode: claimVolumeMode(modesOf(volume)),
  }));
  const input = transferInput(scope, source, secretName);
  const environment = { ...source.transfers.conversionEnvironment(input), ...how };
  const { vddkImage } = input;
  const pod = conversionPod(scope, { claims, environment, secretName, ...(vddkImage && { vddkImage }) });
  return how === inPlace ? createMarked(scope, pod) : ensure(scope, pods, pod);
}

/** What the server refuses leaves the claims as they were. Once an answer was lost, they stay marked. */
async function createMarked(scope: RunScope, pod: Pod): Promise<Pod> {
  await scope.client.create(pods, pod, { dryRun: 'All' });
  const first = await markClaims(scope);
  try {
    return await ensure(scope, pods, pod);
  } catch (error) {
    if (first && tookNoEffect(error)) await unmarkClaims(scope);
    throw error;
  }
}

/** The server has answered, and not with the pod; what may be asked again (a conflict at a quota) was not done either. */
function tookNoEffect(error: unknown): boolean {
  return error instanceof ApiError && error.status < 500 && error.status !== 408;
}

async function nameStillUnique(scope: RunScope): Promise<void> {
  if ((await namesakes(scope)) === 0) return;
  const detail = 'another machine of its cluster got its name';
  throw new RunFailed(failure('source-changed', { vm: scope.resolved.machine.name, detail }));
}
