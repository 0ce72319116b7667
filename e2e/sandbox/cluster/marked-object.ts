import type { KubeObject } from './object.ts';
import { timestamp } from './object.ts';
import type { ResourceType } from './resource-type.ts';

interface Mark {
  readonly finalizers: string[];
  readonly graceSeconds: number;
  /** Milliseconds. */
  readonly now: number;
}

/** The object whose deletion begins, or is to end sooner. */
export function marked(type: ResourceType, current: KubeObject, { finalizers, graceSeconds, now }: Mark): KubeObject {
  const metadata = { ...current.metadata };
  if (finalizers.length > 0) metadata.finalizers = finalizers;
  else delete metadata.finalizers;
  const earlier = metadata.deletionTimestamp === undefined || graceSeconds < (metadata.deletionGracePeriodSeconds ?? 0);
  if (earlier) {
    metadata.deletionTimestamp = timestamp(now + graceSeconds * 1000);
    metadata.deletionGracePeriodSeconds = graceSeconds;
    if (metadata.generation !== undefined) metadata.generation += 1;
  }
  const object = { ...current, metadata };
  if (earlier) type.behaviour.prepareDelete?.(object);
  return object;
}

/** Whether something has to happen before the object can go. */
export function isHeld(object: KubeObject): boolean {
  const held = object.kind === 'Namespace' ? object.spec?.finalizers : undefined;
  return (object.metadata.finalizers ?? []).length > 0 || (Array.isArray(held) && held.length > 0);
}

/** Whether nothing keeps an object whose deletion began. */
export function isOver(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
  return deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0 && !isHeld(object);
}
