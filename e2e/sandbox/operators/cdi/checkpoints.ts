import type { Checkpoint, Claim } from '../api/kinds.ts';
import { controllerOf } from '../api/objects.ts';
import type { OperatorContext } from '../operator.ts';
import { annotation } from './annotations.ts';

/** What a multi-stage import still has to copy; the list grows while it runs. */
export interface Stages {
  readonly checkpoints?: readonly Checkpoint[];
  /** Whether the list ends with its last one. */
  readonly finalCheckpoint?: boolean;
}

type Annotations = Readonly<Record<string, string>>;
type Patch = Readonly<Record<string, string | null>>;

interface NextCheckpoint extends Checkpoint {
  readonly isFinal: boolean;
}

const copiedKey = (checkpoint: string) => `${annotation.copied}.${checkpoint}`;

/** Whether the claim is filled in stages and the last one is not over. */
export function isInStages(annotations: Annotations): boolean {
  return annotations[annotation.currentCheckpoint] !== undefined;
}

/** The first that was not copied yet; undefined when there is none. */
export function nextCheckpoint(
  annotations: Annotations,
  { checkpoints = [], finalCheckpoint = false }: Stages,
): NextCheckpoint | undefined {
  const index = checkpoints.findIndex(({ current }) => current !== '' && annotations[copiedKey(current)] === undefined);
  const checkpoint = checkpoints[index];
  return checkpoint && { ...checkpoint, isFinal: finalCheckpoint && index === checkpoints.length - 1 };
}

export function checkpointAnnotations(checkpoint: NextCheckpoint | undefined): Record<string, string> {
  if (checkpoint === undefined) return {};
  return {
    [annotation.currentCheckpoint]: checkpoint.current,
    [annotation.previousCheckpoint]: checkpoint.previous,
    [annotation.finalCheckpoint]: `${checkpoint.isFinal}`,
  };
}

/**
 * How the claim's annotations change when its importer has succeeded: the stage is written down as copied, then either
 * the next one is named, or all of it is wiped after the final one, or the claim waits for more. While the claim still has
 * a pod the next stage is named but not begun.
 */
export function afterStage(annotations: Annotations, stages: Stages, { idle }: { readonly idle: boolean }): Patch {
  const current = annotations[annotation.currentCheckpoint] ?? '';
  if (annotations[annotation.finalCheckpoint] === 'true' && annotations[copiedKey(current)] !== undefined)
    return wiped(annotations);
  const pod = annotations[annotation.checkpointPod] ?? '';
  const isCounted = Object.entries(annotations).some(([key, value]) => key.startsWith(copiedKey('')) && value === pod);
  // One pod copies one stage: seen again after it was counted, the next one's is yet to come.
  const copied: Record<string, string> = isCounted ? {} : { [copiedKey(current)]: pod };
  const next = nextCheckpoint({ ...annotations, ...copied }, stages);
  if (next === undefined) return copied;
  const begin: Patch = idle ? { [annotation.podPhase]: 'Unknown', [annotation.importPodName]: null } : {};
  return { ...copied, ...checkpointAnnotations(next), ...begin };
}

function wiped(annotations: Annotations): Patch {
  const gone = Object.keys(annotations).filter(
    (key) => key.startsWith(`${annotation.copied}.`) || stageKeys.includes(key),
  );
  return { ...Object.fromEntries(gone.map((key) => [key, null])), [annotation.checkpointsDone]: 'true' };
}

const stageKeys: readonly string[] = [
  annotation.currentCheckpoint,
  annotation.previousCheckpoint,
  annotation.finalCheckpoint,
  annotation.checkpointPod,
];

/** Lets a claim whose importer has succeeded go on; the claim as it is afterwards. */
export async function moveToNextStage({ stores }: OperatorContext, claim: Claim, stages: Stages): Promise<Claim> {
  const { annotations = {}, uid, namespace } = claim.metadata;
  if (!isInStages(annotations) || annotations[annotation.podPhase] !== 'Succeeded') return claim;
  const retained = annotations[annotation.retainPod] === 'true';
  const idle = !stores.pods
    .in(namespace)
    .some((pod) => controllerOf(pod)?.uid === uid && !(retained && pod.status?.phase === 'Succeeded'));
  return stores.claims.annotate(claim, afterStage(annotations, stages, { idle }));
}
