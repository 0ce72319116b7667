import { selfSubjectAccessReviews } from '../../api/kinds/access.ts';
import { dataVolumes, storageProfiles } from '../../api/kinds/cdi.ts';
import {
  namespaces,
  persistentVolumeClaims,
  pods,
  resourceQuotas,
  secrets,
  storageClasses,
} from '../../api/kinds/core.ts';
import { virtualMachineInstances, virtualMachines } from '../../api/kinds/kubevirt.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { Resource } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import type { ConnectionReport } from '../driver.ts';

interface Needed {
  readonly feature: 'inventory' | 'target';
  readonly verb: string;
  readonly resource: Pick<Resource, 'group' | 'plural'> & { readonly subresource?: string };
}

const forAll = (feature: Needed['feature'], verb: string, resources: readonly Needed['resource'][]): Needed[] =>
  resources.map((resource) => ({ feature, verb, resource }));

const made = [virtualMachines, dataVolumes, persistentVolumeClaims, pods, secrets];
/** Of what conversions tell. */
const proxied = { ...pods, subresource: 'proxy' };
const logs = { ...pods, subresource: 'log' };

/** What the account of the token needs in every namespace, to be shown and to be migrated to; docs/other-cluster.yaml gives it. */
const needed: readonly Needed[] = [
  ...forAll('inventory', 'list', [namespaces, storageClasses, networkAttachmentDefinitions, virtualMachines]),
  ...forAll('target', 'get', [storageProfiles, virtualMachineInstances, logs, proxied]),
  ...forAll('target', 'list', [resourceQuotas, dataVolumes, persistentVolumeClaims, pods, secrets]),
  ...forAll('target', 'create', [namespaces, ...made, proxied]),
  ...forAll('target', 'patch', made),
  ...forAll('target', 'delete', made),
];

/** Asks the other cluster what the token may do there. */
export async function missingPrivileges(
  client: Client,
  signal?: AbortSignal,
): Promise<ConnectionReport['missingPrivileges']> {
  const asked = await Promise.all(
    needed.map(async ({ feature, verb, resource: { group, plural, subresource } }) => {
      const review = await client.create(
        selfSubjectAccessReviews,
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          metadata: { name: '' },
          spec: { resourceAttributes: { group, resource: plural, verb, ...(subresource && { subresource }) } },
        },
        { ...(signal && { signal }) },
      );
      const path = subresource === undefined ? plural : `${plural}/${subresource}`;
      const privilege = `${verb} ${group === '' ? path : `${path}.${group}`}`;
      return { feature, privilege, granted: review.status?.allowed === true };
    }),
  );
  return asked.filter(({ granted }) => !granted).map(({ feature, privilege }) => ({ feature, privilege }));
}
