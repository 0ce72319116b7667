import type { KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import { invalidValue } from './schema/validate.ts';
import { MODIFIED, badRequest, conflict, invalid } from './status-error.ts';

/** An object takes the namespace of its address. Throws 400 where it names another one. */
export function placeInNamespace(type: ResourceType, namespace: string | undefined, object: KubeObject): void {
  const { metadata } = object;
  if (!type.namespaced) {
    delete metadata.namespace;
    return;
  }
  if (metadata.namespace !== undefined && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  metadata.namespace = namespace;
}

/** Throws 409 and 422 where the update was meant for another object or version. */
export function checkUpdatable(
  type: ResourceType,
  { current, wanted }: { readonly current: KubeObject; readonly wanted: KubeObject },
  options: { readonly patch?: boolean; readonly requireRevision?: boolean },
): void {
  const { name } = current.metadata;
  if (options.patch === true && wanted.metadata.uid !== current.metadata.uid)
    throw invalid(type, name, [invalidValue('metadata.uid', wanted.metadata.uid, 'field is immutable')]);
  if (wanted.metadata.uid !== '' && wanted.metadata.uid !== current.metadata.uid)
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${wanted.metadata.uid}, UID in object meta: ${current.metadata.uid}`,
    );
  const { resourceVersion } = wanted.metadata;
  if (resourceVersion === '') {
    if (options.requireRevision === true)
      throw invalid({ ...type, kind: type.plural }, name, [
        {
          reason: 'FieldValueInvalid',
          field: 'metadata.resourceVersion',
          message: 'Invalid value: 0: must be specified for an update',
        },
      ]);
  } else if (resourceVersion !== current.metadata.resourceVersion) throw conflict(type, name, MODIFIED);
}

/** Throws 409 where the deletion was meant for another object or version. */
export function checkDeletable(
  type: ResourceType,
  metadata: KubeObject['metadata'],
  wanted: { readonly uid?: string; readonly resourceVersion?: string },
): void {
  const precondition = (what: string, given: string | undefined, actual: string) => {
    if (given !== undefined && given !== actual)
      throw conflict(
        type,
        metadata.name,
        `Precondition failed: the ${what} in the precondition (${given}) does not match the ${what} in record (${actual}). The object might have been deleted and then recreated`,
      );
  };
  precondition('UID', wanted.uid, metadata.uid);
  precondition('ResourceVersion', wanted.resourceVersion, metadata.resourceVersion);
}
