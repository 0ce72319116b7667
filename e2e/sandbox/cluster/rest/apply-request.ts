import { applied } from '../apply/apply.ts';
import { textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import { badRequest, conflict, notFound } from '../status-error.ts';
import { decodeBody, readApplied } from './bodies.ts';
import type { Exchange } from './exchange.ts';
import { applyOptions, fieldManager } from './field-manager.ts';
import type { NamedTarget } from './resources.ts';

/** What a request to apply makes of an object that is there, and of one that is not. */
export interface ApplyRequest {
  readonly next: (current: KubeObject) => KubeObject;
  readonly created: () => KubeObject;
}

/** Throws 400 and 422 for what cannot be applied. */
export function applyRequest(exchange: Exchange, target: NamedTarget, time: string): ApplyRequest {
  const { type, subresource, name, namespace } = target;
  const { force } = applyOptions(exchange, 'apply');
  const configuration = readApplied(exchange, type);
  const writer = { manager: fieldManager(exchange), time, subresource };
  const next = (current: KubeObject | undefined) => {
    const { object, managedFields } = applied(current, { type, configuration, force, writer });
    const wanted = decodeBody(exchange, type, object, { applied: true });
    checkPlace(configuration, name, namespace);
    wanted.metadata.managedFields = managedFields;
    return wanted;
  };
  const created = () => {
    if (subresource !== undefined) throw notFound(type, name);
    const object = next(undefined);
    const { uid } = object.metadata;
    if (uid !== '')
      throw conflict(
        type,
        name,
        `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      );
    object.metadata.resourceVersion = '';
    return object;
  };
  return { next, created };
}

function checkPlace(configuration: unknown, name: string, namespace: string | undefined): void {
  const [given, within] = ['name', 'namespace'].map((field) => textAt(configuration, 'metadata', field) ?? '');
  if (given === '')
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (given !== name)
    throw badRequest(`the name of the object (${given ?? ''}) does not match the name on the URL (${name})`);
  if (within !== '' && namespace !== undefined && within !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}
