import type { Stamped } from '../../migration/stamps/signed-stamp.ts';
import { wishText } from '../../migration/stamps/wish-text.ts';
import { requesterAnnotation } from '../../platform/requester.ts';
import type { AdmissionPorts } from '../ports.ts';
import type { AdmissionRequest, AdmittedObject } from '../review.ts';
import { wantsMore } from '../wish.ts';

/**
 * The stamp that the object must carry: of whoever creates it, wants something else of it, or writes a stamp of their own
 * (which claims the object under their true name); any other write leaves it. undefined where there is none to keep.
 */
export async function expectedStamp(request: AdmissionRequest, ports: AdmissionPorts): Promise<string | undefined> {
  const { requester, object, oldObject } = request;
  const theirs = () => object && ports.stamps.sign(requester, stampedOf(request, object));
  if (wantsMore(request)) return theirs();
  const kept = await keptStamp(request, ports);
  return [undefined, stampOf(oldObject), kept].includes(stampOf(object)) ? kept : theirs();
}

/** Of the one who has it already: signed anew where less is wanted than before, as it is where nothing proves it. */
export async function keptStamp(request: AdmissionRequest, { stamps }: AdmissionPorts): Promise<string | undefined> {
  const { object, oldObject } = request;
  const before = stampOf(oldObject);
  if (before === undefined || object === undefined || oldObject === undefined) return before;
  const [was, is] = [stampedOf(request, oldObject), stampedOf(request, object)];
  if (wishText(was) === wishText(is)) return before;
  const requester = await stamps.proven(was);
  return requester === undefined ? before : stamps.sign(requester, is);
}

export function stampOf(object: AdmittedObject | undefined): string | undefined {
  return object?.metadata.annotations?.[requesterAnnotation];
}

export async function stampRequester(
  object: AdmittedObject,
  request: AdmissionRequest,
  ports: AdmissionPorts,
): Promise<AdmittedObject> {
  const stamp = await expectedStamp({ ...request, object }, ports);
  if (stamp === undefined || stamp === stampOf(object)) return object;
  const annotations = { ...object.metadata.annotations, [requesterAnnotation]: stamp };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** What is being created has its identity when it is judged, not yet when it is stamped. */
function stampedOf({ namespace, oldObject }: AdmissionRequest, { kind, metadata, spec }: AdmittedObject): Stamped {
  const { name, generateName, uid, annotations } = metadata;
  return { kind, spec, metadata: { name, generateName, namespace, annotations, ...(oldObject && { uid }) } };
}
