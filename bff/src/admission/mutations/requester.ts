import { requesterAnnotation, requesterStamp } from '../../platform/requester.ts';
import type { AdmissionRequest, AdmittedObject } from '../review.ts';
import { wantsMore } from '../wish.ts';

/**
 * The stamp that the object must carry: of whoever creates it, wants something else of it, or writes a stamp of their own
 * (which claims the object under their true name); any other write leaves it. undefined where there is none to keep.
 */
export function expectedStamp({ requester, object, oldObject }: AdmissionRequest): string | undefined {
  const theirs = requesterStamp(requester)[requesterAnnotation];
  if (wantsMore({ object, oldObject })) return theirs;
  const before = stampOf(oldObject);
  const given = stampOf(object);
  return given === undefined || given === before ? before : theirs;
}

export function stampOf(object: AdmittedObject | undefined): string | undefined {
  return object?.metadata.annotations?.[requesterAnnotation];
}

export function stampRequester(object: AdmittedObject, request: AdmissionRequest): AdmittedObject {
  const stamp = expectedStamp({ ...request, object });
  if (stamp === undefined || stamp === stampOf(object)) return object;
  const annotations = { ...object.metadata.annotations, [requesterAnnotation]: stamp };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
