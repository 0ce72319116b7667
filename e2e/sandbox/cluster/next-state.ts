import { equal } from './json.ts';
import type { KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';

/** The next state: what the server keeps is taken from the current object, the rest from the wanted one. */
export function nextState(
  type: ResourceType,
  { current, wanted }: { readonly current: KubeObject; readonly wanted: KubeObject },
  subresource: string | undefined,
): KubeObject {
  if (subresource === 'status') {
    const next: KubeObject = { ...current, metadata: { ...current.metadata } };
    if (wanted.status === undefined) delete next.status;
    else next.status = wanted.status;
    if (!type.custom) takeOpenMetadata(next, wanted);
    return next;
  }
  const next: KubeObject = { ...wanted, metadata: { ...current.metadata } };
  takeOpenMetadata(next, wanted);
  if (wanted.metadata.generateName === undefined) delete next.metadata.generateName;
  else next.metadata.generateName = wanted.metadata.generateName;
  if (type.subresources.includes('status')) {
    if (current.status === undefined) delete next.status;
    else next.status = current.status;
  }
  return next;
}

function takeOpenMetadata(next: KubeObject, wanted: KubeObject): void {
  const { metadata } = next;
  for (const field of ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const) {
    const value = wanted.metadata[field];
    if (value === undefined) Reflect.deleteProperty(metadata, field);
    else Object.assign(metadata, { [field]: value });
  }
}

const NOT_SPEC: readonly string[] = ['metadata', 'status', 'apiVersion', 'kind'];

/** Whether the update raises `generation`. */
export function specChanged(type: ResourceType, next: KubeObject, current: KubeObject): boolean {
  const ignored = type.subresources.includes('status') ? NOT_SPEC : NOT_SPEC.filter((field) => field !== 'status');
  const fields = new Set([...Object.keys(next), ...Object.keys(current)]);
  return [...fields].some((field) => !ignored.includes(field) && !equal(next[field], current[field]));
}
