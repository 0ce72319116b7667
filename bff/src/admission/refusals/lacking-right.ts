import { missingRight } from '../../migration/access-review.ts';
import type { NeededRight } from '../../migration/needed-rights.ts';
import type { Requester } from '../../platform/requester.ts';
import type { AdmissionPorts } from '../ports.ts';
import type { Refusal } from '../review.ts';

/** Refuses whoever may not do themselves what the object has the service do. */
export async function lackingRight(
  requester: Requester,
  rights: readonly NeededRight[],
  { client, signal }: AdmissionPorts,
): Promise<Refusal | undefined> {
  const missing = await missingRight(client, requester, rights, signal);
  return missing && { code: 403, reason: 'Forbidden', message: `${requester.user} may not ${missing.what}.` };
}
