import { pods, secrets, type Pod } from '../../api/kinds/core.ts';
import { done, fail, wait, type Outcome } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { FailureCode } from '../../api/http/message-codes.ts';
import { failure } from '../failures.ts';
import { inspectionFindings, type InspectionFindings } from '../inspection/inspection-findings.ts';
import { inspectedDisks, inspectionPod, inspectionPodName } from '../inspection/inspection-pod.ts';
import { attachmentsOf, attachmentSecret, ensureAttachments } from '../pods/conversion-attachments.ts';
import { podProblem } from '../pods/conversion-state.ts';
import { redactedLog, testimony } from '../pods/pod-log.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { ensureCredentials } from '../source/credentials-secret.ts';
import { readingSource } from '../source/reading-source.ts';
import { sourceFault } from '../source/source-fault.ts';
import { nameOf, requireVddkImage, transferInput } from '../source/transfer.ts';
import { ensure, inTarget, ourObjects, removeAll } from '../target/target-objects.ts';

/** A guest that cannot be converted is found out before its disks are copied, not at the cutover. */
export const preflightInspection = defineStep<MachineScope, InspectionFindings>({
  name: 'PreflightInspection',
  group: 'PreflightInspection',
  description: 'Inspect the guest in the first snapshot',
  when: ({ runPreflightInspection }) => runPreflightInspection !== false,
  run: async (scope) => {
    const pod = (await scope.client.find(pods, inTarget(scope, inspectionPodName(scope)))) ?? (await create(scope));
    if (pod.status?.phase === 'Failed') return failed(scope, pod);
    if (pod.status?.phase === 'Succeeded') return over(scope, pod);
    return pod.status?.phase === 'Running' ? inspecting(scope) : starting(scope, pod);
  },
});

const purpose = 'inspect';

/** It may be weeks until the conversion needs secrets again. */
async function over(scope: RunScope, pod: Pod): Promise<Outcome<InspectionFindings>> {
  const findings = inspectionFindings(await redactedLog(scope, pod));
  const names = new Set(attachmentsOf(scope.resolved).map((attachment) => attachmentSecret(scope, attachment)));
  const used = (await ourObjects(scope, secrets)).filter(
    ({ metadata: { name } }) => name === nameOf(scope, purpose) || names.has(name),
  );
  await removeAll(scope, secrets, used);
  return done(findings);
}

async function create(scope: RunScope): Promise<Pod> {
  const source = await readingSource(scope, 'conversion');
  const vddkImage = requireVddkImage(scope, source);
  const secretName = await ensureCredentials(scope, purpose, source.transfers.conversionSecret(source.connection));
  await ensureAttachments(scope);
  const input = transferInput(scope, source, secretName);
  const environment = { ...source.transfers.conversionEnvironment(input), ...inspectedDisks(scope.resolved.machine) };
  return ensure(scope, pods, inspectionPod(scope, { environment, secretName, vddkImage }));
}

async function failed(scope: RunScope, pod: Pod): Promise<Outcome<never>> {
  const { log, words } = await testimony(scope, pod);
  const { name: vm } = scope.resolved.machine;
  const reason = (await sourceFault(scope)) ?? failure('inspection-failed', { vm, detail: words || podProblem(pod) });
  return fail(reason, { log });
}

function starting(scope: RunScope, pod: Pod) {
  const { podPendingDeadlineMs } = scope.resolved.settings;
  const deadline = by(scope, podPendingDeadlineMs, 'inspection-pending', podProblem(pod));
  return wait({ on: 'cluster', reason: 'The inspection pod is starting', deadline });
}

function inspecting(scope: RunScope) {
  const { conversionDeadlineMs } = scope.resolved.settings;
  const detail = `it did not end within ${conversionDeadlineMs / 60_000} min`;
  const deadline = by(scope, conversionDeadlineMs, 'inspection-failed', detail);
  return wait({ on: 'pod', reason: 'virt-v2v inspects the guest', deadline });
}

function by({ since, resolved }: RunScope, ms: number, code: FailureCode, detail: string) {
  const parameters = { vm: resolved.machine.name, minutes: String(ms / 60_000), detail };
  return { at: since + ms, failure: failure(code, parameters) };
}
