import { selfSubjectAccessReviews } from '../../api/kinds/access.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';

/** Asking how a conversion goes, and telling its pod that it may end. */
const verbs = ['get', 'create'] as const;

/** Pods of another cluster can be asked through its API server. Throws RunFailed (`forbidden`). */
export async function podsAskable({ client, resolved }: MachineScope): Promise<void> {
  const { provider, namespace } = resolved.target;
  if (provider === undefined) return;
  for (const verb of verbs) {
    const review = await client.create(selfSubjectAccessReviews, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: { name: '' },
      spec: { resourceAttributes: { group: '', resource: 'pods', subresource: 'proxy', verb, namespace } },
    });
    if (review.status?.allowed === true) continue;
    const who = `The account of provider ${provider.name}`;
    throw new RunFailed(failure('forbidden', { who, what: `${verb} pods/proxy in the namespace ${namespace}` }));
  }
}
