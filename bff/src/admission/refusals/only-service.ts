import { isDeepStrictEqual } from 'node:util';
import { whoAmI } from '../who-am-i.ts';
import type { AdmissionPorts } from '../ports.ts';
import type { AdmissionRequest, AdmittedObject, Refusal } from '../review.ts';

/** What runs is written by the service alone; others may label and annotate it. */
export async function refuseOthers(request: AdmissionRequest, ports: AdmissionPorts): Promise<Refusal | undefined> {
  const { object, oldObject, requester } = request;
  if (oldObject !== undefined && isDeepStrictEqual(guarded(object), guarded(oldObject))) return undefined;
  if (requester.user === (await whoAmI(ports))) return undefined;
  return {
    code: 403,
    reason: 'Forbidden',
    message: `${requester.user} may not write machine runs: only Gantry does. Cancel or delete the Migration instead.`,
  };
}

/** The garbage collector may take its own finalizers, never ours. */
function guarded(object: AdmittedObject | undefined) {
  const finalizers = object?.metadata.finalizers?.filter((name) => name.startsWith('gantry.dev/'));
  return { spec: object?.spec, status: object?.status, finalizers: finalizers ?? [] };
}
