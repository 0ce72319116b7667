import { subjectAccessReviews } from '../api/kinds/access.ts';
import type { Client } from '../kube/client.ts';
import type { Requester } from '../platform/requester.ts';
import type { NeededRight } from './needed-rights.ts';

/** The first right that the requester lacks, asked of the API server one after the other; undefined where none is. */
export async function missingRight(
  client: Client,
  requester: Requester,
  rights: readonly NeededRight[],
  signal?: AbortSignal,
): Promise<NeededRight | undefined> {
  for (const right of rights) if (!(await isAllowed(client, requester, right, signal))) return right;
  return undefined;
}

async function isAllowed(
  client: Client,
  { user, uid, groups, extra = {} }: Requester,
  { attributes }: NeededRight,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const spec = {
    user,
    groups: [...groups],
    ...(uid && { uid }),
    extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])),
    resourceAttributes: attributes,
  };
  const review = await client.create(
    subjectAccessReviews,
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata: { name: '' }, spec },
    { signal },
  );
  return review.status?.allowed === true;
}
