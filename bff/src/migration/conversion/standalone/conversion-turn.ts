import type { Conversion, ConversionStatus } from '../../../api/generated/conversion.ts';
import { pods, type Pod } from '../../../api/kinds/core.ts';
import { keyOf } from '../../../api/resource.ts';
import type { EngineSettings } from '../../../config/settings.ts';
import { isRefusal } from '../../../kube/api-error.ts';
import type { Client } from '../../../kube/client.ts';
import { timestamp, type Clock } from '../../../platform/clock.ts';
import type { Finding } from '../../judgement/finding.ts';
import { podProblem } from '../../pods/conversion-state.ts';
import { redact } from '../../pods/pod-log.ts';
import { conversionNotAllowed } from '../../requester-rights.ts';
import { areMarked, markClaims, unmarkClaims } from './conversion-claims.ts';
import { conversionProblems } from './conversion-validity.ts';
import { standalonePod, standalonePodKey } from './standalone-pod.ts';

export interface ConversionPorts {
  readonly client: Client;
  readonly clock: Clock;
  readonly settings: EngineSettings;
  readonly serviceNamespace: string;
}

export interface ConversionTurn {
  readonly findings: readonly Finding[];
  readonly status: ConversionStatus;
  /** There is more to do or to look at. */
  readonly goesOn: boolean;
}

const ended: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed', 'Canceled']);

export function hasEndedConversion({ status }: Conversion): boolean {
  return ended.has(status?.phase);
}

/**
 * One turn of a Conversion that nobody's run has made; what it comes to is written before the next one. That a pod is about to
 * be made is on record before it is, and so is that it was seen: one that is gone then is never made again (ADR 9). Until then
 * our finalizer keeps it, so that one that is not there was never made.
 */
export async function conversionTurn(conversion: Conversion, ports: ConversionPorts): Promise<ConversionTurn> {
  const { stage } = conversion.status ?? {};
  if (stage === undefined) return begin(conversion, ports);
  const pod = await ports.client.find(pods, standalonePodKey(conversion));
  if (stage === 'CreatingPod') return pod === undefined ? create(conversion, ports) : seen(conversion, pod);
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined)
    return failed(conversion, ports, { detail: 'its pod was removed' });
  if (pod.status?.phase === 'Failed')
    return failed(conversion, ports, { detail: redact(podProblem(pod), []).slice(0, 300) });
  if (pod.status?.phase === 'Succeeded') return succeeded(conversion, ports);
  return pod.status?.phase === 'Running' ? seen(conversion, pod) : starting(conversion, pod, ports);
}

function begin(conversion: Conversion, { clock }: ConversionPorts): ConversionTurn {
  const findings = conversionProblems(conversion);
  const message = findings[0]?.message ?? 'The pod is about to be made.';
  if (findings.length > 0) return { findings, status: { phase: 'Pending', message }, goesOn: false };
  const status = { phase: 'Running', stage: 'CreatingPod', startTime: timestamp(clock), message } as const;
  return { findings, status, goesOn: true };
}

/** Who asks and the server are judged before the claims are marked: what is refused has touched nothing. */
async function create(conversion: Conversion, ports: ConversionPorts): Promise<ConversionTurn> {
  const { client, settings } = ports;
  const wanted = standalonePod(conversion, settings);
  const end = (await areMarked(conversion, client)) ? inDoubt : refused;
  const problem =
    (await conversionNotAllowed(ports, conversion)) ??
    (await refusalOf(client.create(pods, wanted, { dryRun: 'All' }))) ??
    (await markClaims(conversion, client));
  if (problem !== undefined) return end(conversion, ports, problem);
  const pod = client.create(pods, wanted);
  const refusal = await refusalOf(pod);
  return refusal === undefined ? seen(conversion, await pod) : end(conversion, ports, refusal);
}

/** Why the cluster does not take the pod; undefined where it does. Anything else that goes wrong may pass. */
async function refusalOf(creating: Promise<Pod>): Promise<string | undefined> {
  try {
    await creating;
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return `the cluster refuses its pod: ${error.message}`;
    throw error;
  }
}

/** No pod was asked for, so that nothing is written to the claims: others may convert them. */
async function refused(conversion: Conversion, ports: ConversionPorts, detail: string): Promise<ConversionTurn> {
  await unmarkClaims(conversion, ports.client);
  const suggestion = 'Nothing was begun. Make another Conversion once this is mended.';
  return failed(conversion, ports, { detail, suggestion });
}

/** A request of an earlier turn may be on its way still: the marks stay, whatever comes of it. */
function inDoubt(conversion: Conversion, ports: ConversionPorts, detail: string): ConversionTurn {
  const begun = Date.parse(conversion.status?.startTime ?? '');
  if (ports.clock.now() >= begun + ports.settings.podPendingDeadlineMs) return failed(conversion, ports, { detail });
  const turn = running(conversion);
  return { ...turn, status: { ...turn.status, message: `The pod is still to be made: ${detail}.` } };
}

async function starting(conversion: Conversion, pod: Pod, ports: ConversionPorts): Promise<ConversionTurn> {
  const { podPendingDeadlineMs } = ports.settings;
  const since = Date.parse(pod.metadata.creationTimestamp ?? '') || Date.parse(conversion.status?.startTime ?? '');
  if (ports.clock.now() < since + podPendingDeadlineMs) return seen(conversion, pod);
  await ports.client.delete(pods, keyOf(pod), { uid: pod.metadata.uid, propagation: 'Background' });
  const detail = `its pod did not start within ${podPendingDeadlineMs / 60_000} min: ${podProblem(pod)}`;
  return failed(conversion, ports, { detail });
}

function seen(conversion: Conversion, { metadata }: Pod): ConversionTurn {
  const pod = { kind: 'Pod', name: metadata.name, ...(metadata.namespace && { namespace: metadata.namespace }) };
  const turn = running(conversion);
  return { ...turn, status: { ...turn.status, stage: 'PodRunning', message: 'The pod is at work.', pod } };
}

function running({ status }: Conversion): ConversionTurn {
  return { findings: [], status: { ...status, phase: 'Running' }, goesOn: true };
}

function succeeded({ status }: Conversion, { clock }: ConversionPorts): ConversionTurn {
  const message = 'The conversion has ended well.';
  return {
    findings: [{ type: 'Ready', message }],
    status: { ...status, phase: 'Succeeded', stage: 'Finished', message, completionTime: timestamp(clock) },
    goesOn: false,
  };
}

const seeLog = 'Look at the log of its pod. Fill the claims anew before another Conversion is made for them.';

function failed(
  { status }: Conversion,
  { clock }: ConversionPorts,
  { detail, suggestion = seeLog }: { readonly detail: string; readonly suggestion?: string },
): ConversionTurn {
  const message = `The conversion has failed: ${detail}.`;
  return {
    findings: [{ type: 'ConversionFailed', message, suggestion }],
    status: { ...status, phase: 'Failed', stage: 'Finished', message, completionTime: timestamp(clock) },
    goesOn: false,
  };
}
