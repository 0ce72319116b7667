import { selfSubjectAccessReviews } from '../../api/kinds/access.ts';
import { dataVolumes } from '../../api/kinds/cdi.ts';
import { namespaces, persistentVolumeClaims, pods, secrets, storageClasses } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { Resource } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import type { ConnectionReport } from '../driver.ts';

interface Needed {
  readonly feature: 'inventory' | 'target';
  readonly verb: string;
  readonly resource: Pick<Resource, 'group' | 'plural'>;
}

const forAll = (feature: Needed['feature'], verb: string, resources: readonly Needed['resource'][]): Needed[] =>
  resources.map((resource) => ({ feature, verb, resource }));

/** What the account of the token needs in every namespace: to be shown, and to be migrated to. */
const needed: readonly Needed[] = [
  ...forAll('inventory', 'list', [namespaces, storageClasses, networkAttachmentDefinitions, virtualMachines]),
  ...forAll('target', 'create', [virtualMachines, dataVolumes, persistentVolumeClaims, pods, secrets]),
  ...forAll('target', 'patch', [virtualMachines]),
  ...forAll('target', 'delete', [dataVolumes, pods, secrets]),
];

/** Asks the other cluster what the token may do there. */
export async function missingPrivileges(
  client: Client,
  signal?: AbortSignal,
): Promise<ConnectionReport['missingPrivileges']> {
  const asked = await Promise.all(
    needed.map(async ({ feature, verb, resource: { group, plural } }) => {
      const review = await client.create(
        selfSubjectAccessReviews,
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          metadata: { name: '' },
          spec: { resourceAttributes: { group, resource: plural, verb } },
        },
        { ...(signal && { signal }) },
      );
      const privilege = `${verb} ${group === '' ? plural : `${plural}.${group}`}`;
      return { feature, privilege, granted: review.status?.allowed === true };
    }),
  );
  return asked.filter(({ granted }) => !granted).map(({ feature, privilege }) => ({ feature, privilege }));
}
