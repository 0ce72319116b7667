import type { Conversion, ConversionStatus } from '../../../api/generated/conversion.ts';
import { persistentVolumeClaims, pods, type Pod } from '../../../api/kinds/core.ts';
import { keyOf } from '../../../api/resource.ts';
import type { EngineSettings } from '../../../config/settings.ts';
import { ApiError, isAlreadyExists } from '../../../kube/api-error.ts';
import type { Client } from '../../../kube/client.ts';
import { timestamp, type Clock } from '../../../platform/clock.ts';
import type { Finding } from '../../judgement/finding.ts';
import { podProblem } from '../../pods/conversion-state.ts';
import { redact } from '../../pods/pod-log.ts';
import { userOf } from '../claim-users.ts';
import { markTouched, touchedAnnotation, touchedBy } from '../touched-claims.ts';
import { conversionProblems } from './conversion-validity.ts';
import { conversionLabel, standalonePod, standalonePodName } from './standalone-pod.ts';

export interface ConversionPorts {
  readonly client: Client;
  readonly clock: Clock;
  readonly settings: EngineSettings;
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
 * be made is on record before it is, and so is that it was seen: one that is gone then is never made again (ADR 9).
 */
export async function conversionTurn(conversion: Conversion, ports: ConversionPorts): Promise<ConversionTurn> {
  const { stage } = conversion.status ?? {};
  if (stage === undefined) return begin(conversion, ports);
  const pod = await ports.client.find(pods, podKey(conversion));
  if (stage === 'CreatingPod') return pod === undefined ? create(conversion, ports) : seen(conversion, pod);
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined)
    return failed(conversion, ports, 'its pod was removed');
  if (pod.status?.phase === 'Failed') return failed(conversion, ports, redact(podProblem(pod), []).slice(0, 300));
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

/** The server is asked before the claims are marked: what it refuses has touched nothing. */
async function create(conversion: Conversion, ports: ConversionPorts): Promise<ConversionTurn> {
  const { client, settings } = ports;
  const wanted = standalonePod(conversion, settings);
  try {
    await client.create(pods, wanted, { dryRun: 'All' });
  } catch (error) {
    if (isAlreadyExists(error)) return { ...running(conversion), goesOn: true };
    if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) throw error;
    return failed(conversion, ports, `the cluster refuses its pod: ${error.message}`);
  }
  const problem = conversion.spec.type === 'Inspection' ? undefined : await markClaims(conversion, client);
  if (problem !== undefined) return failed(conversion, ports, problem);
  return seen(conversion, await client.create(pods, wanted));
}

/** Why the claims cannot be converted; undefined once all bear the mark of this Conversion. */
async function markClaims({ metadata, spec }: Conversion, client: Client): Promise<string | undefined> {
  const uid = metadata.uid ?? '';
  const names = (spec.disks ?? []).map(({ name }) => name);
  const claims = await Promise.all(
    names.map((name) =>
      client.find(persistentVolumeClaims, { name, ...(metadata.namespace && { namespace: metadata.namespace }) }),
    ),
  );
  for (const [index, claim] of claims.entries()) {
    const name = names[index] ?? '';
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) return `claim ${name} is gone`;
    // Its own mark without a pod: whether that has run cannot be told any more.
    if (touchedBy(claim) !== undefined)
      return `claim ${name} has been converted before, perhaps in part (fill it anew, then take its annotation ${touchedAnnotation} off)`;
  }
  const user = await userOf({
    client,
    namespace: metadata.namespace,
    claims: new Set(names),
    isOwn: ({ metadata: { labels } }) => labels?.[conversionLabel] === uid,
  });
  if (user !== undefined) return user;
  for (const claim of claims) if (claim !== undefined) await markTouched({ client, run: { uid } }, claim);
  return undefined;
}

async function starting(conversion: Conversion, pod: Pod, ports: ConversionPorts): Promise<ConversionTurn> {
  const { podPendingDeadlineMs } = ports.settings;
  const since = Date.parse(pod.metadata.creationTimestamp ?? '') || Date.parse(conversion.status?.startTime ?? '');
  if (ports.clock.now() < since + podPendingDeadlineMs) return seen(conversion, pod);
  await ports.client.delete(pods, keyOf(pod), { uid: pod.metadata.uid, propagation: 'Background' });
  const words = `its pod did not start within ${podPendingDeadlineMs / 60_000} min: ${podProblem(pod)}`;
  return failed(conversion, ports, words);
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

function failed({ status }: Conversion, { clock }: ConversionPorts, detail: string): ConversionTurn {
  const message = `The conversion has failed: ${detail}.`;
  const suggestion = 'Look at the log of its pod. Fill the claims anew before another Conversion is made for them.';
  return {
    findings: [{ type: 'ConversionFailed', message, suggestion }],
    status: { ...status, phase: 'Failed', stage: 'Finished', message, completionTime: timestamp(clock) },
    goesOn: false,
  };
}

function podKey(conversion: Conversion) {
  const { namespace } = conversion.metadata;
  return { name: standalonePodName(conversion), ...(namespace && { namespace }) };
}
