import type { KubeObject } from './object.ts';
import { objectKey, timestamp } from './object.ts';
import type { ResourceType, WriteContext } from './resource-type.ts';
import type { Store } from './store.ts';

const NAME_ATTEMPTS = 8;

/** Takes away what a client cannot give to a new object. */
export function clearNew(type: ResourceType, object: KubeObject): void {
  const { metadata } = object;
  metadata.uid = '';
  metadata.creationTimestamp = '';
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.generation;
  if (!type.custom && type.subresources.includes('status')) delete object.status;
}

/** Gives a new object, as admission left it, what the server gives: a generated name, uid, time and generation. */
export function stampNew(type: ResourceType, object: KubeObject, store: Store, context: WriteContext): void {
  const { metadata } = object;
  const { random, now } = context;
  if (metadata.name === '' && metadata.generateName !== undefined) {
    for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
      metadata.name = `${metadata.generateName.slice(0, 58)}${random.suffix()}`;
      if (store.get(type.collection, objectKey(object)) === undefined) break;
    }
  }
  metadata.uid = random.uuid();
  metadata.creationTimestamp = timestamp(now);
  delete metadata.generation;
  if (type.behaviour.generation !== 'none') metadata.generation = 1;
  if (type.subresources.includes('status')) delete object.status;
  type.behaviour.prepareCreate?.(object, context);
}
