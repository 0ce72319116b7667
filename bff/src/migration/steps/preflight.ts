import { dataVolumes } from '../../api/kinds/cdi.ts';
import { persistentVolumeClaims, pods } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { claimsReady } from '../conversion/claims-ready.ts';
import { consumerPod } from '../pods/consumer-pod.ts';
import { attachmentsThere } from '../pods/conversion-attachments.ts';
import { conversionPod } from '../pods/conversion-pod.ts';
import { claimsToBe } from '../preflight/claims.ts';
import { admitted } from '../preflight/dry-run.ts';
import { hooksAdmitted } from '../preflight/hooks-admitted.ts';
import { podsAskable } from '../preflight/pods-askable.ts';
import { onlyRun } from '../preflight/only-run.ts';
import { withinQuota } from '../preflight/quota.ts';
import { warmPossible } from '../preflight/warm-possible.ts';
import { nameUnique, sourceReady, stayedOff } from '../preflight/source-ready.ts';
import { volumesSuit } from '../preflight/suiting-volumes.ts';
import { classesExist, ensureNamespace, networksExist, targetFree } from '../preflight/target-place.ts';
import type { MachineScope } from '../scope.ts';
import { targetMachine } from '../target/target-machine.ts';
import { placedDisks, placedVolume, waitsForConsumer } from '../target/target-volumes.ts';
import { readingSource } from '../source/reading-source.ts';
import { requireVddkImage, transferInput } from '../source/transfer.ts';

type Check = (scope: MachineScope) => Promise<void>;

const row = {
  name: 'Preflight',
  shownAs: 'Started',
  group: 'Initialize',
  description: 'Check everything that can be refused',
} as const;

/** In order; each throws RunFailed with its reason. */
const ends: readonly Check[] = [onlyRun, sourceReady, ensureNamespace, targetFree, classesExist, networksExist];
const target: readonly Check[] = [volumesSuit, machineAdmitted, hooksAdmitted];
const conversion: readonly Check[] = [nameUnique, attachmentsThere, conversionAdmitted, podsAskable];

/** Of every path that makes its volumes. */
const common: readonly Check[] = [...ends, volumesAdmitted, ...target];

export const preflightConverted = preflight([...common, ...conversion]);
export const preflightGiven = preflight([...ends, claimsReady, ...target, ...conversion]);
export const preflightResumed = preflight([...ends, stayedOff, ...target, ...conversion]);
export const preflightImported = preflight([...common, importPossible]);
export const preflightCopied = preflight([...common, importPossible, ...conversion]);
export const preflightWarm = preflight([warmPossible, ...common, importPossible, ...conversion]);
export const preflightWarmImported = preflight([warmPossible, ...common, importPossible]);

/** Nothing has been powered off yet: what is refused here costs nobody anything. */
function preflight(checks: readonly Check[]) {
  return defineStep<MachineScope, object>({
    ...row,
    run: async (scope) => {
      for (const check of checks) await check(scope);
      return done({});
    },
  });
}

async function volumesAdmitted(scope: MachineScope): Promise<void> {
  const claims = await claimsToBe(scope);
  await withinQuota(scope, claims);
  for (const claim of claims) await admitted(scope, persistentVolumeClaims, claim);
  for (const placed of placedDisks(scope))
    await admitted(scope, dataVolumes, placedVolume(scope, placed, { blank: {} }));
  if (await waitsForConsumer(scope)) await admitted(scope, pods, consumerPod(scope, await mounted(scope)));
}

async function machineAdmitted(scope: MachineScope): Promise<void> {
  await admitted(scope, virtualMachines, targetMachine(scope, 'On').halted);
}

async function conversionAdmitted(scope: MachineScope): Promise<void> {
  const pod = conversionPod(scope, { claims: await mounted(scope), environment: {}, secretName: 'dry-run' });
  await admitted(scope, pods, pod);
}

async function importPossible(scope: MachineScope): Promise<void> {
  const source = await readingSource(scope, 'copy');
  requireVddkImage(scope, source);
  const input = transferInput(scope, source, 'dry-run');
  for (const placed of placedDisks(scope)) {
    await admitted(
      scope,
      dataVolumes,
      placedVolume(scope, placed, source.transfers.importSource(input, placed.disk.index)),
    );
  }
}

async function mounted(scope: MachineScope) {
  const claims = await claimsToBe(scope);
  return claims.map(({ metadata, spec }) => ({ claim: metadata.name, volumeMode: spec.volumeMode ?? 'Filesystem' }));
}
