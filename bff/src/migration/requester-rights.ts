import { subjectAccessReviews, type ResourceAttributes } from '../api/kinds/access.ts';
import type { Plan } from '../api/generated/plan.ts';
import type { Migration } from '../api/generated/migration.ts';
import type { Client } from '../kube/client.ts';
import type { Failure } from '../pipeline/outcome.ts';
import { requesterOf, type Requester } from '../platform/requester.ts';
import { failure } from './failures.ts';

/** Why a run may not be made for whoever asked; undefined where it may. */
export async function notAllowed(
  client: Client,
  { plan, migration }: { readonly plan: Plan; readonly migration: Migration },
  { trustRequesters }: { readonly trustRequesters: boolean },
): Promise<Failure | undefined> {
  const requester = requesterOf(migration.metadata.annotations);
  if (requester === undefined) return trustRequesters ? undefined : outsideNamespace(plan);
  for (const { attributes, what } of neededRights(plan)) {
    if (!(await allowed(client, requester, attributes))) return failure('forbidden', { who: requester.user, what });
  }
  return undefined;
}

/** Nobody is named: only what lies in the plan's own namespace may be used. */
function outsideNamespace({ metadata, spec }: Plan): Failure | undefined {
  const places = [spec.targetNamespace, spec.provider.source.namespace, spec.provider.destination.namespace];
  const foreign = places.find((place) => place !== undefined && place !== metadata.namespace);
  if (foreign === undefined) return undefined;
  return failure('forbidden', { who: 'A migration that names no requester', what: `use project ${foreign}` });
}

function neededRights({ metadata, spec }: Plan): { attributes: ResourceAttributes; what: string }[] {
  const providers = [spec.provider.source, spec.provider.destination].map(
    ({ namespace = metadata.namespace, name = '' }) => ({
      attributes: { group: 'forklift.konveyor.io', resource: 'providers', verb: 'get', namespace, name },
      what: `read provider ${name} in project ${namespace ?? ''}`,
    }),
  );
  const namespace = spec.targetNamespace;
  const create = {
    attributes: { group: 'kubevirt.io', resource: 'virtualmachines', verb: 'create', namespace },
    what: `create VMs in project ${namespace}`,
  };
  if (!spec.serviceAccount) return [...providers, create];
  const attributes = {
    group: '',
    resource: 'serviceaccounts',
    verb: 'impersonate',
    namespace,
    name: spec.serviceAccount,
  };
  return [
    ...providers,
    create,
    { attributes, what: `use service account ${spec.serviceAccount} in project ${namespace}` },
  ];
}

async function allowed(
  client: Client,
  { user, uid, groups }: Requester,
  attributes: ResourceAttributes,
): Promise<boolean> {
  const review = await client.create(subjectAccessReviews, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: { name: '' },
    spec: { user, groups: [...groups], ...(uid && { uid }), resourceAttributes: attributes },
  });
  return review.status?.allowed === true;
}
